import json
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.settings import Settings
from tests.emulator.soap_client.fake_scheduling import contents

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


def basic(text: str | bytes) -> dict[str, str]:
    data = text.encode() if isinstance(text, str) else text
    return {"Authorization": "Basic " + b64encode(data).decode()}


class Joc:
    """An emulator, and a client that is logged in to its JOC."""

    def __init__(self, *, logged_in: bool = True, **settings: Any) -> None:
        self.clock = Clock.frozen_at(NOW)
        numbers = count(1)
        self.emulator = create_emulator(
            Settings(**{"scenario": "empty", **settings}),
            clock=self.clock,
            first_stamp=1000,
            sleep=lambda seconds: None,
            random=lambda size: sha256(b"%d" % next(numbers)).digest()[:size],
        )
        self.client = Client(self.emulator.wsgi)
        self.token = self.log_in().json["accessToken"] if logged_in else ""

    def log_in(self, credentials: str = "root:root") -> TestResponse:
        return self.client.post("/joc/api/authentication/login", headers=basic(credentials))

    def post(self, path: str, body: Any = None, *, token: str | None = None, **more: Any) -> TestResponse:
        """POST without a Content-Type, as the vendor's client does."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        headers = {"X-Access-Token": self.token if token is None else token}
        return self.client.post(f"/joc/api/{path}", data=data, headers=headers, **more)

    def add(self, *orders: dict[str, Any], controller: str = "controller") -> list[str]:
        asked = [{"workflowPath": "/demo/invoices", **order} for order in orders or ({},)]
        response = self.post("orders/add", {"controllerId": controller, "orders": asked})
        assert response.status_code == 200, response.text
        return response.json["orderIds"]

    def cancel(self, **body: Any) -> TestResponse:
        return self.post("orders/cancel", {"controllerId": "controller", **body})

    def cancelled(self, **body: Any) -> list[str]:
        """Cancel, and tell the ids that went into SOAP calls, in their order."""
        self.control("DELETE", "journal")
        response = self.cancel(**body)
        assert outcome(response) == "ok", response.text
        return self.sent()

    def listed(self, **body: Any) -> list[str]:
        response = self.post("orders", {"controllerId": "controller", **body})
        assert response.status_code == 200, response.text
        return [order["orderId"] for order in response.json["orders"]]

    def put_orders(self, **documents: dict[str, Any]) -> None:
        """Put orders, and a work item for each, in the place of the state."""
        items = [{"id": order, "unit": "NORTH"} for order in documents]
        orders = {
            order: {"controllerId": "controller", "workflowPath": "/demo/invoices", **document}
            for order, document in documents.items()
        }
        state = {"units": [{"id": "NORTH"}], "items": items, "records": {"joc": orders}}
        response = self.control("PUT", "state", state)
        assert response.status_code == 204, response.text

    def exchanges(self) -> list[dict[str, Any]]:
        return self.control("GET", "journal").json["exchanges"]

    def sent(self) -> list[str]:
        """Tell the ids that went into SOAP calls, in their order."""
        calls = [call for each in self.exchanges() for call in each["soap"]]
        return [contents(call["request"].encode())["jobID"] for call in calls]

    def book(self, *ids: str, unit: str = "NORTH") -> None:
        self.control("POST", "units", {"id": unit})
        for item_id in ids:
            assert self.control("POST", "work-items", {"id": item_id, "unit": unit}).status_code in (200, 201)

    def items(self) -> set[str]:
        return {item["id"] for item in self.control("GET", "work-items").json}

    def control(self, method: str, path: str, body: Any = None) -> TestResponse:
        return self.client.open(f"/_emulator/{path}", method=method, json=body)


def outcome(response: TestResponse) -> str:
    """Show a response in a word, ok or its code; its shape must be exactly JOC's (JOC-E-01, JOC-E-02)."""
    body = response.json
    assert response.content_type == "application/json"
    assert "no-store" in response.headers["Cache-Control"]
    for name in ("deliveryDate", "surveyDate"):
        assert len(body[name]) == len("2026-01-05T08:00:00.000+00:00")
        assert datetime.fromisoformat(body[name]).tzinfo == UTC
    if response.status_code == 200:
        assert list(body) == ["deliveryDate", "surveyDate", "ok"]
        assert body["ok"] is True
        return "ok"
    assert response.status == "420 Invalid Request"
    assert list(body) == ["deliveryDate", "surveyDate", "error"]
    assert list(body["error"]) == ["code", "message"]
    exception, _, text = body["error"]["message"].partition(": ")
    assert exception.isidentifier() or exception.startswith("com.")
    assert text
    return body["error"]["code"]


def account_answer(response: TestResponse) -> tuple[str, str]:
    """Show the status line and the message of an answer about the account; nobody is logged in by it."""
    body = response.json
    assert response.content_type == "application/json"
    assert (body["accessToken"], body["isPermitted"], body["hasRole"]) == ("", False, False)
    return response.status, body["message"]


@pytest.fixture
def make_joc() -> Callable[..., Joc]:
    return Joc


@pytest.fixture
def joc() -> Joc:
    return Joc()
