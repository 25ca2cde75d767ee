"""The audit trail: what remains of cancelled jobs."""

from werkzeug import Request

from emulator.control.answers import Answer
from emulator.control.controlled import Controlled
from emulator.control.routes import Route
from emulator.scheduling.document import write_audit_entry


def show_audit(emulator: Controlled, _request: Request) -> Answer:
    """List the cancels, newest first."""
    with emulator.store.transaction(reading=True) as tx:
        return Answer(body=[write_audit_entry(entry) for entry in tx.audit()])


ROUTES = (Route(method="GET", path="/audit", name="getAudit", handler=show_audit),)
