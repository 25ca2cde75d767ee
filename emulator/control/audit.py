"""The audit trail: what remains of cancelled jobs."""

from itertools import islice

from werkzeug import Request

from emulator.control.answers import Answer
from emulator.control.bodies import query, whole
from emulator.control.controlled import Controlled
from emulator.control.routes import Route
from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.document import write_audit_entry


def show_audit(emulator: Controlled, request: Request) -> Answer:
    """List the cancels, newest first; those that hold a text, a page of them, or all."""
    values = query(request, allowed=("q", "offset", "limit"))
    offset, limit = whole(values, "offset", least=0) or 0, whole(values, "limit", least=1)
    text = values.get("q", "").lower()
    with emulator.store.transaction(reading=True) as tx:
        found = (entry for entry in tx.audit() if not text or _holds(entry, text))
        page = islice(found, offset, None if limit is None else offset + limit)
        return Answer(body=[write_audit_entry(entry) for entry in page])


ROUTES = (Route(method="GET", path="/audit", name="getAudit", handler=show_audit),)


def _holds(entry: AuditEntry, text: str) -> bool:
    return any(text in (value or "").lower() for value in (entry.job, entry.unit, entry.reason, entry.user, entry.facade))
