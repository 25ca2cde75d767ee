"""The store in memory: one lock, and an undo list for each transaction."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import Any

from emulator.clock import Clock
from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.changes import KEPT, Change
from emulator.scheduling.horizon import Horizon
from emulator.scheduling.jeopardy import Jeopardy, assess, lateness
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Transaction
from emulator.scheduling.store.due import Due
from emulator.scheduling.store.state import State
from emulator.scheduling.work_item import Place, Unit, WorkItem


class MemoryStore:
    """Hold the whole state of one process.

    ``first_stamp`` must be higher than any stamp given out before the process started (SCH-G-10).
    """

    def __init__(self, *, clock: Clock, parameters: SystemParameters, first_stamp: int) -> None:
        self.clock = clock
        self.lock = threading.Lock()
        self.state = State()
        self.newest_stamp = first_stamp
        self._parameters = parameters
        self._seen_at = clock.now()
        self.horizon = self._horizon_at(self._seen_at)
        self.due = Due(minutes=parameters.jeop_scan_time, now=self._seen_at)

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open the one transaction that may be open; others wait."""
        return MemoryTransaction(self)

    def catch_up(self, now: datetime) -> None:
        """Do what the clock alone brings about: days that enter the horizon, and states that a scan finds late.

        It costs what becomes due. Only a clock that was set back makes it look at every item.
        """
        horizon = self._horizon_at(now)
        if horizon != self.horizon:
            entered, self.horizon = horizon.entered_from(self.horizon), horizon
            for day in entered:
                for change in self.state.on_day(day):
                    self.stamp(change.item, change.late, before=None)

        if now < self._seen_at:
            self.due.restart(now)
            suspects = list(self.state.current)
        else:
            suspects = self.due.pop(now)
        self._seen_at = now
        for item_id in suspects:
            suspect = self.state.current.get(item_id)
            if suspect is not None:
                self.due.expect(suspect.item)
                late = lateness(suspect.item, self.due.scanned)
                if late != suspect.late:
                    self.stamp(suspect.item, late, before=suspect)

    def stamp(self, item: WorkItem, late: int, *, before: Change | None) -> None:
        """Give an item the next stamp. ``before`` is what it was as long as it stayed in view; None: it appears."""
        self.newest_stamp += 1
        jeopardy = assess(item, late)
        if before is None:
            past: tuple[tuple[int, Jeopardy], ...] = ((self.newest_stamp, jeopardy),)
        elif before.jeopardy == jeopardy:
            past = before.past
        else:
            past = (*before.past[1 - KEPT :], (self.newest_stamp, jeopardy))
        appeared = self.newest_stamp if before is None else before.appeared
        self.state.show(Change(stamp=self.newest_stamp, item=item, late=late, appeared=appeared, past=past))

    def _horizon_at(self, now: datetime) -> Horizon:
        parameters = self._parameters
        return Horizon.around(now, days_before=parameters.glob_days_before, days_after=parameters.glob_days_after)


class MemoryTransaction:
    """Write at once, note how to undo it, and undo it all when the block raises."""

    __slots__ = ("_store", "_undo", "now")

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._undo: list[Callable[[], object]] = []

    def __enter__(self) -> "MemoryTransaction":
        self._store.lock.acquire()
        try:
            self.now = self._store.clock.now()
            self._store.catch_up(self.now)
        except BaseException:
            self._store.lock.release()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is not None:
                for undo in reversed(self._undo):
                    undo()
            self._store.state.tidy()
        finally:
            self._store.lock.release()

    def item(self, item_id: str) -> WorkItem | None:
        """Find a work item, inside the memory horizon or not."""
        change = self._store.state.current.get(item_id)
        return change.item if change is not None else None

    def items(self, unit: str | None = None) -> Iterator[WorkItem]:
        """Walk the work items of a unit, or all, in the order of their last change."""
        state = self._store.state
        units = state.units if unit is None else (unit,)
        changes = [change for unit_id in units for change in self.changes(unit_id, after=0)]
        return (change.item for change in sorted(changes, key=lambda change: change.stamp))

    def put(self, item: WorkItem) -> None:
        """Book or change a work item; one that is put as it was is no change. Raise KeyError for an unknown unit."""
        store = self._store
        state = store.state
        if item.unit not in state.units:
            raise KeyError(item.unit)
        before = state.current.get(item.id)
        if before is not None and before.item == item:
            return

        looked_at = before is not None and before.item.status is item.status and item.employee is not None
        late = before.late if before is not None and looked_at else lateness(item, self.now)
        stayed_in_view = before is not None and before.item.unit == item.unit and store.horizon.holds(before.item)
        store.stamp(item, late, before=before if stayed_in_view else None)
        store.due.expect(item)
        self._undo.append(lambda: state.put_back(item.id, before))

    def remove(self, item_id: str) -> None:
        """Remove a work item without a trace. Raise KeyError for an unknown one."""
        state = self._store.state
        before = state.current[item_id]
        state.hide(item_id)
        self._undo.append(lambda: state.put_back(item_id, before))

    def unit(self, unit_id: str) -> Unit | None:
        """Find a unit."""
        return self._store.state.units.get(unit_id)

    def units(self) -> Sequence[Unit]:
        """List the units in the order of their creation."""
        return tuple(self._store.state.units.values())

    def put_unit(self, unit: Unit) -> None:
        """Create or change a unit."""
        self._set(self._store.state.units, unit.id, unit)

    def place(self, kind: str, place_id: str) -> Place | None:
        """Find a ``"region"`` or an ``"employee"``."""
        return self._store.state.places[kind].get(place_id)

    def places(self, kind: str) -> Sequence[Place]:
        """List the regions or the employees."""
        return tuple(self._store.state.places[kind].values())

    def put_place(self, kind: str, place: Place) -> None:
        """Create or change a region or an employee."""
        self._set(self._store.state.places[kind], place.id, place)

    def inside(self, item: WorkItem) -> bool:
        """Whether the memory horizon holds the work item now (SCH-G-17)."""
        return self._store.horizon.holds(item)

    def changes(self, unit: str, *, after: int) -> Iterator[Change]:
        """Walk what changed in a unit after a stamp, oldest first, each item once with its latest state."""
        return self._store.state.changes(unit, after=after)

    def stamp(self) -> int:
        """Tell the newest stamp of all; every later change gets a higher one."""
        return self._store.newest_stamp

    def record(self, entry: AuditEntry) -> None:
        """Keep an audit entry."""
        audit = self._store.state.audit
        audit.append(entry)
        self._undo.append(audit.pop)

    def audit(self) -> Sequence[AuditEntry]:
        """List the audit entries, newest first."""
        return tuple(reversed(self._store.state.audit))

    def clear(self) -> None:
        """Empty the state: items, units, places, audit. Stamps go on where they were (SCH-G-10)."""
        store, before = self._store, self._store.state
        store.state = State()
        self._undo.append(lambda: setattr(store, "state", before))

    def _set(self, rows: dict[str, Any], key: str, value: Any) -> None:
        before = rows.get(key)
        rows[key] = value
        self._undo.append(lambda: rows.pop(key) if before is None else rows.update({key: before}))
