"""A call for each kind of reply and fault, and what answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emulator.scheduling.work_item import DispatchStatus, Unit, Window
from tests.emulator.scheduling.items import NOW, activity, job, minutes, unresourced
from tests.emulator.soap_server.soap import LOGIN, MEDIA_TYPES, SOAP_11, SOAP_12, Answered, Soap, cancel, envelope, poll, reason

FOLDER = Path(__file__).parent
BY_HAND = frozenset({"ovlShift", "sparesNotInVan", "noGo"})
OTHERS = {"logins": ({"database_user": "a", "password": "b", "sp_user": "c"},)}
NOTES = {"err_notes": True}
LOGIN_REQUEST = f"<sp:LoginRequest>{LOGIN[7:-8]}</sp:LoginRequest>"
NOT_UNDERSTOOD = '<e:Header><h:Security xmlns:h="urn:wss" e:mustUnderstand="1"/></e:Header>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A message to send, the settings of the server, and a fault that was ordered for it."""

    message: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    order: Mapping[str, Any] = field(default_factory=dict)
    header: str = ""
    namespaces: tuple[str, ...] = (SOAP_11, SOAP_12)


REPLIES = {
    "cancelled": Case(message=cancel("J-1")),
    "cancelled-with-a-reason": Case(message=cancel("J-1", reason("<cancelReasonId>1</cancelReasonId>"))),
    "cancelled-unresourced": Case(message=cancel("J-2")),
    "cancelled-unresourced-without-a-status": Case(message=cancel("J-2"), settings={"unresourced_status": "absent"}),
    "cancelled-all-day": Case(message=cancel("all-day")),
    "cancelled-after-its-start": Case(
        message=cancel("started <&>\r\n\U0001f6e0"), settings={"cancel_started": "warning", **NOTES}
    ),
    "cancel-of-an-unknown-job": Case(message=cancel("J-0")),
    "cancel-of-an-unknown-job-with-a-note": Case(message=cancel("J-0"), settings=NOTES),
    "cancel-with-an-ordered-error": Case(message=cancel("J-1"), order={"code": 4294967295}),
    "cancel-with-an-ordered-warning": Case(message=cancel("J-1"), order={"code": 646, "type": "Warning"}),
    "poll": Case(message=poll()),
    "poll-of-nothing": Case(message=poll("EMPTY")),
    "poll-in-jeopardy": Case(message=poll("NORTH", "<options><JeopOnly>true</JeopOnly></options>")),
    "poll-in-another-zone": Case(message=poll(), settings={"tz_GCJAPI": "America/New_York"}),
    "poll-with-more": Case(message=poll("SMALL")),
    "poll-of-an-unknown-unit": Case(message=poll("WEST"), settings=NOTES),
    "poll-with-unknown-options": Case(message=poll("NORTH", "<options><x/></options>")),
    "poll-of-a-bad-maximum": Case(message=poll("BADMAX"), settings=NOTES),
    "poll-with-a-bad-stamp": Case(message=poll("NORTH", "<timeStampIn>x</timeStampIn>")),
    "poll-with-an-ordered-error": Case(message=poll(), order={"code": 28}),
    "poll-with-a-wrong-login": Case(message=poll(), settings={**OTHERS, **NOTES}),
    "login": Case(message=LOGIN_REQUEST),
    "login-refused": Case(message=LOGIN_REQUEST, settings=OTHERS),
    "quit": Case(message="<sp:QuitRequest/>"),
}
FAULTS = {
    "fault-of-the-sender": Case(message="<sp:Nothing/>"),
    "fault-of-a-value": Case(message=cancel("J-1", reason("<cancelReasonId>&lt;1&gt;</cancelReasonId>"))),
    "fault-of-the-receiver": Case(message=cancel("J-1"), order={"fault": "Receiver"}),
    "fault-of-a-header": Case(message=cancel("J-1"), header=NOT_UNDERSTOOD),
    "fault-of-the-version": Case(message=cancel("J-1"), settings={"soap_versions": "1.2"}, namespaces=(SOAP_11,)),
}
CASES = {
    f"{name}.{'1.1' if namespace == SOAP_11 else '1.2'}.xml": (case, namespace)
    for name, case in (REPLIES | FAULTS).items()
    for namespace in case.namespaces
}


def answered(case: Case, namespace: str = SOAP_12) -> Answered:
    """Make a server for a case, and call it."""
    soap = Soap(**case.settings)
    with soap.emulator.store.transaction() as tx:
        tx.put_unit(Unit(id="EMPTY"))
        tx.put_unit(Unit(id="SMALL", max_work_items=1))
    soap.put(
        unresourced("all-day", all_day=True),
        job(
            "started <&>\r\n\U0001f6e0",
            status=DispatchStatus.CLEARED,
            actual_minutes=5,
            promise=Window(latest=NOW),
            jeopardy=BY_HAND,
            on_hold=True,
        ),
        job("early", contract=Window(earliest=NOW + minutes(200)), employee="\U0001f6e0" * 25, fixed=True),
        job("late", start=NOW - minutes(20)),
        activity("A", jeopardy=BY_HAND),
        job("S-1", unit="SMALL"),
        job("S-2", unit="SMALL"),
    )
    if case.order:
        soap.order(**case.order)
    return soap.post(envelope(case.message, namespace=namespace, header=case.header), content_type=MEDIA_TYPES[namespace])
