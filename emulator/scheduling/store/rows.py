"""The state as rows: each thing in it as JSON text, by kind and id, and back again."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.document import write_unit
from emulator.scheduling.store.change_texts import read_change, write_change
from emulator.scheduling.store.documents import Documents, Numbered
from emulator.scheduling.store.ledger import Row
from emulator.scheduling.store.state import DOCUMENT, State
from emulator.scheduling.timeline import Event
from emulator.scheduling.timeline_document import read_event, write_event
from emulator.scheduling.work_item import Place, Unit

_PLACES = ("region", "employee")


def row_of(state: State, kind: str, row_id: str) -> Row:
    """Show one thing of a state as a row; one that is not there as a row without a value."""
    number, value = _LOOK[kind](state, row_id) if kind in _LOOK else _document(state, kind, row_id)
    return Row(kind, row_id, number, _text(value) if value is not None else None)


def rows_of(state: State) -> Iterator[Row]:
    """Show everything in a state, those of each kind in their order."""
    for number, unit in enumerate(state.units.values()):
        yield Row("unit", unit.id, number, _text(write_unit(unit)))
    for kind in _PLACES:
        for number, place in enumerate(state.places[kind].values()):
            yield Row(kind, place.id, number, _text({"zone": place.zone}))
    for change in sorted(state.current.values(), key=lambda change: change.stamp):
        yield Row("item", change.item.id, change.stamp, _text(write_change(change)))
    for event_number in state.timeline.numbers:
        yield row_of(state, "event", str(event_number))
    for entry_number in state.audit.numbers:
        yield row_of(state, "audit", str(entry_number))
    for kind, documents in state.documents.items():
        for row in documents.after(0):
            yield Row(DOCUMENT + kind, row.id, row.number, _text(row.document))


def put_rows(state: State, rows: Iterable[Row]) -> None:
    """Put rows into a state, those of each kind in their order; one without a value takes away what is there.

    Rows of items that are not there yet, or not so, have higher stamps than all that are.
    """
    events: dict[int, Event | None] = {}
    for kind, row_id, number, text in rows:
        value = json.loads(text) if text is not None else None
        if kind == "item":
            there = state.current.get(row_id)
            if value is None:
                state.hide(row_id)
            elif there is None or there.stamp != number:
                state.show(read_change(row_id, number, value))
        elif kind == "event":
            events[int(row_id)] = read_event(value, now=_ANY_TIME) if value is not None else None
        elif kind in _PUT:
            if value is not None:
                _PUT[kind](state, row_id, number, value)
        else:
            _put_document(state, kind.removeprefix(DOCUMENT), row_id, number, value)
    if events:
        state.timeline.update(events)


_text = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


Found = tuple[int, Any]


def _item(state: State, row_id: str) -> Found:
    change = state.current.get(row_id)
    return (change.stamp, write_change(change)) if change is not None else (0, None)


def _unit(state: State, row_id: str) -> Found:
    unit = state.units.get(row_id)
    return (list(state.units).index(row_id), write_unit(unit)) if unit is not None else (0, None)


def _place(kind: str) -> Callable[[State, str], Found]:
    def look(state: State, row_id: str) -> Found:
        places = state.places[kind]
        return (list(places).index(row_id), {"zone": places[row_id].zone}) if row_id in places else (0, None)

    return look


def _audit(state: State, row_id: str) -> Found:
    entry = state.audit.entry(int(row_id))
    return int(row_id), _write_audit(entry) if entry is not None else None


def _event(state: State, row_id: str) -> Found:
    event = state.timeline.event(int(row_id))
    return int(row_id), write_event(event) if event is not None else None


def _document(state: State, kind: str, row_id: str) -> Found:
    documents = state.documents.get(kind.removeprefix(DOCUMENT))
    row = documents.get(row_id) if documents is not None else None
    return (row.number, row.document) if row is not None else (0, None)


_LOOK: Mapping[str, Callable[[State, str], Found]] = {
    "item": _item,
    "unit": _unit,
    **{kind: _place(kind) for kind in _PLACES},
    "audit": _audit,
    "event": _event,
}


def _put_unit(state: State, _row_id: str, _number: int, value: Mapping[str, Any]) -> None:
    unit = Unit(**value)
    state.units[unit.id] = unit


def _put_place(kind: str) -> Callable[[State, str, int, Mapping[str, Any]], None]:
    def put(state: State, row_id: str, _number: int, value: Mapping[str, Any]) -> None:
        state.places[kind][row_id] = Place(id=row_id, zone=value["zone"])

    return put


def _put_audit(state: State, _row_id: str, number: int, value: Mapping[str, Any]) -> None:
    state.audit.put(number, AuditEntry(**{**value, "at": datetime.fromisoformat(value["at"])}))


def _put_document(state: State, kind: str, row_id: str, number: int, value: Mapping[str, Any] | None) -> None:
    documents = state.documents.setdefault(kind, Documents())
    before = documents.get(row_id)
    if before is not None and (value is None or before.number != number):
        documents.remove(row_id)
    if value is not None:
        documents.put(Numbered(number=number, id=row_id, document=value))


_PUT: Mapping[str, Callable[[State, str, int, Mapping[str, Any]], None]] = {
    "unit": _put_unit,
    **{kind: _put_place(kind) for kind in _PLACES},
    "audit": _put_audit,
}


def _write_audit(entry: AuditEntry) -> dict[str, Any]:
    names = ("job", "unit", "reason_id", "reason", "user", "facade", "details")
    return {"at": entry.at.isoformat(), **{name: value for name in names if (value := getattr(entry, name)) not in (None, {})}}


# Events are kept with absolute times: nothing of theirs is reckoned from any other.
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
