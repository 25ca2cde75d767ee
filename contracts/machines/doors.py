"""The doors of the system under test: the facade (REST), Scheduling itself (SOAP), and the control API."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from contracts.exchange import Exchange, Request
from contracts.machines.model import STATUSES, Item, Seen
from contracts.scenarios.facade import Facade
from contracts.scenarios.given import MORNING
from contracts.scenarios.messages import CONTENT_TYPES, write
from contracts.scenarios.replies import NotSoap, read
from contracts.target import NotPossible, Target


class Door(Enum):
    """Which way a call goes."""

    REST = "REST"
    SOAP = "SOAP"


class Unexpected(Exception):  # noqa: N818 - something found out about the target
    """Say that an answer is none of those that any call may have; ``exchange`` is the one."""

    def __init__(self, exchange: Exchange, why: str) -> None:
        super().__init__(why)
        self.exchange = exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a call brought: its return code, for a poll the stamp and the items, and the exchange itself."""

    code: str
    exchange: Exchange
    stamp: int = 0
    items: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Doors:
    """Every way into one target, in words of the model."""

    target: Target
    facade: Facade

    def begin(self, units: Sequence[str]) -> None:
        """Put the target into the state that every life begins with: these units, empty, on a frozen morning."""
        self.target.control("PUT", "/clock", {"now": MORNING, "running": False})
        self.target.control("DELETE", "/faults")
        self.reset(units)

    def reset(self, units: Sequence[str]) -> None:
        """Reset the emulator and make the units anew."""
        self.target.control("POST", "/reset")
        for unit in units:
            self.target.control("POST", "/units", {"id": unit})

    def book(self, item: Item) -> bool:
        """Book an item; False where the emulator refuses."""
        body = {name: _for_control(name, getattr(item, name)) for name in _ATTRIBUTES}
        kind = "StandardActivity" if item.activity else "Job"
        return self._accepted("POST", "/work-items", {"id": item.id, "type": kind, **body})

    def change(self, item_id: str, attributes: dict[str, Any]) -> bool:
        """Change attributes of an item; False where the emulator refuses."""
        body = {name: _for_control(name, value) for name, value in attributes.items()}
        return self._accepted("PATCH", f"/work-items/{item_id}", body)

    def remove(self, item_id: str) -> bool:
        """Remove an item without a cancel; False where the emulator refuses."""
        return self._accepted("DELETE", f"/work-items/{item_id}", None)

    def cancel(self, item_id: str, door: Door) -> Answer:
        """Cancel a job."""
        if door is Door.SOAP:
            return self._soap("CancelJob", {"jobID": item_id})
        return self._rest("CancelJob", {"Id": item_id})

    def poll(self, unit: str, since: int | None, door: Door) -> Answer:
        """Ask for what changed in a unit since a stamp."""
        if door is Door.SOAP:
            stamp = {} if since is None else {"timeStampIn": since}
            return self._soap("GetChangedWorkItems", {"FRUID": unit, **stamp})
        offset = {} if since is None else {"OffsetId": str(since)}
        return self._rest("GetChangedWorkItems", {"FRU": unit, **offset, "Options": {}})

    def _accepted(self, method: str, path: str, body: Any) -> bool:
        try:
            self.target.control(method, path, body)
        except NotPossible:
            return False
        return True

    def _soap(self, operation: str, fields: dict[str, Any]) -> Answer:
        headers = {"Content-Type": f"{CONTENT_TYPES['1.2']}; charset=utf-8"}
        request = Request(method="POST", path="/soap", headers=headers, body=write(operation, fields))
        response = self.target.soap(request)
        exchange = Exchange(operation=None, request=request, response=response)
        try:
            body = read(response.body).body
            items = tuple(_seen_in_soap(item) for item in body.get("workItem", []))
            return Answer(code=body["result"]["code"], stamp=int(body.get("timeStampOut", 0)), items=items, exchange=exchange)
        except (NotSoap, LookupError, ValueError) as error:
            raise Unexpected(exchange, f"{type(error).__name__}: {error}") from error

    def _rest(self, operation: str, body: dict[str, Any]) -> Answer:
        method, path = self.facade.route(operation)
        headers = {"Content-Type": "application/json", **self.facade.headers}
        request = Request(method=method, path=path, headers=headers, body=json.dumps(body).encode())
        exchange = self.target.rest(request, operation=operation)
        try:
            payload = exchange.response.json()["Payload"]
            items = tuple(_seen_in_rest(item) for item in payload.get("WorkItems", []))
            result = payload.get("result") or payload["returnCode"]
            return Answer(code=result["code"], stamp=int(payload.get("OffsetId", 0)), items=items, exchange=exchange)
        except (LookupError, TypeError, ValueError) as error:
            raise Unexpected(exchange, f"{type(error).__name__}: {error}") from error


_ATTRIBUTES = ("unit", "employee", "start", "arrival", "finish", "status", "fixed", "on_hold")


def _for_control(name: str, value: Any) -> Any:
    return f"{value}:00Z" if name in ("start", "arrival", "finish") else value


def _seen_in_soap(item: dict[str, Any]) -> Seen:
    attributes = item.get("attr", {})
    return Seen(
        id=item["workItemID"],
        activity=item["workItemType"] == "StandardActivity",
        fixed=item["isFixed"] == "true",
        employee=attributes.get("empID"),
        start=attributes.get("start"),
        arrival=attributes.get("arrival"),
        finish=attributes.get("finish"),
        status=attributes.get("disStatus"),
    )


def _seen_in_rest(item: dict[str, Any]) -> Seen:
    shown = Seen(id=item["Id"], activity=item["Type"] == "Activity", fixed=item["Flags"]["Fixed"])
    booking = item.get("Booking")
    if booking is None:
        return shown
    return Seen(
        id=shown.id,
        activity=shown.activity,
        fixed=shown.fixed,
        employee=booking["Tech"],
        start=booking["SchdStart"][:16],
        arrival=booking["SchdArr"][:16],
        finish=booking["SchdEnd"][:16],
        status=STATUSES[item["WorkStatus"]],
    )
