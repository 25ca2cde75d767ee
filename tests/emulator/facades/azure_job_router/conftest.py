"""An emulator in the hand, and a client of its Azure Job Router facade."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from emulator.app import Emulator, create_emulator
from emulator.clock import Clock
from emulator.facades.azure_job_router.signing import authorization
from emulator.settings import Settings
from tests.emulator.soap_client.fake_scheduling import contents

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
HOST = "router.example:8443"
VERSION = "api-version=2023-11-01"


class Router:
    """Call the facade; paths are below /routing, and have the api-version unless they have a query."""

    def __init__(self, **settings: Any) -> None:
        self.clock = Clock.frozen_at(NOW)
        self.during_delay: Callable[[], None] = lambda: None
        self.emulator: Emulator = create_emulator(
            Settings(**settings), clock=self.clock, first_stamp=1_000_000, sleep=lambda _seconds: self.during_delay()
        )
        self.client = Client(self.emulator.wsgi)

    def call(self, method: str, path: str, *, query: str = VERSION, **more: Any) -> TestResponse:
        target = f"/routing{path}?{query}" if query else f"/routing{path}"
        return self.client.open(target, method=method, base_url=f"http://{HOST}", **more)

    def signed(self, key: str, method: str, path_and_query: str, *, body: bytes = b"", **how: Any) -> TestResponse:
        signing = {"date": self.clock.now(), "host": HOST, **how.pop("signing", {})}
        headers = authorization(key, method=method, path_and_query=path_and_query, body=body, **signing)
        headers |= how.pop("headers", {})
        return self.client.open(path_and_query, method=method, base_url=f"http://{HOST}", data=body, headers=headers, **how)

    def upsert(self, job_id: str = "job-1", body: Any = None, **more: Any) -> TestResponse:
        data = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        return self.call("PATCH", f"/jobs/{job_id}", data=data, **{"content_type": "application/merge-patch+json", **more})

    def made(self, job_id: str = "job-1", **body: Any) -> Any:
        response = self.upsert(job_id, body)
        assert response.status_code == 201, response.text
        return response.json

    def get(self, job_id: str = "job-1") -> Any:
        response = self.call("GET", f"/jobs/{job_id}")
        assert response.status_code == 200, response.text
        return response.json

    def cancel(self, job_id: str = "job-1", body: Any = None, **more: Any) -> TestResponse:
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        typed = {"content_type": "application/json"} if data else {}
        return self.call("POST", f"/jobs/{job_id}:cancel", data=data, **{**typed, **more})

    def delete(self, job_id: str = "job-1") -> TestResponse:
        return self.call("DELETE", f"/jobs/{job_id}")

    def listed(self, query: str = "") -> list[str]:
        response = self.call("GET", "/jobs", query=f"{VERSION}&{query}" if query else VERSION)
        assert response.status_code == 200, response.text
        return [job["id"] for job in response.json["value"]]

    def control(self, method: str, path: str, body: Any = None) -> Any:
        response = self.client.open(f"/_emulator{path}", method=method, json=body)
        assert response.status_code < 300, response.text
        return response.json if response.data else None

    def sent(self) -> list[dict[str, str]]:
        """Show the SOAP messages that were sent so far for this facade: texts by path, without the login."""
        exchanges = self.emulator.journal.read().entries
        calls = [call for entry in exchanges if entry.facade == "azure-job-router" for call in entry.soap]
        return [{path: text for path, text in contents(call.request).items() if not path.startswith("login")} for call in calls]


def refusal(response: TestResponse, wrapper: str = "error") -> tuple[int, str]:
    """Show the status and code of an error, whose shape must be exactly that of AZ-E-01 or AZ-E-02."""
    assert response.content_type == "application/json; charset=utf-8"
    assert list(response.json) == [wrapper]
    error = response.json[wrapper]
    assert set(error) == {"code", "message", "target"}
    assert error["message"]
    assert error["target"].startswith("/routing/")
    assert response.headers.get("x-ms-error-code") == (error["code"] if wrapper == "error" else None)
    return response.status_code, error["code"]


@pytest.fixture
def make_router() -> Callable[..., Router]:
    return Router


@pytest.fixture
def router() -> Router:
    return Router()
