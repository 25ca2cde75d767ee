"""The control API, asked without a socket."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from werkzeug.test import Client

from emulator.control.routes import PREFIX

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class ControlError(Exception):
    """Say what the control API refused, and why: ``status`` is that of HTTP, ``error`` what stands in the answer."""

    def __init__(self, asked: str, status: int, error: Mapping[str, Any]) -> None:
        super().__init__(f"{asked}: {error['message']}")
        self.status = status
        self.error = error


class Control:
    """Ask an emulator's control API."""

    def __init__(self, wsgi: "WSGIApplication", *, token: str = "") -> None:
        self._headers = {"X-Emulator-Token": token} if token else {}
        self._client = Client(wsgi)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Give the JSON of the answer, None where it has none; raise ControlError for a refusal."""
        given = {} if body is None else {"json": body}
        with self._client.open(PREFIX + path, method=method, headers=self._headers, **given) as answer:
            said: Any = answer.get_json() if answer.data else None
            if answer.status_code >= 400:
                raise ControlError(f"{method} {path}", answer.status_code, said["error"])
            return said

    def find(self, path: str) -> Any:
        """Give what is there; None where nothing is."""
        try:
            return self.ask("GET", path)
        except ControlError as refused:
            if refused.status == 404:
                return None
            raise
