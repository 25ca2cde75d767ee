"""A job as callers see it: its status, its ETag, its members (AZ-C-03, AZ-C-06, AZ-L-01)."""

from datetime import datetime
from typing import Any

from emulator.facades.azure_job_router.members import MEMBERS, QUEUE, SCHEDULE
from emulator.facades.azure_job_router.times import read_instant, spell
from emulator.facades.records import Life, Record

CANCELLED = "cancelled"
DEFAULT_DISPOSITION_CODE = "Cancelled"
STATUSES = (
    "pendingClassification", "queued", "assigned", "completed", "closed", CANCELLED, "classificationFailed", "created",
    "pendingSchedule", "scheduled", "scheduleFailed", "waitingForActivation",
)  # fmt: skip
TERMINAL = frozenset({"completed", "closed", CANCELLED})
# What the filter 'active' leaves out; a completed job is active until it is closed.
INACTIVE = frozenset({CANCELLED, "closed", "created"})


def status_of(record: Record, now: datetime) -> str:
    """Tell a job's status: a worker's word, else what became of its work item, else what it waits for."""
    document = record.document
    if "status" in document:
        return str(document["status"])
    match record.life:
        case Life.GONE:
            return CANCELLED
        case Life.DONE:
            return "completed"
    return _waiting(record, now)


def etag_of(record: Record, now: datetime) -> str:
    """Make the mark that is another one after every change."""
    return f'"{record.revision}-{status_of(record, now)}"'


def shown(record: Record, now: datetime) -> dict[str, Any]:
    """Show a job; what was not set is an empty collection, or left out."""
    document, status = record.document, status_of(record, now)
    job: dict[str, Any] = {"etag": etag_of(record, now), "id": record.id, "status": status}
    if "enqueuedAt" in document:
        job["enqueuedAt"] = _spelt(document["enqueuedAt"])
    for member in MEMBERS:
        value = document.get(member.name, member.empty)
        if value is not None:
            job[member.name] = value
    if status == CANCELLED:
        job.setdefault("dispositionCode", DEFAULT_DISPOSITION_CODE)
    job["requestedWorkerSelectors"] = [_selector(one, now) for one in job["requestedWorkerSelectors"]]
    job["notes"] = [_note(one, record) for one in job["notes"]]
    if job["matchingMode"]["kind"] == SCHEDULE:
        job["scheduledAt"] = _spelt(job["matchingMode"]["scheduleAt"])
    return job | {"attachedWorkerSelectors": [], "assignments": {}}


def scheduled_at(record: Record) -> datetime | None:
    """Tell when a job is scheduled for; None for one that is not."""
    mode = record.document.get("matchingMode", {})
    return read_instant(mode["scheduleAt"]) if mode.get("kind") == SCHEDULE else None


def _waiting(record: Record, now: datetime) -> str:
    document = record.document
    match document.get("matchingMode", {}).get("kind", QUEUE):
        case "scheduleAndSuspend":
            at = scheduled_at(record)
            return "scheduled" if at is not None and now < at else "waitingForActivation"
        case "suspend":
            return "waitingForActivation"
    if "queueId" in document:
        return "queued"
    return "pendingClassification" if "classificationPolicyId" in document else "created"


def _selector(selector: dict[str, Any], now: datetime) -> dict[str, Any]:
    ends = read_instant(selector["expiresAt"]) if "expiresAt" in selector else None
    return {**selector, "status": "active" if ends is None or now < ends else "expired"}


def _note(note: dict[str, Any], record: Record) -> dict[str, Any]:
    return {"message": note["message"], "addedAt": _spelt(note.get("addedAt", record.changed.isoformat()))}


def _spelt(text: str) -> str:
    at = read_instant(text)
    return spell(at) if at is not None else text
