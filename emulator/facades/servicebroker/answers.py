"""The envelopes: of a success, of a Scheduling error, and of what the facade refuses (SB-E-01 to SB-E-04, SB-H-05)."""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug import Response

from emulator.facades.servicebroker.refusals import Refusal
from emulator.facades.servicebroker.times import Spell
from emulator.mapping.operation import Field, Kind, Message
from emulator.mapping.servicebroker import JEOPARDY
from emulator.soap_client.reader import Record, Reply


def success(payload: Mapping[str, Any]) -> Response:
    """Answer that Scheduling did it, perhaps with a warning."""
    return answer(200, {"Success": True, "Code": "0", "Message": "", "Payload": payload})


def scheduling_error(reply: Reply, *, status: int) -> Response:
    """Answer that Scheduling refused; there is no Message, and Code is a number, as the vendor's pages show it."""
    return answer(status, {"Success": False, "Code": 9, "Payload": {"returnCode": {"type": reply.type, "code": reply.code}}})


def refused(refusal: Refusal, message: str, headers: Mapping[str, str]) -> Response:
    """Answer that the facade itself refused, or could not get a reply."""
    return answer(refusal.status, {"Success": False, "Code": refusal.code, "Message": message}, headers)


def answer(status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Send JSON; it is ASCII, so that any text a caller gave us can stand in it."""
    return Response(json.dumps(body), status, headers, content_type="application/json")


def payload(message: Message, record: Record, *, unit: str, spell: Spell, leave_out: frozenset[str]) -> dict[str, Any]:
    """Show a record by the rows of its message, but for the JSON names to leave out.

    A work item is booked on ``unit``, the request's FRU (SB-G-07).
    """
    shown: dict[str, Any] = {}
    for row in message.fields:
        value = record.get(row.soap, row.default)
        if row.item is not None:
            shown[row.name] = [work_item(row.item, item, unit, spell) for item in value or ()]
            continue
        # A record without states has an empty tuple of them.
        if value is None or value == () or row.json in leave_out or row.parent in leave_out:
            continue
        if row.beside is None or row.beside in shown:
            holder = shown.setdefault(row.parent, {}) if row.parent else shown
            holder[row.name] = _shown(row, value, spell)
    return shown


def work_item(message: Message, record: Record, unit: str, spell: Spell) -> dict[str, Any]:
    """Show a work item of a unit (SB-G-07)."""
    item = payload(message, record, unit=unit, spell=spell, leave_out=frozenset())
    if "Booking" in item:
        item["Booking"]["ServiceOrg"] = unit
    return item


def _shown(row: Field, value: Any, spell: Spell) -> Any:
    match row.kind:
        case Kind.OBJECT:
            return {}
        case Kind.TIME:
            return spell(value)
        case Kind.STATES:
            return ",".join(sorted(value, key=_place))
    return value


def _place(state: str) -> int:
    # A state that a newer Scheduling has and our table has not goes last.
    return _PLACES.get(state, len(_PLACES))


_PLACES = {state: place for place, state in enumerate(JEOPARDY)}
