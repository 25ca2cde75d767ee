"""The store in memory: one lock, the whole state, and what the clock alone brings about."""

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from emulator.clock import Clock
from emulator.one_at_a_time import OneAtATime
from emulator.scheduling.changes import KEPT, Change
from emulator.scheduling.horizon import Horizon
from emulator.scheduling.jeopardy import NONE, assess, lateness
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.playing import play
from emulator.scheduling.store import Leaving, Listener, Transaction
from emulator.scheduling.store.due import Due
from emulator.scheduling.store.group import Group
from emulator.scheduling.store.memory_transaction import MemoryTransaction
from emulator.scheduling.store.state import State
from emulator.scheduling.work_item import WorkItem


class MemoryStore:
    """Hold the whole state of one process.

    ``first_stamp`` must be higher than any stamp given out before the process started (SCH-G-10).
    """

    is_new = True

    def __init__(self, *, clock: Clock, parameters: SystemParameters, first_stamp: int) -> None:
        self.clock = clock
        self.lock: threading.Lock | threading.RLock = threading.Lock()
        self.newest_stamp = first_stamp
        self.newest_number = 0
        self._parameters = parameters
        self._one = OneAtATime()
        self._listeners: list[Listener] = []
        self._leaving: list[Leaving] = []
        self._untold: list[Change] = []
        self.seen_at = clock.now()
        self.horizon = self.horizon_at(self.seen_at)
        self.state = self._empty()
        # What happened does not depend on who looked: a clock that goes on and back again leaves behind what was due.
        clock.before_each_set(self.settle)

    def look(self) -> None:
        """There are no others."""

    def transaction(self, *, reading: bool = False) -> AbstractContextManager[Transaction]:
        """Open the one transaction that may be open; others wait."""
        return MemoryTransaction(self, reading=reading)

    def close(self) -> None:
        """There is nothing to let go of."""

    def settle(self) -> None:
        """Do what the clock has brought about since somebody looked."""
        with self.transaction(reading=True):
            pass  # to open one is enough

    def begin(self, *, reading: bool) -> datetime:  # noqa: ARG002 - for stores that keep the state elsewhere too
        """Bring the state up to date, at the beginning of a transaction, and tell its time."""
        now = self.clock.now()
        self.catch_up(now)
        return now

    def keep(self, *, whole: bool) -> None:
        """Make what a transaction wrote last, before anybody hears of it; unless it is ``whole``, it was undone."""

    def end(self, tx: Transaction) -> None:
        """Tidy up, and tell the listeners, at the end of a transaction."""
        self.state.tidy()
        self.state.touched.clear()
        self.tell(tx)

    def holding(self, name: str) -> AbstractContextManager[None]:
        """Let those that hold the same name wait for each other, outside of transactions."""
        return self._one.holding(name)

    def group(self) -> Group | None:
        """Nothing is to be written together."""
        return None

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` at the end of each transaction what changed, before the next one begins; it must not raise."""
        with self.lock:
            self._listeners.append(listener)

    def when_one_leaves(self, leaving: Leaving) -> None:
        """Call ``leaving`` for each work item that is removed, in the transaction that removes it; it must not raise."""
        with self.lock:
            self._leaving.append(leaving)

    def leave(self, tx: Transaction, item: WorkItem) -> None:
        """Tell that a work item was removed."""
        for leaving in self._leaving:
            leaving(tx, item)

    def tell(self, tx: Transaction) -> None:
        """Tell the listeners of the changes since they were last told, but for those that no longer hold."""
        if told := self._news():
            for listener in self._listeners:
                listener(tx, told)

    def _news(self) -> list[Change]:
        if not self._untold:
            return []
        # What was undone, or was changed again before anybody could see it, is not the latest of its item.
        current = self.state.current
        told = [change for change in self._untold if current.get(change.item.id) is change]
        self._untold.clear()
        return told

    def catch_up(self, now: datetime) -> None:
        """Do what the clock alone brings about, each at its instant and in order, however far it went at once.

        These are the events of the timeline, days that enter the horizon, and states that a scan finds late.
        It costs what becomes due. Only a clock that was set back over a scan makes it look at every item.
        """
        if now < self.seen_at:
            self._go_back(now)
        while (coming := self.state.timeline.next) and coming.at <= now:
            number, event = self.state.timeline.pop()
            self.state.touched.add(("event", str(number)))
            # What was past already when it was put there happens now.
            self._pass_time(max(event.at, self.seen_at))
            tx = MemoryTransaction(self)
            tx.now = self.seen_at
            play(tx, event)
            self.tell(tx)
        self._pass_time(now)

    def is_due(self, now: datetime) -> bool:
        """Whether the clock may have brought something about; False is certain."""
        coming = self.state.timeline.next
        return (
            now < self.seen_at
            or self.state.due.behind(now)
            or self.horizon != self.horizon_at(now)
            or (coming is not None and coming.at <= now)
        )

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
            self._tell_at(self.state.due.scanned)
        self._move_horizon(now)
        self._tell_at(now)
        self.seen_at = now

    def _tell_at(self, instant: datetime) -> None:
        if self._untold:
            tx = MemoryTransaction(self)
            tx.now = instant
            self.tell(tx)

    def _move_horizon(self, now: datetime) -> None:
        horizon = self.horizon_at(now)
        if horizon is not self.horizon and horizon != self.horizon:
            for day in self.state.days_with_items(after=self.horizon.last, up_to=horizon.last):
                self.horizon = horizon.ending(day)
                self._let_in(day)
                self._tell_at(datetime.fromordinal(now.toordinal() - (horizon.last - day)).replace(tzinfo=UTC))
            self.horizon = horizon

    def _go_back(self, now: datetime) -> None:
        horizon = self.horizon_at(now)
        entered, self.horizon = horizon.entered_from(self.horizon), horizon
        for day in entered:
            self._let_in(day)
        self.seen_at = now
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

    def _empty(self) -> State:
        due = Due(minutes=self._parameters.jeop_scan_time, now=self.seen_at)
        return State(due, audit_size=self._parameters.audit_size)

    def horizon_at(self, now: datetime) -> Horizon:
        """Tell the memory horizon of an instant."""
        parameters = self._parameters
        return Horizon.around(now, days_before=parameters.glob_days_before, days_after=parameters.glob_days_after)
