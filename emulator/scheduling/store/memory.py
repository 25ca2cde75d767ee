"""The store in memory: one lock, and an undo list for each transaction."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from operator import attrgetter
from types import TracebackType
from typing import Any

from emulator.clock import Clock
from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.changes import KEPT, Change
from emulator.scheduling.horizon import Horizon
from emulator.scheduling.jeopardy import NONE, assess, lateness
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.playing import play
from emulator.scheduling.store import Listener, Transaction
from emulator.scheduling.store.due import Due
from emulator.scheduling.store.state import State
from emulator.scheduling.timeline import Event
from emulator.scheduling.work_item import Place, Unit, WorkItem


class MemoryStore:
    """Hold the whole state of one process.

    ``first_stamp`` must be higher than any stamp given out before the process started (SCH-G-10).
    """

    def __init__(self, *, clock: Clock, parameters: SystemParameters, first_stamp: int) -> None:
        self.clock = clock
        self.lock = threading.Lock()
        self.newest_stamp = first_stamp
        self._parameters = parameters
        self._listeners: list[Listener] = []
        self._untold: list[Change] = []
        self._seen_at = clock.now()
        self.horizon = self._horizon_at(self._seen_at)
        self.state = State(Due(minutes=parameters.jeop_scan_time, now=self._seen_at))

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open the one transaction that may be open; others wait."""
        return MemoryTransaction(self)

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` at the end of each transaction what changed, before the next one begins; it must not raise."""
        with self.lock:
            self._listeners.append(listener)

    def tell(self, tx: Transaction) -> None:
        """Tell the listeners of the changes since they were last told, but for those that no longer hold."""
        if not self._untold:
            return
        # What was undone, or was changed again before anybody could see it, is not the latest of its item.
        current = self.state.current
        told = [change for change in self._untold if current.get(change.item.id) is change]
        self._untold.clear()
        if told:
            for listener in self._listeners:
                listener(tx, told)

    def catch_up(self, now: datetime) -> None:
        """Do what the clock alone brings about, each at its instant and in order, however far it went at once.

        These are the events of the timeline, days that enter the horizon, and states that a scan finds late.
        It costs what becomes due. Only a clock that was set back over a scan makes it look at every item.
        """
        if now < self._seen_at:
            self._go_back(now)
        timeline = self.state.timeline
        while timeline and timeline[0].at <= now:
            event = timeline.popleft()
            # What was past already when it was put there happens now.
            self._pass_time(max(event.at, self._seen_at))
            tx = MemoryTransaction(self)
            tx.now = self._seen_at
            play(tx, event)
        self._pass_time(now)

    def stamp(self, item: WorkItem, late: int, *, before: Change | None, appears: bool = False) -> None:
        """Give an item the next stamp. ``before`` is its last change in this unit; it ``appears`` when it was out of view."""
        self.newest_stamp += 1
        stamp, in_view = self.newest_stamp, self.horizon.holds(item)
        # Nobody is shown what happens out of view, so the jeopardy that was seen last holds until it comes back.
        jeopardy = assess(item, late) if in_view else NONE
        if before is None:
            change = Change(stamp=stamp, item=item, late=late, came=stamp, appeared=stamp, past=((stamp, jeopardy),))
        else:
            appears &= in_view
            told = appears or (in_view and jeopardy != before.jeopardy)
            past = (*before.past[1 - KEPT :], (stamp, jeopardy)) if told else before.past
            appeared = stamp if appears else before.appeared
            change = Change(stamp=stamp, item=item, late=late, came=before.came, appeared=appeared, past=past)
        self.state.show(change)
        if in_view and self._listeners:
            self._untold.append(change)

    def _pass_time(self, now: datetime) -> None:
        while suspects := self.state.due.pop(now):
            self._move_horizon(self.state.due.scanned)
            self._look_at(suspects)
        self._move_horizon(now)
        self._seen_at = now

    def _move_horizon(self, now: datetime) -> None:
        horizon = self._horizon_at(now)
        if horizon != self.horizon:
            for day in self.state.days_with_items(after=self.horizon.last, up_to=horizon.last):
                self.horizon = horizon.ending(day)
                self._let_in(day)
            self.horizon = horizon

    def _go_back(self, now: datetime) -> None:
        horizon = self._horizon_at(now)
        entered, self.horizon = horizon.entered_from(self.horizon), horizon
        for day in entered:
            self._let_in(day)
        self._seen_at = now
        if self.state.due.undone_by(now):
            self.state.due.restart(now)
            self._look_at(list(self.state.current))

    def _let_in(self, day: int) -> None:
        for change in self.state.on_day(day):
            self.stamp(change.item, change.late, before=change, appears=True)

    def _look_at(self, suspects: Sequence[str]) -> None:
        due = self.state.due
        for suspect in [self.state.current[item_id] for item_id in suspects]:
            late = lateness(suspect.item, due.scanned)
            if late != suspect.late:
                self.stamp(suspect.item, late, before=suspect)
            else:
                due.expect(suspect.item, late)

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
            self._store.tell(self)
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
        was_here = before is not None and before.item.unit == item.unit
        appears = before is not None and not store.horizon.holds(before.item)
        store.stamp(item, late, before=before if was_here else None, appears=appears)
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

    def scan(self) -> None:
        """Read the late states of all items anew, beside the scans that come by themselves."""
        state = self._store.state
        for before in [state.current[item_id] for item_id in state.due.next()]:
            late = lateness(before.item, self.now)
            if late != before.late:
                self._store.stamp(before.item, late, before=before)
                self._undo.append(partial(state.put_back, before.item.id, before))

    def timeline(self) -> Sequence[Event]:
        """List the events to come, in their order."""
        return tuple(self._store.state.timeline)

    def put_timeline(self, events: Iterable[Event]) -> None:
        """Put these events in the place of those to come; of two at one instant the first stays first."""
        state, before = self._store.state, self._store.state.timeline
        state.timeline = deque(sorted(events, key=attrgetter("at")))
        self._undo.append(lambda: setattr(state, "timeline", before))

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
        """Empty the state: items, units, places, audit, timeline. Stamps go on where they were (SCH-G-10)."""
        store, before = self._store, self._store.state
        store.state = State(before.due.emptied())
        self._undo.append(lambda: setattr(store, "state", before))

    def _set(self, rows: dict[str, Any], key: str, value: Any) -> None:
        before = rows.get(key)
        rows[key] = value
        self._undo.append(lambda: rows.pop(key) if before is None else rows.update({key: before}))
