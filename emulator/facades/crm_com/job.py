"""A job as CRM.COM shows it, made of its record and of how it stands with its work item (CRM-E-01, CRM-M-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from emulator.facades.crm_com.catalogue import Catalogue, row_id
from emulator.facades.crm_com.ids import id_of
from emulator.facades.crm_com.index import job_id
from emulator.facades.crm_com.sessions import Session
from emulator.facades.records import Document, Life, Record
from emulator.mapping.crm_com import R13, Release
from emulator.settings_crm_com import CrmReason, CrmStatus, CrmType

NONE = "none"

_BY = {
    "type": "object",
    "properties": {
        "at": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", "description": "when, in UTC"},
        "username": {"type": "string"},
        "person_name": {"type": "string"},
        "unit": {"type": "string", "description": "the name of the unit that the user worked for"},
    },
    "additionalProperties": False,
}
_DATE_OR_NULL = {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$"}

# The record of a job by its number, which is its work item's id too.
RECORD = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "description": "the name of a row of the setting crm_types"},
        "status": {"type": "string", "description": "the name of a row of the setting crm_statuses"},
        "description": {"type": ["string", "null"]},
        "rating_state": {"enum": ["PENDING", "COMPLETED"]},
        "expiration_date": _DATE_OR_NULL,
        "scheduled_date": _DATE_OR_NULL,
        "reason": {"type": ["string", "null"], "description": "the name of a row of the setting crm_reasons"},
        "cancel_provided_items": {"type": "boolean"},
        "created": _BY,
        "updated": _BY,
    },
    "required": ["type", "status"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job with its type and status, as they are now."""

    record: Record
    type: CrmType
    status: CrmStatus
    elsewhere: bool  # whether it came to this status through another door

    @property
    def number(self) -> str:
        """Its number, which is the id of its work item."""
        return self.record.id

    @property
    def state(self) -> str:
        """Its life cycle state."""
        return self.status.state


def job_of(record: Record, catalogue: Catalogue) -> Job:
    """Read a job: one whose work item is gone is CANCELLED, and one whose work item is Cleared COMPLETED, by whatever door."""
    document = record.document
    # A state may come from an emulator that was configured otherwise.
    type_ = catalogue.type_named(document["type"]) or CrmType(name=document["type"], alternative_code=document["type"])
    kept = status = catalogue.status_named(document["status"]) or catalogue.status(type_, "PENDING", None)
    if record.life is Life.GONE and status.state != "CANCELLED":
        status = catalogue.status(type_, "CANCELLED", None)
    elif record.life is Life.DONE and status.state not in ("COMPLETED", "CANCELLED"):
        status = catalogue.status(type_, "COMPLETED", None)
    return Job(record=record, type=type_, status=status, elsewhere=status is not kept)


def by(session: Session, now: datetime) -> Document:
    """Note who did something, and when."""
    return {
        "at": _date(now),
        "username": session.username,
        "person_name": session.person_name,
        "unit": session.unit,
    }


def shown(job: Job, release: Release, fields_set: str | None) -> dict[str, Any]:
    """Show the members of a job that a release has, or those of them that are named (CRM-R-05)."""
    document = job.record.document
    created = document.get("created", {})
    members: dict[str, Any] = {
        "id": job_id(job.number),
        "number": job.number,
        "description": document.get("description"),
        "life_cycle_state": job.state,
        "rating_state": document.get("rating_state", "PENDING"),
    }
    if release >= R13:
        members["expiration_date"] = document.get("expiration_date")
        if "SUBSCRIPTION" in job.type.scope:
            members["scheduled_date"] = document.get("scheduled_date")
    members |= {
        # Nobody is on the job: it is unresourced. CRM.COM's own assignment is the unit that it was created in.
        "assigned_to": {"unit": _unit(created), "user": None},
        "type": _referred(job.type) | {"fulfillment_scope": job.type.scope, "fulfillment_method": job.type.method},
        "status": _referred(job.status),
        "log_information": _log(job),
    }
    return members if fields_set is None else only(members, fields_set)


def shown_reason(reason: CrmReason, release: Release, fields_set: str | None) -> dict[str, Any]:
    """Show a cancellation reason; whether it is the default is known from R13 on."""
    members = _referred(reason) | ({"default": reason.default} if release >= R13 else {})
    return members if fields_set is None else only(members, fields_set)


def only(members: Mapping[str, Any], fields_set: str) -> dict[str, Any]:
    """Give the members that are named; names of none are ignored, and no name at all means every member."""
    names = {name.strip() for name in fields_set.split(",")} - {""}
    return {name: value for name, value in members.items() if name in names or not names}


def _log(job: Job) -> dict[str, Any]:
    document, changed = job.record.document, _date(job.record.changed)
    created = document.get("created", {})
    # What was done through another door was not done by a user of CRM.COM.
    updated = {} if job.elsewhere else document.get("updated", created)
    return {
        "created_by_unit": _unit(created),
        "created_by_user": _user(created),
        "created_date": created.get("at", changed),
        "updated_by_unit": _unit(updated),
        "updated_by_user": _user(updated),
        "updated_date": updated.get("at", changed),
    }


def _date(at: datetime) -> str:
    """Write a time as CRM.COM does: without a zone. It is the emulator's clock in UTC."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")


def _unit(who: Document) -> dict[str, Any] | None:
    name = who.get("unit")
    if name is None:
        return None
    empty = dict.fromkeys(("alternative_code", "description", "group_name", "community_name"))
    return {"id": id_of("unit", name), "name": name, **empty}


def _user(who: Document) -> dict[str, Any] | None:
    name = who.get("username")
    return None if name is None else {"id": id_of("user", name), "username": name, "person_name": who.get("person_name")}


def _referred(row: CrmType | CrmStatus | CrmReason) -> dict[str, Any]:
    description = None if row.description == NONE else row.description
    return {"id": row_id(row), "name": row.name, "alternative_code": row.alternative_code, "description": description}
