"""Events of a timeline as scenario files and the control API write them: a time, and one thing that happens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from emulator.scheduling.audit import CancelReason
from emulator.scheduling.document import (
    WORK_ITEM_KEYS,
    employee,
    jeopardy,
    read_work_item,
    reason,
    reason_id,
    status,
    unit_id,
    work_item_id,
    write_work_item,
)
from emulator.scheduling.keys import INSTANT, Key, Keys, Schema, nullable, object_schema, read_members
from emulator.scheduling.readings import DocumentError, Where, instant, moment, show, write_instant
from emulator.scheduling.timeline import Amend, Book, Cancel, Event, Happening, Scan

# null puts a key back to its default, but for the id and the unit, which have none.
_CHANGE_KEYS: Keys = {
    **{name: nullable(key) for name, key in WORK_ITEM_KEYS.items()},
    "id": work_item_id,
    "unit": replace(unit_id, required=False),
}
_INSTANTS = ("start", "arrival", "finish")
_WINDOWS = ("promise", "contract")

# One key changes, under a name of its own: which, and by which key it is given.
_SHORT: Mapping[str, tuple[str, str]] = {
    "status": ("status", "status"),
    "reassign": ("employee", "employee"),
    "move": ("unit", "unit"),
    "jeopardy": ("jeopardy", "states"),
}
_SHORT_KEYS: Mapping[str, Key] = {"status": status, "reassign": employee, "move": unit_id, "jeopardy": jeopardy}
_CANCEL_KEYS: Keys = {"id": work_item_id, "reason_id": reason_id, "reason": reason}


def read_event(value: object, path: Where = (), *, now: datetime) -> Event:
    """Read an event; ``at`` may be an offset from ``now``. Raise DocumentError."""
    found = read_members(value, path, EVENT_KEYS, now)
    kinds = [name for name in found if name != "at"]
    if len(kinds) != 1:
        raise DocumentError(
            path,
            expected=f"beside at, exactly one of {', '.join(name for name in EVENT_KEYS if name != 'at')}",
            found=f"{' and '.join(kinds)}" or "none",
        )
    return Event(at=found["at"], what=found[kinds[0]])


def write_event(event: Event) -> dict[str, Any]:
    """Show an event; its times are absolute."""
    name, value = _written(event.what)
    return {"at": write_instant(event.at), name: value}


def _written(what: Happening) -> tuple[str, object]:
    match what:
        case Book(item=item):
            return "book", write_work_item(item)
        case Amend(kind=kind, id=item_id, members=members):
            if kind in _SHORT:
                changes, given = _SHORT[kind]
                return kind, {"id": item_id, given: members[changes]}
            return kind, {"id": item_id, **members}
        case Cancel(id=job_id, reason=why):
            return "cancel", {"id": job_id, "reason_id": why.id, "reason": why.text}
        case Scan():
            return "scan", True


def _read_book(value: object, path: Where, now: datetime) -> Book:
    return Book(item=read_work_item(value, path, now=now))


def _read_change(value: object, path: Where, now: datetime) -> Amend:
    found = read_members(value, path, _CHANGE_KEYS, now)
    assert isinstance(value, dict)
    members = {name: _absolute(name, member, (*path, name), now) for name, member in value.items() if name != "id"}
    return Amend(kind="change", id=found["id"], members=members)


def _absolute(name: str, value: Any, path: Where, now: datetime) -> object:
    """Write the instants of a member that was read already so that they mean the same at any time."""
    if value is None:
        return None
    if name in _INSTANTS:
        return write_instant(instant(value, path, now=now))
    if name in _WINDOWS:
        return {end: None if at is None else write_instant(instant(at, path, now=now)) for end, at in value.items()}
    return value


def _read_cancel(value: object, path: Where, now: datetime) -> Cancel:
    found = read_members(value, path, _CANCEL_KEYS, now)
    return Cancel(id=found["id"], reason=CancelReason(id=found.get("reason_id"), text=found.get("reason")))


def _short(kind: str) -> Key:
    changes, given = _SHORT[kind]
    keys = {"id": work_item_id, given: replace(_SHORT_KEYS[kind], required=True)}

    def read(value: object, path: Where, now: datetime) -> Amend:
        found = read_members(value, path, keys, now)
        assert isinstance(value, dict)
        return Amend(kind=kind, id=found["id"], members={changes: value[given]})

    return Key(read=read, schema=object_schema(keys))


def _read_scan(value: object, path: Where, _now: datetime) -> Scan:
    if value is not True:
        raise DocumentError(path, expected="true", found=show(value))
    return Scan()


EVENT_KEYS: Keys = {
    "at": Key(
        read=lambda value, path, now: moment(value, path, now=now),
        schema={
            "anyOf": [
                {
                    "type": "string",
                    "pattern": r"^\+([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$",
                    "description": "such as '+90s', '+10m' or '+1d2h30m': counted from the moment the scenario is loaded",
                },
                dict(INSTANT),
            ]
        },
        required=True,
    ),
    "book": Key(read=_read_book, schema=object_schema(WORK_ITEM_KEYS)),
    "change": Key(read=_read_change, schema=object_schema(_CHANGE_KEYS)),
    **{kind: _short(kind) for kind in ("status", "reassign", "move")},
    "cancel": Key(read=_read_cancel, schema=object_schema(_CANCEL_KEYS)),
    "jeopardy": _short("jeopardy"),
    "scan": Key(read=_read_scan, schema={"const": True}),
}
EVENT_SCHEMA: Schema = {
    **object_schema(EVENT_KEYS),
    "minProperties": 2,
    "maxProperties": 2,
    "description": "a time, and exactly one thing that happens then",
}
