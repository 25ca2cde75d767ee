"""An emulator in the hand: the default scenario, a clock that stands, and a client of the control API."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from emulator.app import Emulator, create_emulator
from emulator.clock import Clock
from emulator.settings import Settings


class Control:
    """Call the control API; paths are below /_emulator."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.client = Client(emulator.wsgi)

    def call(self, method: str, path: str, **request: Any) -> TestResponse:
        return self.client.open(f"/_emulator{path}", method=method, **request)

    def get(self, path: str) -> Any:
        response = self.call("GET", path)
        assert response.status_code == 200, response.text
        return response.json

    def post(self, path: str, body: Any) -> Any:
        response = self.call("POST", path, json=body)
        assert response.status_code in (200, 201, 204), response.text
        return response.json if response.data else None

    def put(self, path: str, body: Any) -> Any:
        response = self.call("PUT", path, json=body)
        assert response.status_code in (200, 204), response.text
        return response.json if response.data else None

    def refused(self, method: str, path: str, status: int, **request: Any) -> dict[str, str]:
        response = self.call(method, path, **request)
        assert (response.status_code, response.content_type) == (status, "application/json"), response.text
        assert set(response.json) == {"error"}
        error: dict[str, str] = response.json["error"]
        assert {"code", "message"} <= set(error) <= {"code", "message", "field", "expected", "found"}
        return error

    def rest(self, operation: str, body: Any, **request: Any) -> TestResponse:
        return self.client.put(f"/up/v5/rest/scheduling/{operation}", json=body, **request)


@pytest.fixture
def make_control() -> Callable[..., Control]:
    def make(**settings: Any) -> Control:
        clock = Clock.frozen_at(datetime(2026, 1, 5, 8, tzinfo=UTC))
        return Control(create_emulator(Settings(**settings), clock=clock, first_stamp=1_000_000))

    return make


@pytest.fixture
def control(make_control: Callable[..., Control]) -> Control:
    return make_control()
