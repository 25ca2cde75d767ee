"""A change with its work item as JSON, written short: a state may hold a million of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from emulator.scheduling.changes import Change
from emulator.scheduling.jeopardy import NONE, Jeopardy
from emulator.scheduling.work_item import DispatchStatus, Window, WorkItem, WorkItemType

_INSTANTS, _TEXTS, _FLAGS = ("start", "arrival", "finish"), ("region", "employee"), ("fixed", "on_hold", "all_day")
_WINDOWS = ("promise", "contract")
_AMOUNTS = ("overdue", "past_contract", "late", "before_contract", "early")


def write_change(change: Change) -> dict[str, Any]:
    """Show a change; what is as usual is left out, and so are the id and the stamp, which its row has."""
    item = change.item
    value: dict[str, Any] = {"unit": item.unit, "type": item.type.value, "status": item.status.text}
    for name in _TEXTS:
        if (text := getattr(item, name)) is not None:
            value[name] = text
    for name in _INSTANTS:
        if (at := getattr(item, name)) is not None:
            value[name] = at.isoformat()
    for name in _FLAGS:
        if getattr(item, name):
            value[name] = True
    for name in _WINDOWS:
        if (window := getattr(item, name)) is not None:
            value[name] = [at.isoformat() if at is not None else None for at in (window.earliest, window.latest)]
    if item.actual_minutes is not None:
        value["actual_minutes"] = item.actual_minutes
    if item.jeopardy:
        value["jeopardy"] = sorted(item.jeopardy)
    if change.late:
        value["late_states"] = change.late
    value |= {"came": change.came, "appeared": change.appeared}
    value["past"] = [
        [stamp, jeopardy.bits, *(getattr(jeopardy, name) for name in _AMOUNTS)] if jeopardy != NONE else [stamp]
        for stamp, jeopardy in change.past
    ]
    return value


def read_change(item_id: str, stamp: int, value: Mapping[str, Any]) -> Change:
    """Read what ``write_change`` wrote."""
    facts: dict[str, Any] = {name: value[name] for name in (*_TEXTS, *_FLAGS) if name in value}
    facts |= {name: datetime.fromisoformat(value[name]) for name in _INSTANTS if name in value}
    for name in _WINDOWS:
        if name in value:
            earliest, latest = value[name]
            facts[name] = Window(earliest=_at(earliest), latest=_at(latest))
    item = WorkItem(
        id=item_id,
        type=WorkItemType(value["type"]),
        unit=value["unit"],
        status=DispatchStatus.of(value["status"]),
        actual_minutes=value.get("actual_minutes"),
        jeopardy=frozenset(value.get("jeopardy", ())),
        **facts,
    )
    past = tuple((since, Jeopardy(*facts)) for since, *facts in value["past"])
    return Change(
        stamp=stamp, item=item, late=value.get("late_states", 0), came=value["came"], appeared=value["appeared"], past=past
    )


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None
