"""Work items, units, places and cancels as JSON shows them; scenario files and the control API share these shapes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.jeopardy import ELEMENTS, SET_BY_HAND, read_check_states
from emulator.scheduling.readings import (
    DocumentError,
    Where,
    choice,
    flag,
    instant,
    optional,
    rows,
    show,
    table,
    text,
    whole,
    zone,
)
from emulator.scheduling.work_item import DispatchStatus, Place, Unit, Window, WorkItem, WorkItemType

_UNSIGNED_INT = 2**32 - 1
_any_text = partial(text, least=0, most=1_000_000)
_STATUSES = tuple(status.text for status in DispatchStatus)
_TYPES = tuple(type_.value for type_ in WorkItemType)

work_item_id = partial(text, least=1, most=50)
unit_id = partial(text, least=1, most=8)
employee_id = partial(text, least=1, most=25)
region_id = partial(text, least=1, most=26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """How one key is read: ``read`` takes its value, its place and the emulator's time."""

    read: Callable[[object, Where, datetime], Any]
    required: bool = False


def read_work_item(value: object, path: Where = (), *, now: datetime) -> WorkItem:
    """Read a work item; raise DocumentError."""
    found = _read(value, path, WORK_ITEM_KEYS, now)
    item = WorkItem(**found)
    if item.employee is not None or item.type is WorkItemType.ACTIVITY:
        for name in ("employee", "start", "arrival", "finish"):
            if found.get(name) is None:
                kind = "an activity" if item.type is WorkItemType.ACTIVITY else "a work item with an employee"
                raise DocumentError((*path, name), expected=f"a value, since {kind} needs one", found="null")
    for earlier, later in (("start", "arrival"), ("arrival", "finish"), ("start", "finish")):
        _in_order(found.get(earlier), found.get(later), (*path, later), earlier)
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
    return Unit(**_read(value, path, UNIT_KEYS, now))


def write_unit(unit: Unit) -> dict[str, Any]:
    """Show a unit."""
    return {name: getattr(unit, name) for name in UNIT_KEYS}


def read_region(value: object, path: Where = (), *, now: datetime) -> Place:
    """Read a region; raise DocumentError."""
    return Place(**_read(value, path, _REGION_KEYS, now))


def read_employee(value: object, path: Where = (), *, now: datetime) -> Place:
    """Read an employee; raise DocumentError."""
    return Place(**_read(value, path, _EMPLOYEE_KEYS, now))


def write_place(place: Place) -> dict[str, Any]:
    """Show a region or an employee."""
    return {"id": place.id, "zone": place.zone}


def read_audit_entry(value: object, path: Where = (), *, now: datetime) -> AuditEntry:
    """Read a cancel; keys that are not ours are what a facade added. Raise DocumentError."""
    if not isinstance(value, dict):
        raise DocumentError(path, expected="an object", found=show(value))
    ours = {key: member for key, member in value.items() if key in _AUDIT_KEYS}
    details = {key: member for key, member in value.items() if key not in _AUDIT_KEYS}
    return AuditEntry(**_read(ours, path, _AUDIT_KEYS, now), details=details)


def write_audit_entry(entry: AuditEntry) -> dict[str, Any]:
    """Show a cancel, with what a facade added beside the rest."""
    return {name: getattr(entry, name) for name in _AUDIT_KEYS} | {"at": write_instant(entry.at)} | dict(entry.details)


