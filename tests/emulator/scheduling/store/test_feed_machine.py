"""Random lives of work items beside a plain model: no poll, paged or not, with JeopOnly or not, misses or invents anything."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from emulator.clock import Clock
from emulator.scheduling.changes import Change
from emulator.scheduling.jeopardy import assess, lateness, read_check_states
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Store
from emulator.scheduling.store.memory import MemoryStore
from emulator.scheduling.work_item import DispatchStatus, Window, WorkItem, WorkItemType
from tests.emulator.scheduling.feed import Feed
from tests.emulator.scheduling.items import NOW, days, job, minutes

UNITS = ("NORTH", "SOUTH")
IDS = st.sampled_from("ABC")
DAY = 24 * 60
SCAN = 5
KEPT_STAMPS = 5


@dataclass(slots=True, kw_only=True)
class Known:
    """A work item as the model keeps it; the numbers count the changes there have been."""

    item: WorkItem
    late: int
    changed: int
    came: int
    appeared: int
    shown: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Caller:
    """Someone who follows a unit, page by page."""

    unit: str
    jeop_only: bool
    stamp: int | None = None
    told: dict[str, Any] = field(default_factory=dict)


def windows() -> st.SearchStrategy[Window | None]:
    ends = [None, NOW - days(9), NOW + minutes(60), NOW + minutes(61), NOW + days(9)]
    found = [Window(earliest=one, latest=other) for one in ends for other in ends if None in (one, other) or one <= other]
    return st.sampled_from([None, *found])


def work_items() -> st.SearchStrategy[WorkItem]:
    # At the ends of the horizon, where days enter and leave it; and around the scans.
    day, minute = st.sampled_from([-2, -1, -1, -1, 0, 1, 1, 1, 2]), st.sampled_from([-3, 0, 4, 30])
    return st.builds(
        job,
        IDS,
        start=st.builds(lambda day, minute: NOW + days(day) + minutes(minute), day, minute),
        unit=st.sampled_from(["NORTH", "NORTH", "SOUTH"]),
        type=st.sampled_from([WorkItemType.JOB, WorkItemType.JOB, WorkItemType.ACTIVITY]),
        employee=st.sampled_from(["TECH01", "TECH01", "TECH02", None]),
        status=st.sampled_from([*DispatchStatus, DispatchStatus.CLEARED]),
        on_hold=st.booleans(),
        promise=windows(),
        contract=windows(),
        jeopardy=st.sampled_from([frozenset(), frozenset(), frozenset({"noGo"}), frozenset({"ovlShift"})]),
    )


class ChangeFeed(RuleBasedStateMachine):
    @initialize(
        states=st.sampled_from(["UMMePB", "UMMePB", "P", "MeB", "", "UECTNFS"]), items=st.lists(work_items(), max_size=4)
    )
    def start(self, states: str, items: list[WorkItem]) -> None:
        self.clock = Clock.frozen_at(NOW)
        parameters = SystemParameters(glob_days_before=1, glob_days_after=1, jeop_scan_time=SCAN)
        self.feed = Feed(self.make_store(parameters), parameters)
        self.states = states
        for unit in UNITS:
            self.feed.unit(unit, gcj_jeop_check_states=states)
        self.conditions = read_check_states(states)
        self.nothing = assess(job("none"), 0).seen_through(self.conditions)
        self.known: dict[str, Known] = {}
        self.count = 0
        self.stamps: deque[tuple[int, int, dict[str, Known]]] = deque(maxlen=KEPT_STAMPS)
        self.callers = [Caller(unit=unit, jeop_only=jeop_only) for unit in UNITS for jeop_only in (False, True)]
        self.seen_at = NOW
        for item in items:
            self.put(item)

    def make_store(self, parameters: SystemParameters) -> Store:
        return MemoryStore(clock=self.clock, parameters=parameters, first_stamp=10)

    # -- what happens

    @rule(item=work_items())
    def put(self, item: WorkItem) -> None:
        self.feed.put(item)
        self.note_put(item)

    @precondition(lambda self: self.known)
    @rule(
        data=st.data(), item=work_items(), key=st.sampled_from(["unit", "status", "promise", "contract", "employee", "on_hold"])
    )
    def change(self, data: st.DataObject, item: WorkItem, key: str) -> None:
        before = self.known[data.draw(st.sampled_from(sorted(self.known)))].item
        self.put(replace(before, **{key: getattr(item, key)}))

    @rule(item=work_items())
    def put_and_fail(self, item: WorkItem) -> None:
        try:
            with self.feed.store.transaction() as tx:
                tx.put(item)
                tx.put(replace(item, on_hold=not item.on_hold))
                tx.remove(item.id)
                raise RuntimeError
        except RuntimeError:
            pass

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        item_id = data.draw(st.sampled_from(sorted(self.known)))
        self.feed.remove(item_id)
        self.forget(item_id)

    @rule(by=st.sampled_from([4, 7, 60, DAY, DAY, DAY, 3 * DAY, -7, -DAY, -DAY, -DAY, -2 * DAY]))
    def move_the_clock(self, by: int) -> None:
        self.clock.advance(minutes(by))
        self.feed.stamp()
        self.note_clock()

    # -- what is asked

    @rule(which=st.integers(0, 3), most=st.integers(1, 2))
    def read_a_page(self, which: int, most: int) -> None:
        self.page(self.callers[which], most)

    @rule(which=st.integers(0, 3), most=st.integers(1, 2))
    def read_to_the_end(self, which: int, most: int) -> None:
        caller, pages = self.callers[which], 1
        while self.page(caller, most):
            pages += 1
            assert pages < 20, "the pages do not end"

        for name, one in self.in_view(caller.unit).items():
            if caller.jeop_only:
                assert caller.told.get(name, self.nothing) == one.shown, name
            else:
                assert caller.told[name] == (one.item, one.late), name

    def page(self, caller: Caller, most: int) -> bool:
        self.feed.unit(caller.unit, gcj_jeop_check_states=self.states, max_work_items=most)
        found = self.feed.poll(caller.stamp, unit=caller.unit, jeop_only=caller.jeop_only)
        self.feed.unit(caller.unit, gcj_jeop_check_states=self.states)
        assert len(found.changes) <= most
        assert caller.stamp is None or found.time_stamp > caller.stamp or not found.more
        caller.stamp = found.time_stamp
        for change in found.changes:
            seen = change.jeopardy.seen_through(self.conditions)
            caller.told[change.item.id] = seen if caller.jeop_only else (change.item, change.late)
        return found.more

    # -- what holds after every step

    @invariant()
    def a_poll_has_all_there_is_as_it_is(self) -> None:
        for unit in UNITS:
            found, here = self.feed.poll(unit=unit).changes, self.in_view(unit)
            in_jeopardy = self.feed.poll(unit=unit, jeop_only=True).changes
            assert ids(found) == sorted(here)
            assert ids(in_jeopardy) == sorted(name for name, one in here.items() if one.shown[0])
            for change in found:
                one = here[change.item.id]
                assert (change.item, change.late, change.jeopardy) == (one.item, one.late, assess(one.item, one.late))

    @invariant()
    def a_poll_with_any_earlier_stamp_has_exactly_what_differs(self) -> None:
        for stamp, count, then in self.stamps:
            for unit in UNITS:
                here = self.in_view(unit)
                changed = sorted(name for name, one in here.items() if one.changed > count)
                differing = sorted(name for name in here if differs(here[name], count, then.get(name)))
                assert ids(self.feed.poll(stamp, unit=unit).changes) == changed
                assert ids(self.feed.poll(stamp, unit=unit, jeop_only=True).changes) == differing
        then = {name: replace(one) for name, one in self.known.items()}
        self.stamps.append((self.feed.poll().time_stamp, self.count, then))

    @invariant()
    def items_are_counted_whether_or_not_they_are_in_view(self) -> None:
        with self.feed.store.transaction(reading=True) as tx:
            for unit in UNITS:
                assert tx.count(unit) == len(list(tx.items(unit)))

    # -- the model

    def in_view(self, unit: str) -> dict[str, Known]:
        return {name: one for name, one in self.known.items() if one.item.unit == unit and self.inside(one.item)}

    def inside(self, item: WorkItem) -> bool:
        if item.start is None or (item.employee is None and item.type is WorkItemType.JOB):
            return True
        return abs((item.start.date() - self.seen_at.date()).days) <= 1

    def scanned(self) -> datetime:
        return self.seen_at - minutes((self.seen_at - NOW.replace(hour=0)).total_seconds() / 60 % SCAN)

    def note_put(self, item: WorkItem) -> None:
        before = self.known.get(item.id)
        if before is not None and before.item == item:
            return
        if before is None or before.item.status is not item.status or item.employee is None:
            late = lateness(item, self.seen_at)
        else:
            late = before.late
        was_inside = before is not None and self.inside(before.item)
        if before is not None and before.item.unit != item.unit:
            self.forget(item.id)
        self.note(item, late, appears=not was_inside)

    def note_clock(self) -> None:
        now = self.clock.now()
        # What one scan finds, a later one may find gone again: both are changes.
        for scan in self.scans_that_matter(now):
            self.note_instant(scan)
        self.note_instant(now)

    def scans_that_matter(self, now: datetime) -> list[datetime]:
        """List the next scan, and those that come first after a time of an item, up to ``now``."""
        last = self.scanned()
        times = [at for one in self.known.values() for at in (one.item.start, one.item.arrival, one.item.finish) if at]
        scans = {last + minutes(SCAN), *(last - (last - at) // minutes(SCAN) * minutes(SCAN) for at in times if at > last)}
        return sorted(scan for scan in scans if scan <= now)

    def note_instant(self, instant: datetime) -> None:
        were_inside = {name for name, one in self.known.items() if self.inside(one.item)}
        scanned = self.scanned()
        self.seen_at = instant
        for name, one in self.known.items():
            if self.inside(one.item) and name not in were_inside:
                self.note(one.item, one.late, appears=True)
        if self.scanned() != scanned:
            for one in self.known.values():
                late = lateness(one.item, self.scanned())
                if late != one.late:
                    self.note(one.item, late, appears=False)

    def note(self, item: WorkItem, late: int, *, appears: bool) -> None:
        self.count += 1
        new = Known(item=item, late=late, changed=0, came=self.count, appeared=0, shown=self.nothing)
        one = self.known.setdefault(item.id, new)
        one.item, one.late, one.changed = item, late, self.count
        if self.inside(item):
            one.shown = assess(item, late).seen_through(self.conditions)
            if appears:
                one.appeared = self.count

    def forget(self, item_id: str) -> None:
        # It goes silently: what callers believe of it is theirs to drop.
        for caller in self.callers:
            if caller.unit == self.known[item_id].item.unit:
                caller.told.pop(item_id, None)
        del self.known[item_id]


def differs(one: Known, count: int, then: Known | None) -> bool:
    """Whether JeopOnly tells an item in view to someone whose stamp is of the time when it was ``then``."""
    if then is None or then.came != one.came:
        return bool(one.shown[0])
    return (bool(one.shown[0]) and one.appeared > count) or then.shown != one.shown


def ids(changes: tuple[Change, ...]) -> list[str]:
    return sorted(change.item.id for change in changes)


TestChangeFeed = ChangeFeed.TestCase
TestChangeFeed.settings = settings(max_examples=2 * settings().max_examples, stateful_step_count=30)
