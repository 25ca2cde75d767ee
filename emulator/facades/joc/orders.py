"""Orders: what JOC keeps of each, and the state that it shows for it (spec 2.7, 2.8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from emulator.facades.joc.scheduled_for import NEVER
from emulator.facades.joc.schemas import STATES
from emulator.facades.records import Document, Record

# What a state document may say of an order. A state that is given is kept: no work item can stand for FAILED or SUSPENDED.
RECORD: Mapping[str, Any] = {
    "required": ["controllerId", "workflowPath"],
    "properties": {
        "controllerId": {"type": "string", "minLength": 1, "maxLength": 100},
        "workflowPath": {"type": "string", "minLength": 1, "maxLength": 255},
        "versionId": {"type": "string", "maxLength": 255},
        "scheduledFor": {
            "description": "milliseconds since 1970, or never; left out for an order that starts at once",
            "oneOf": [{"type": "integer", "minimum": 0, "maximum": 253402300799999}, {"const": NEVER}],
        },
        "state": {"enum": list(STATES), "description": "a state that no dispatch status stands for"},
        "arguments": {"type": "object"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": False,
}

# The product's, by state.
SEVERITIES = {
    "PLANNED": 4, "PENDING": 10, "SCHEDULED": 1, "RUNNING": 0, "INPROGRESS": 3, "PROMPTING": 12, "SUSPENDED": 5,
    "FAILED": 2, "WAITING": 8, "BLOCKED": 7, "CANCELLED": 2, "FINISHED": 6, "BROKEN": 2, "UNKNOWN": 2,
}  # fmt: skip

# What a work item that was begun shows as; before that an order is fresh.
_STARTED = {"Travelling": "INPROGRESS", "LoggedOn": "RUNNING", "LoggedOff": "INPROGRESS", "Cleared": "FINISHED"}
_FIRST_VERSION = "1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order that is listed; ``scheduled`` is None for at once, or when ``never``."""

    id: str
    controller: str
    workflow: str
    version: str
    scheduled: datetime | None
    never: bool
    state: str
    record: Record

    @property
    def folder(self) -> str:
        """The folder of the order's workflow; one that was named without a folder is at the top."""
        return self.workflow.rpartition("/")[0] or "/"

    def shown(self) -> dict[str, Any]:
        """Show it as JOC does."""
        document = self.record.document
        body: dict[str, Any] = {
            "orderId": self.id,
            "arguments": document.get("arguments", {}),
            "workflowId": {"path": self.workflow, "versionId": self.version},
            "state": {"severity": SEVERITIES[self.state], "_text": self.state},
        }
        if self.scheduled is not None:
            body["scheduledFor"] = document["scheduledFor"]
        if self.never:
            body["scheduledNever"] = True
        if document.get("tags"):
            body["tags"] = document["tags"]
        return body


def order_of(record: Record, *, now: datetime) -> Order:
    """Read a record as it stands now."""
    document = record.document
    given = document.get("scheduledFor")
    scheduled = _EPOCH + timedelta(milliseconds=given) if isinstance(given, int) else None
    return Order(
        id=record.id,
        controller=document["controllerId"],
        workflow=document["workflowPath"],
        version=document.get("versionId", _FIRST_VERSION),
        scheduled=scheduled,
        never=given == NEVER,
        state=document.get("state") or _state(record.status, given, scheduled, now),
        record=record,
    )


def _state(status: str | None, given: object, scheduled: datetime | None, now: datetime) -> str:
    started = _STARTED.get(status or "")
    if started:
        return started
    if given == NEVER:
        return "PENDING"
    return "BLOCKED" if scheduled is not None and scheduled < now else "SCHEDULED"


def document_of(asked: Mapping[str, Any], *, controller: str, when: datetime | str | None) -> Document:
    """Make an order's record of what orders/add was asked for."""
    document: dict[str, Any] = {"controllerId": controller, "workflowPath": asked["workflowPath"]}
    if isinstance(when, datetime):
        document["scheduledFor"] = (when - _EPOCH) // timedelta(milliseconds=1)
    elif when is not None:
        document["scheduledFor"] = when
    return {**document, **{name: asked[name] for name in ("arguments", "tags") if asked.get(name)}}
