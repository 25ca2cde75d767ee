"""Work items, units, places and cancels as JSON shows them; scenario files and the control API share these shapes."""

from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Any

from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.jeopardy import ELEMENTS, SET_BY_HAND, STATES, read_check_states
from emulator.scheduling.keys import (
    Key,
    Keys,
    choice_key,
    described,
    flag_key,
    in_order,
    instant_key,
    object_schema,
    or_null,
    plain,
    read_members,
    text_key,
    whole_key,
    zone_key,
)
from emulator.scheduling.readings import DocumentError, Where, choice, rows, show, text, write_instant
from emulator.scheduling.work_item import DispatchStatus, Place, Unit, Window, WorkItem, WorkItemType

_SHARED = ("unit", "region", "employee")
_UNSIGNED_INT = 2**32 - 1
_MUCH = 1_000_000


def read_work_item(value: object, path: Where = (), *, now: datetime) -> WorkItem:
    """Read a work item; raise DocumentError."""
    found = read_members(value, path, WORK_ITEM_KEYS, now)
    for name in _SHARED:
        # Each row has a text of its own for these, and a million of them few different ones.
        if (shared := found.get(name)) is not None:
            found[name] = intern(shared)
    item = WorkItem(**found)
    if item.employee is not None or item.type is WorkItemType.ACTIVITY:
        for name in ("employee", "start", "arrival", "finish"):
            if found.get(name) is None:
                kind = "an activity" if item.type is WorkItemType.ACTIVITY else "a work item with an employee"
                raise DocumentError((*path, name), expected=f"a value, since {kind} needs one", found="null")
    for earlier, later in (("start", "arrival"), ("arrival", "finish"), ("start", "finish")):
        in_order(found.get(earlier), found.get(later), (*path, later), earlier)
    return item


def write_work_item(item: WorkItem) -> dict[str, Any]:
    """Show a work item, with the states that were set by hand in the jeopardy table's order."""
    return {
        "id": item.id,
        "type": item.type.value,
        "unit": item.unit,
        "region": item.region,
        "employee": item.employee,
        "start": write_instant(item.start),
        "arrival": write_instant(item.arrival),
        "finish": write_instant(item.finish),
        "status": item.status.text,
        "fixed": item.fixed,
        "on_hold": item.on_hold,
        "all_day": item.all_day,
        "actual_minutes": item.actual_minutes,
        "promise": _write_window(item.promise, "from", "to"),
        "contract": _write_window(item.contract, "earliest", "latest"),
        "jeopardy": [element for element in ELEMENTS if element in item.jeopardy],
    }


def read_unit(value: object, path: Where = (), *, now: datetime) -> Unit:
    """Read a unit; raise DocumentError."""
    return Unit(**read_members(value, path, UNIT_KEYS, now))


def write_unit(unit: Unit) -> dict[str, Any]:
    """Show a unit."""
    return {name: getattr(unit, name) for name in UNIT_KEYS}


def read_region(value: object, path: Where = (), *, now: datetime) -> Place:
    """Read a region; raise DocumentError."""
    return Place(**read_members(value, path, REGION_KEYS, now))


def read_employee(value: object, path: Where = (), *, now: datetime) -> Place:
    """Read an employee; raise DocumentError."""
    return Place(**read_members(value, path, EMPLOYEE_KEYS, now))


def write_place(place: Place) -> dict[str, Any]:
    """Show a region or an employee."""
    return {"id": place.id, "zone": place.zone}


def read_audit_entry(value: object, path: Where = (), *, now: datetime) -> AuditEntry:
    """Read a cancel; keys that are not ours are what a facade added. Raise DocumentError."""
    if not isinstance(value, dict):
        raise DocumentError(path, expected="an object", found=show(value))
    ours = {key: member for key, member in value.items() if key in AUDIT_KEYS}
    details = {key: member for key, member in value.items() if key not in AUDIT_KEYS}
    return AuditEntry(**read_members(ours, path, AUDIT_KEYS, now), details=details)


