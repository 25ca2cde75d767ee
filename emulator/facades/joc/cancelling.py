"""orders/cancel: a SOAP cancel for each selected order, and what they come to together (JOC-M-01, JOC-M-02)."""

from collections.abc import Mapping, Sequence
from typing import Any

from emulator.facades.cancelling import Cancellation, Cancelling, Outcome
from emulator.facades.facade import Surroundings
from emulator.facades.joc.dates import Calendar
from emulator.facades.joc.order_ids import LONGEST
from emulator.facades.joc.refusals import Refusal, Refused
from emulator.facades.joc.selection import children, filters, listed
from emulator.facades.xml_text import NO_XML
from emulator.mapping.joc import CANCEL_JOB
from emulator.soap_client.transport import SoapExchange

# No connection to Scheduling, or none that lasted.
_NOT_CONNECTED = frozenset({Outcome.NOT_CONFIGURED, Outcome.UNREACHABLE, Outcome.TIMED_OUT})

# What the audit trail keeps of an auditLog; whatever else is in it is nobody's.
_KEPT = ("comment", "timeSpent", "ticketLink")


class OrderCancelling:
    """Cancel orders."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._records = surroundings.records
        self._cancelling = Cancelling(surroundings, CANCEL_JOB)
        self._reason_id = str(surroundings.settings.joc_default_reason_id)

    def cancel(self, body: Mapping[str, Any], calendar: Calendar, calls: list[SoapExchange], *, account: str) -> None:
        """Cancel the orders that a body selects, one after the other; raise Refused where not one was cancelled."""
        audit_log = body.get("auditLog", {})
        comment = audit_log.get("comment", "")
        given = {"auditLog.comment": comment, "joc_default_reason_id": self._reason_id} if comment else {}
        ids = self._selected(body, calendar)
        if not ids:
            raise _nothing_found()
        kept = {name: audit_log[name] for name in _KEPT if name in audit_log}
        details = {"kill": body.get("kill", False), "account": account, **kept}
        _judge([self._cancel(order_id, given, details, calls) for order_id in ids if _can_be_sent(order_id)])

    def _selected(self, body: Mapping[str, Any], calendar: Calendar) -> list[str]:
        deep = body.get("deep", False)
        ids: list[str] = body.get("orderIds", [])
        if ids and not deep:
            return ids
        tests = [] if ids else filters(body, calendar)
        with self._records.view() as view:
            if not ids:
                ids = [order.id for order in listed(view, body["controllerId"]) if all(test(order) for test in tests)]
            return [*ids, *children(view, ids)] if deep else ids

    def _cancel(
        self, order_id: str, given: Mapping[str, str], details: Mapping[str, Any], calls: list[SoapExchange]
    ) -> Cancellation:
        with self._records.holding(order_id):
            cancellation = self._cancelling.cancel({"orderIds": order_id, **given}, calls)
            if cancellation.outcome is Outcome.CANCELLED:
                with self._records.view() as view:
                    # A cancelled order leaves the controller: JOC does not know it any more.
                    if view.cancelled(order_id, {}, details=details) is not None:
                        view.remove(order_id)
        return cancellation


def _can_be_sent(order_id: str) -> bool:
    return 0 < len(order_id) <= LONGEST and not NO_XML.search(order_id)


def _judge(cancellations: Sequence[Cancellation]) -> None:
    if any(one.outcome is Outcome.CANCELLED for one in cancellations):
        return
    failed = [one for one in cancellations if one.outcome is not Outcome.UNKNOWN_JOB]
    if not failed:
        raise _nothing_found()
    not_connected = [one for one in failed if one.outcome in _NOT_CONNECTED]
    if not_connected:
        raise Refused(Refusal.NOT_CONNECTED, not_connected[0].says)
    raise Refused(Refusal.FAILED, failed[0].says)


def _nothing_found() -> Refused:
    return Refused(Refusal.NOT_FOUND, "No orders found.")
