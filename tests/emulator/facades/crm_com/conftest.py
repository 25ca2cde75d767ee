import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import Client, TestResponse

from emulator.app import create_emulator
from emulator.faults import Fault, FaultRule
from emulator.journal import Entry
from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.work_item import WorkItem
from emulator.settings import Settings

BASE = "/crmapi/rest/v2/"
USER = {"username": "emulator", "password": "emulator-secret", "organisation": "EMULATOR"}


class Crm:
    """An emulator whose clock stands at 2026-01-05T08:00Z, and a caller of CRM.COM who is logged in."""

    def __init__(self, **settings: Any) -> None:
        drawn = count(1)
        self.emulator = create_emulator(
            Settings(**{"scenario": "empty", "clock": "2026-01-05T08:00:00Z", "clock_running": False, **settings}),
            sleep=lambda _: None,
            random=lambda size: next(drawn).to_bytes(size, "big"),
        )
        self.client = Client(self.emulator.wsgi)
        user = self.emulator.settings.crm_users[-1]
        self.token = self.log_in(username=user.username, password=user.password, organisation=user.organisation)

    def send(self, path: str, body: Any, **more: Any) -> TestResponse:
        """POST what is no JSON object as it stands, anything else as JSON, without a token of ours."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(BASE + path, data=data, **{"content_type": "application/json", **more})

    def post(self, path: str, **parameters: Any) -> TestResponse:
        return self.send(path, {"token": self.token, **parameters})

    def get(self, path: str, **parameters: str) -> TestResponse:
        query = "&".join(f"{name}={quote(value, safe='=')}" for name, value in {"token": self.token, **parameters}.items())
        return self.client.get(f"{BASE}{path}?{query}")

    def log_in(self, **more: Any) -> str:
        return done(self.send("authentication/token", {**USER, **more}))["token"]

    def create(self, **more: Any) -> dict[str, Any]:
        account = {"accounts_receivable_identifier": {"number": "AR-1"}}
        return done(
            self.post("jobs/generic_purpose/create", **{"type_identifier": {"name": "Installation"}, **account, **more})
        )

    def act(self, what: str, number: str, **more: Any) -> TestResponse:
        return self.post(f"jobs/all_scopes/{what}", job_identifier={"number": number}, **more)

    def cancel(self, number: str, **more: Any) -> TestResponse:
        return self.act("cancel", number, **more)

    def show(self, number: str) -> dict[str, Any]:
        return done(self.get("jobs/generic_purpose/show", job_identifier=f"number={number}"))

    def item(self, number: str) -> WorkItem | None:
        with self.emulator.store.transaction() as tx:
            return tx.item(number)

    def order(self, *, count: int = 1, **fault: Any) -> None:
        """Order a fault for the cancels that come."""
        self.emulator.faults.put([FaultRule(operation="CancelJob", fault=Fault(**fault), count=count)])

    def advance(self, **by: float) -> None:
        self.emulator.clock.advance(timedelta(**by))

    @property
    def audit(self) -> list[AuditEntry]:
        with self.emulator.store.transaction() as tx:
            return list(tx.audit())

    @property
    def last(self) -> Entry:
        """The newest exchange in the journal."""
        return self.emulator.journal.read().entries[-1]


def done(response: TestResponse) -> Any:
    """Give the data of a success; its envelope must be exactly the one of CRM-E-01."""
    body = response.json
    assert response.status_code == 200, body
    assert list(body) == ["status", "data"]
    assert body["status"] == {"code": "OK", "message": "", "description": ""}
    return body["data"]


def refusal(response: TestResponse) -> tuple[int, str]:
    """Show the status and code of an error; its envelope must be exactly the one of CRM-E-02."""
    body = response.json
    assert response.content_type == "application/json"
    assert list(body) == ["status", "data"]
    assert body["data"] is None
    assert list(body["status"]) == ["code", "message", "description"]
    assert ": expected " in body["status"]["message"]
    assert ", found " in body["status"]["message"]
    assert body["status"]["code"] != "OK"
    return response.status_code, body["status"]["code"]


@pytest.fixture
def crm() -> Crm:
    return Crm()


@pytest.fixture
def make_crm() -> Callable[..., Crm]:
    return Crm