def write_instant(at: datetime | None) -> str | None:
    """Write an instant in UTC; no precision is lost."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read(value: object, path: Where, keys: Mapping[str, Key], now: datetime) -> dict[str, Any]:
    required = [name for name, key in keys.items() if key.required]
    members = table(value, path, allowed=tuple(keys), required=required)
    return {name: keys[name].read(member, (*path, name), now) for name, member in members.items()}


def _key(read: Callable[[object, Where], Any], *, required: bool = False, null: bool = False) -> Key:
    def take(value: object, path: Where, _now: datetime) -> Any:
        return optional(value, path, read) if null else read(value, path)

    return Key(read=take, required=required)


def _instant(value: object, path: Where, now: datetime) -> datetime | None:
    return None if value is None else instant(value, path, now=now)


def _window(first: str, last: str) -> Key:
    def read(value: object, path: Where, now: datetime) -> Window | None:
        if value is None:
            return None
        ends = table(value, path, allowed=(first, last))
        earliest, latest = (_instant(ends.get(end), (*path, end), now) for end in (first, last))
        _in_order(earliest, latest, (*path, last), first)
        return Window(earliest=earliest, latest=latest) if earliest or latest else None

    return Key(read=read)


def _write_window(window: Window | None, first: str, last: str) -> dict[str, str | None] | None:
    return None if window is None else {first: write_instant(window.earliest), last: write_instant(window.latest)}


def _in_order(earlier: datetime | None, later: datetime | None, path: Where, name: str) -> None:
    if earlier is not None and later is not None and later < earlier:
        raise DocumentError(path, expected=f"no time before {name}, {write_instant(earlier)}", found=f"{write_instant(later)}")


def _status(value: object, path: Where) -> DispatchStatus:
    return DispatchStatus.of(choice(value, path, _STATUSES))


def _type(value: object, path: Where) -> WorkItemType:
    return WorkItemType(choice(value, path, _TYPES))


def _jeopardy(value: object, path: Where) -> frozenset[str]:
    names = [element for element in ELEMENTS if element in SET_BY_HAND]
    for place, name in enumerate(rows(value, path)):
        if name in ELEMENTS and name not in SET_BY_HAND:
            raise DocumentError(
                (*path, place), expected="a state that is set by hand (SCH-J-06)", found=f"{name}, which is derived"
            )
        choice(name, (*path, place), names)
    return frozenset(str(name) for name in rows(value, path))


def _check_states(value: object, path: Where) -> str:
    letters = text(value, path, least=0, most=100)
    try:
        read_check_states(letters)
    except ValueError as error:
        raise DocumentError(path, expected="jeopardy letters (SCH-G-09)", found=str(error)) from None
    return letters


WORK_ITEM_KEYS: Mapping[str, Key] = {
    "id": _key(work_item_id, required=True),
    "type": _key(_type),
    "unit": _key(unit_id, required=True),
    "region": _key(region_id, null=True),
    "employee": _key(employee_id, null=True),
    "start": Key(read=_instant),
    "arrival": Key(read=_instant),
    "finish": Key(read=_instant),
    "status": _key(_status),
    "fixed": _key(flag),
    "on_hold": _key(flag),
    "all_day": _key(flag),
    "actual_minutes": _key(partial(whole, least=0, most=_UNSIGNED_INT), null=True),
    "promise": _window("from", "to"),
    "contract": _window("earliest", "latest"),
    "jeopardy": _key(_jeopardy),
}
UNIT_KEYS: Mapping[str, Key] = {
    "id": _key(unit_id, required=True),
    "zone": _key(zone, null=True),
    "gcj_jeop_check_states": _key(_check_states),
    "max_work_items": _key(partial(whole, least=-(2**63), most=2**63 - 1), null=True),
}
_REGION_KEYS: Mapping[str, Key] = {"id": _key(region_id, required=True), "zone": _key(zone, null=True)}
_EMPLOYEE_KEYS: Mapping[str, Key] = {"id": _key(employee_id, required=True), "zone": _key(zone, null=True)}
_AUDIT_KEYS: Mapping[str, Key] = {
    "at": Key(read=lambda value, path, now: instant(value, path, now=now), required=True),
    "job": _key(work_item_id, required=True),
    "unit": _key(unit_id, required=True),
    "reason_id": _key(partial(whole, least=0, most=_UNSIGNED_INT), null=True),
    "reason": _key(_any_text, null=True),
    "user": _key(_any_text, null=True),
    "facade": _key(partial(text, least=1, most=50), null=True),
}
