"""The whole state as one document: what a scenario file holds, and what GET and PUT /state exchange."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.document import (
    read_audit_entry,
    read_employee,
    read_region,
    read_unit,
    read_work_item,
    write_audit_entry,
    write_place,
    write_unit,
    write_work_item,
)
from emulator.scheduling.keys import Keys
from emulator.scheduling.many_at_once import many_at_once
from emulator.scheduling.readings import DocumentError, Where, rows, show, table
from emulator.scheduling.records import Records, put_records, read_records, take_records
from emulator.scheduling.store import Transaction
from emulator.scheduling.timeline import Amend, Book, Event
from emulator.scheduling.timeline_document import read_event, write_event
from emulator.scheduling.work_item import Place, Unit, WorkItem

KEYS = ("units", "regions", "employees", "items", "timeline", "audit", "records")


class _Read(Protocol):
    def __call__(self, value: object, path: Where, *, now: datetime) -> Any: ...


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything a store holds; items in the order of their last change, events in any, cancels newest first."""

    units: tuple[Unit, ...] = ()
    regions: tuple[Place, ...] = ()
    employees: tuple[Place, ...] = ()
    items: tuple[WorkItem, ...] = ()
    timeline: tuple[Event, ...] = ()
    audit: tuple[AuditEntry, ...] = ()
    records: Records = field(default_factory=dict)


NO_KINDS: Keys = {}


def read_snapshot(value: object, *, now: datetime, kinds: Keys = NO_KINDS) -> Snapshot:
    """Read a state document, every key optional; raise DocumentError.

    Relative times count from the UTC day of ``now``, offsets of events from ``now`` itself.
    ``kinds`` tells how the records of each facade are read.
    """
    parts = table(value, (), allowed=KEYS)

    def part(name: str, read: _Read, key: Callable[[Any], Hashable] | None = lambda row: row.id) -> tuple[Any, ...]:
        found = tuple(read(row, (name, place), now=now) for place, row in enumerate(rows(parts.get(name, []), (name,))))
        if key and len({key(row) for row in found}) < len(found):
            _refuse_duplicates(name, [key(row) for row in found])
        return found

    state = Snapshot(
        units=part("units", read_unit),
        regions=part("regions", read_region),
        employees=part("employees", read_employee),
        items=part("items", read_work_item),
        timeline=part("timeline", read_event, None),
        audit=part("audit", read_audit_entry, None),
        records=read_records(parts.get("records", {}), ("records",), kinds, now=now),
    )
    known = {unit.id for unit in state.units}
    for place, item in enumerate(state.items):
        if item.unit not in known:
            raise unknown_unit(("items", place, "unit"), item.unit, known)
    for place, event in enumerate(state.timeline):
        match event.what:
            case Book(item=item) if item.unit not in known:
                raise unknown_unit(("timeline", place, "book", "unit"), item.unit, known)
            case Amend(kind=kind, members={"unit": unit}) if unit not in known:
                raise unknown_unit(("timeline", place, kind, "unit"), unit, known)
    return state


def read_timeline(value: object, *, now: datetime) -> tuple[Event, ...]:
    """Read the events of a state document that was read before, at another time."""
    events = rows(value.get("timeline", []) if isinstance(value, dict) else [], ("timeline",))
    return tuple(read_event(row, ("timeline", place), now=now) for place, row in enumerate(events))


def write_snapshot(state: Snapshot) -> dict[str, Any]:
    """Show a state as a document; reading it gives the same state."""
    return {
        "units": [write_unit(unit) for unit in state.units],
        "regions": [write_place(region) for region in state.regions],
        "employees": [write_place(employee) for employee in state.employees],
        "items": [write_work_item(item) for item in state.items],
        "timeline": [write_event(event) for event in state.timeline],
        "audit": [write_audit_entry(entry) for entry in state.audit],
        "records": {kind: dict(rows) for kind, rows in state.records.items()},
    }


def put_snapshot(tx: Transaction, state: Snapshot) -> None:
    """Put a state in the place of what a store holds."""
    tx.clear()
    for unit in state.units:
        tx.put_unit(unit)
    for region in state.regions:
        tx.put_place("region", region)
    for employee in state.employees:
        tx.put_place("employee", employee)
    with many_at_once():
        for item in state.items:
            tx.put(item)
    tx.put_timeline(state.timeline)
    for entry in reversed(state.audit):
        tx.record(entry)
    put_records(tx, state.records)


def take_snapshot(tx: Transaction) -> Snapshot:
    """Take down what a store holds."""
    return Snapshot(
        units=tuple(tx.units()),
        regions=tuple(tx.places("region")),
        employees=tuple(tx.places("employee")),
        items=tuple(tx.items()),
        timeline=tuple(tx.timeline()),
        audit=tuple(tx.audit()),
        records=take_records(tx),
    )


def unknown_unit(path: Where, found: str, known: set[str]) -> DocumentError:
    """Make the error for a unit that is not there."""
    return DocumentError(
        path, expected=f"a unit that is there ({', '.join(sorted(known)) or 'there is none'})", found=show(found)
    )


def _refuse_duplicates(name: str, ids: list[Hashable]) -> None:
    first: dict[Hashable, int] = {}
    for place, found in enumerate(ids):
        if found in first:
            raise DocumentError(
                (name, place, "id"), expected="an id of its own", found=f"{show(found)} again", first=(name, first[found])
            )
        first[found] = place
