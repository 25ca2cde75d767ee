import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug import Request
from werkzeug.test import Client, TestResponse

from emulator.clock import Clock
from emulator.facades.servicebroker import create_servicebroker
from emulator.settings import Settings
from emulator.soap_client.transport import InProcess, SoapExchange
from tests.emulator.soap_client.fake_scheduling import FakeScheduling

CANCEL = "/up/v5/rest/scheduling/CancelJob"
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
POLL = "/up/v5/rest/scheduling/GetChangedWorkItems"


class Broker:
    """A facade before a fake Scheduling, and a client that speaks to it."""

    def __init__(self, scheduling: FakeScheduling, **settings: Any) -> None:
        self.scheduling = scheduling
        self.calls: list[SoapExchange] = []
        self.clock = Clock.frozen_at(NOW)
        self.facade = facade = create_servicebroker(Settings(**settings), InProcess(scheduling), clock=self.clock)
        self.client = Client(lambda environ, start: facade(Request(environ), self.calls)(environ, start))

    def put(self, path: str, body: Any, **more: Any) -> TestResponse:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.put(path, data=data, **{"content_type": "application/json", **more})

    def cancel(self, body: Any, **more: Any) -> TestResponse:
        return self.put(CANCEL, body, **more)

    def poll(self, body: Any, **more: Any) -> TestResponse:
        return self.put(POLL, body, **more)


def refusal(response: TestResponse) -> tuple[int, str]:
    """Show the status and Code of a refusal; its envelope must be exactly the one of SB-H-05."""
    body = response.json
    assert response.content_type == "application/json"
    assert list(body) == ["Success", "Code", "Message"]
    assert body["Success"] is False
    assert isinstance(body["Code"], str)
    assert body["Code"] not in ("0", "9")
    assert ": expected " in body["Message"]
    assert ", found " in body["Message"]
    return response.status_code, body["Code"]


@pytest.fixture
def broker() -> Callable[..., Broker]:
    return lambda answer=b"", **settings: Broker(FakeScheduling(answer), **settings)