def write_audit_entry(entry: AuditEntry) -> dict[str, Any]:
    """Show a cancel, with what a facade added beside the rest."""
    return {name: getattr(entry, name) for name in AUDIT_KEYS} | {"at": write_instant(entry.at)} | dict(entry.details)


def _window(first: str, last: str) -> Key:
    ends = {end: instant_key() for end in (first, last)}

    def read(value: object, path: Where, now: datetime) -> Window | None:
        if value is None:
            return None
        found = read_members(value, path, ends, now)
        earliest, latest = found.get(first), found.get(last)
        in_order(earliest, latest, (*path, last), first)
        return Window(earliest=earliest, latest=latest) if earliest or latest else None

    return Key(read=read, schema=or_null(object_schema(ends)))


def _write_window(window: Window | None, first: str, last: str) -> dict[str, str | None] | None:
    return None if window is None else {first: write_instant(window.earliest), last: write_instant(window.latest)}


def _jeopardy(value: object, path: Where) -> frozenset[str]:
    for place, name in enumerate(rows(value, path)):
        if name in ELEMENTS and name not in SET_BY_HAND:
            raise DocumentError(
                (*path, place), expected="a state that is set by hand (SCH-J-06)", found=f"{name}, which is derived"
            )
        choice(name, (*path, place), _BY_HAND)
    return _shared_states(tuple(str(name) for name in rows(value, path)))


@lru_cache(maxsize=1000)
def _shared_states(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(names)


def _check_states(value: object, path: Where) -> str:
    letters = text(value, path, least=0, most=100)
    try:
        read_check_states(letters)
    except ValueError as error:
        raise DocumentError(path, expected="jeopardy letters (SCH-G-09)", found=str(error)) from None
    return letters


_BY_HAND = [element for element in ELEMENTS if element in SET_BY_HAND]
_LETTERS = "|".join(sorted((state.letter for state in STATES if state.letter), key=len, reverse=True))

work_item_id = text_key(least=1, most=50, required=True)
unit_id = text_key(least=1, most=8, required=True)
employee = text_key(least=1, most=25, null=True)
status = choice_key([status.text for status in DispatchStatus], DispatchStatus.of)
jeopardy = plain(_jeopardy, {"type": "array", "items": {"enum": _BY_HAND}})
reason_id = whole_key(least=0, most=_UNSIGNED_INT)
reason = text_key(least=0, most=_MUCH, null=True)

WORK_ITEM_KEYS: Keys = {
    "id": work_item_id,
    "type": choice_key([type_.value for type_ in WorkItemType], WorkItemType),
    "unit": unit_id,
    "region": text_key(least=1, most=26, null=True),
    "employee": described(employee, "without one the job is unresourced"),
    "start": described(instant_key(), "when the travel begins"),
    "arrival": instant_key(),
    "finish": instant_key(),
    "status": status,
    "fixed": flag_key(),
    "on_hold": flag_key(),
    "all_day": flag_key(),
    "actual_minutes": whole_key(least=0, most=_UNSIGNED_INT),
    "promise": _window("from", "to"),
    "contract": _window("earliest", "latest"),
    "jeopardy": described(jeopardy, "the states that are set by hand"),
}
UNIT_KEYS: Keys = {
    "id": unit_id,
    "zone": zone_key(),
    "gcj_jeop_check_states": plain(_check_states, {"type": "string", "maxLength": 100, "pattern": f"^({_LETTERS})*$"}),
    "max_work_items": whole_key(least=-(2**63), most=2**63 - 1),
}
REGION_KEYS: Keys = {"id": text_key(least=1, most=26, required=True), "zone": zone_key()}
EMPLOYEE_KEYS: Keys = {"id": text_key(least=1, most=25, required=True), "zone": zone_key()}
AUDIT_KEYS: Keys = {
    "at": instant_key(required=True),
    "job": work_item_id,
    "unit": unit_id,
    "reason_id": reason_id,
    "reason": reason,
    "user": text_key(least=0, most=_MUCH, null=True),
    "facade": text_key(least=1, most=50, null=True),
}
