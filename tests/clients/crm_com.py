"""A small client of CRM.COM's REST interface, written from its pages alone and without a look at any server.

None is published. POST sends JSON with the token in it, GET a query with ``name=field=value`` for what is identified;
success is ``status.code`` OK, whatever the HTTP status.
"""

from collections.abc import Mapping
from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx

Identifier = Mapping[str, str]


class CrmComError(Exception):
    """Say what the service refused: its code and message, and the HTTP status they came with."""

    def __init__(self, code: str, message: str, *, status: int, data: object) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = status
        self.data = data


class CrmCom:
    """Speak to ``server``; leave with ``with`` to close its connections."""

    def __init__(self, server: str) -> None:
        self._http = httpx.Client(base_url=f"{server}/crmapi/rest/v2/", trust_env=False)
        self.token: str | None = None

    def __enter__(self) -> "CrmCom":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._http.close()

    def log_in(self, username: str, password: str, organisation: str, unit: str | None = None) -> str:
        """Get a token and use it from now on."""
        asked = {"username": username, "password": password, "organisation": organisation, "unit": unit}
        data = self._post("authentication/token", {name: value for name, value in asked.items() if value is not None})
        self.token = data["token"]
        return self.token

    def release(self) -> None:
        """Give the token back; it is sent on until there is another."""
        self._post("authentication/token/release", {"token": self.token})

    def cancellation_reasons(self, job_type: Identifier) -> list[dict[str, Any]]:
        """List the reasons for which a job of a type can be cancelled."""
        return self._get("jobs/configuration/cancellation_reasons/list", job_type_identifier=job_type)

    def create(self, job_type: Identifier, **more: Any) -> dict[str, Any]:
        """Create a job of the generic scope."""
        return self._post("jobs/generic_purpose/create", {"token": self.token, "type_identifier": dict(job_type), **more})

    def show(self, job: Identifier, fields_set: str | None = None) -> dict[str, Any]:
        """Show a job of the generic scope."""
        return self._get("jobs/generic_purpose/show", job_identifier=job, fields_set=fields_set)

    def list_jobs(self, number_of_results: int | None = None, offset: int | None = None) -> list[dict[str, Any]]:
        """List the jobs of all scopes."""
        return self._get("jobs/all_scopes/list", number_of_results=number_of_results, offset=offset)

    def start_progress(self, job: Identifier, **more: Any) -> dict[str, Any]:
        """Start a job that is pending."""
        return self._act("start_progress", job, more)

    def complete(self, job: Identifier, **more: Any) -> dict[str, Any]:
        """Complete a job that is in progress."""
        return self._act("complete", job, more)

    def cancel(self, job: Identifier, **more: Any) -> dict[str, Any]:
        """Cancel a job of any scope."""
        return self._act("cancel", job, more)

    def _act(self, what: str, job: Identifier, more: Mapping[str, Any]) -> dict[str, Any]:
        return self._post(f"jobs/all_scopes/{what}", {"token": self.token, "job_identifier": dict(job), **more})

    def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        return _data(self._http.post(path, json=body))

    def _get(self, path: str, **parameters: Identifier | str | int | None) -> Any:
        # The pages' samples leave the equals sign inside a value as it is, which httpx's own parameters would not.
        pairs = [("token", self.token), *((name, _written(value)) for name, value in parameters.items())]
        query = "&".join(f"{name}={quote(value, safe='=')}" for name, value in pairs if value is not None)
        return _data(self._http.get(f"{path}?{query}"))


def _written(value: Identifier | str | int | None) -> str | None:
    if isinstance(value, Mapping):
        ((field, text),) = value.items()
        return f"{field}={text}"
    return None if value is None else str(value)


def _data(response: httpx.Response) -> Any:
    body = response.json()
    status = body["status"]
    if status["code"] != "OK":
        raise CrmComError(status["code"], status["message"], status=response.status_code, data=body["data"])
    return body["data"]
