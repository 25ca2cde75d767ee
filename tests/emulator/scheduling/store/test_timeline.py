"""Events of a timeline are played lazily, each at its own instant, in order, with the scans and days between them."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.clock import Clock
from emulator.scheduling.audit import AuditEntry, CancelReason
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.snapshot import Snapshot, put_snapshot, take_snapshot
from emulator.scheduling.store import Transaction
from emulator.scheduling.store.memory import MemoryStore
from emulator.scheduling.timeline import Amend, Book, Cancel, Event, Happening, Scan
from emulator.scheduling.work_item import DispatchStatus, Unit, WorkItem
from tests.emulator.scheduling.items import NOW, activity, days, job, minutes, unresourced


def at(offset: float, what: Happening) -> Event:
    return Event(at=NOW + minutes(offset), what=what)


def amend(item_id: str, **members: object) -> Amend:
    return Amend(kind="change", id=item_id, members=members)


def cancel(item_id: str, **reason: object) -> Cancel:
    return Cancel(id=item_id, reason=CancelReason(**reason))


def plan(feed, *events: Event) -> None:
    with feed.store.transaction() as tx:
        tx.put_timeline(events)


def to_come(feed) -> list[datetime]:
    with feed.store.transaction() as tx:
        return [event.at for event in tx.timeline()]


def item(feed, item_id: str = "A") -> WorkItem | None:
    with feed.store.transaction() as tx:
        return tx.item(item_id)


def undone(feed, write: Callable[[Transaction], object]) -> None:
    """Write in a transaction that raises."""
    with suppress(LookupError), feed.store.transaction() as tx:
        write(tx)
        raise LookupError


def warnings(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


# -- what can happen


def test_a_job_is_booked_at_its_time_and_not_before(feed, clock):
    plan(feed, at(10, Book(item=job("A"))))
    first = feed.poll().time_stamp

    clock.set(NOW + minutes(10) - timedelta(microseconds=1))
    before = feed.ids(first)
    clock.set(NOW + minutes(10))

    assert before == []
    assert feed.ids(first) == ["A"]
    assert item(feed) == job("A")
    assert to_come(feed) == []


@pytest.mark.parametrize(
    ("members", "changed"),
    [
        ({"status": "Travelling"}, {"status": DispatchStatus.TRAVELLING}),
        ({"employee": "TECH02"}, {"employee": "TECH02"}),
        ({"employee": None}, {"employee": None}),
        ({"unit": "SOUTH"}, {"unit": "SOUTH"}),
        ({"jeopardy": ["noGo"]}, {"jeopardy": frozenset({"noGo"})}),
        ({"finish": "2026-01-05T12:00:00Z", "fixed": True}, {"finish": NOW.replace(hour=12), "fixed": True}),
    ],
)
def test_a_job_is_changed_and_keeps_the_rest(feed, clock, members, changed):
    feed.put(job("A", on_hold=True))
    plan(feed, at(10, amend("A", **members)))

    clock.set(NOW + minutes(11))

    assert item(feed) == replace(job("A", on_hold=True), **changed)


def test_a_job_that_is_moved_is_reported_by_its_new_unit(feed, clock):
    feed.put(job("A"))
    plan(feed, at(10, amend("A", unit="SOUTH")))
    first = feed.poll().time_stamp

    clock.advance(minutes(10))

    assert (feed.ids(first), feed.ids(first, unit="SOUTH"), feed.ids()) == ([], ["A"], [])


def test_a_cancel_leaves_an_audit_entry_of_its_instant_without_a_user(feed, clock):
    feed.put(job("A"))
    plan(feed, at(10, cancel("A", id=7, text="rain")))

    clock.advance(minutes(600))

    assert item(feed) is None
    with feed.store.transaction() as tx:
        assert tx.audit() == (AuditEntry(at=NOW + minutes(10), job="A", unit="NORTH", reason_id=7, reason="rain"),)


def test_a_scan_reads_late_states_at_its_instant(feed, clock):
    feed.put(job("A", start=NOW + minutes(1)), job("B", start=NOW + minutes(3)))
    plan(feed, at(2, Scan()))
    first = feed.stamp()

    clock.set(NOW + minutes(4))
    after_the_event = feed.ids(first)
    second = feed.stamp()
    clock.set(NOW + minutes(5))

    assert after_the_event == ["A"]
    assert feed.ids(second) == ["B"]


def test_events_of_one_instant_happen_in_the_order_they_were_given(feed, clock):
    plan(feed, at(5, Book(item=job("A"))), at(5, amend("A", status="Fixed")), at(4, Book(item=job("B"))))

    clock.advance(minutes(5))

    assert feed.ids() == ["B", "A"]
    assert item(feed).status is DispatchStatus.FIXED


# -- each at its own instant


def test_what_a_scan_found_before_an_event_was_found_before_it(feed, clock):
    feed.put(job("A", start=NOW + minutes(4)), job("B", start=NOW + minutes(600)))
    plan(feed, at(7, amend("B", fixed=True)))
    first = feed.stamp()

    clock.advance(minutes(60))

    # At 08:05 A is late; at 08:07 B is changed; at 08:35 A, that has not arrived, is later still.
    assert feed.ids(first) == ["B", "A"]
    (change,) = (change for change in feed.poll(first).changes if change.item.id == "A")
    assert [stamp - first for stamp, _ in change.past if stamp > first] == [1, 3]


def test_a_status_that_comes_in_time_leaves_no_late_state(feed, clock):
    feed.put(job("A", start=NOW + minutes(7)))
    plan(feed, at(6, amend("A", status="Travelling")))

    clock.advance(minutes(20))

    assert [change.jeopardy.elements for change in feed.poll().changes] == [()]


def test_a_cancel_is_judged_by_the_horizon_of_its_instant(make_feed, clock, caplog):
    feed = make_feed(glob_days_before=0, glob_days_after=0)
    feed.put(job("A", start=NOW + days(1)), job("B", start=NOW + days(1)))
    plan(feed, at(60, cancel("A")), at(24 * 60, cancel("B")))

    clock.advance(days(3))

    assert item(feed, "A") is not None
    assert item(feed, "B") is None
    assert len(warnings(caplog)) == 1


def test_a_day_that_came_and_went_while_nobody_looked_came_into_view_in_between(make_feed, clock):
    feed = make_feed(glob_days_before=0, glob_days_after=0)
    feed.put(activity("A", start=NOW + days(2)), activity("B", start=NOW + days(5)))
    first = feed.stamp()

    clock.advance(days(5))

    assert feed.ids(first) == ["B"]
    assert feed.store.state.current["A"].appeared > first


def test_an_event_whose_time_is_past_already_happens_at_once(feed, clock):
    feed.put(job("A"))
    plan(feed, at(-60, cancel("A")))

    assert item(feed) is None
    with feed.store.transaction() as tx:
        assert [entry.at for entry in tx.audit()] == [NOW]


def test_a_clock_that_is_set_back_replays_nothing(feed, clock):
    plan(feed, at(10, Book(item=job("A"))), at(20, Book(item=job("B"))))
    clock.set(NOW + minutes(15))
    feed.remove("A")

    clock.set(NOW)
    clock.set(NOW + minutes(19))
    before = feed.ids()
    clock.set(NOW + minutes(20))

    assert (before, feed.ids()) == ([], ["B"])


# -- what cannot happen any more


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (amend("B", fixed=True), 'change "B": there is no such work item'),
        (Amend(kind="move", id="A", members={"unit": "NOWHERE"}), 'move "A": there is no unit "NOWHERE"'),
        (Book(item=job("A")), 'book "A": there is such a work item already'),
        (Book(item=job("B", unit="NOWHERE")), 'book "B": there is no unit "NOWHERE"'),
        (cancel("B"), 'cancel "B": there is no such job inside the memory horizon'),
        (cancel("700001"), 'cancel "700001": there is no such job inside the memory horizon'),
        (amend("A", finish="2026-01-05T01:00:00Z"), 'change "A": finish: expected no time before arrival'),
        (Amend(kind="reassign", id="U", members={"employee": "T"}), 'reassign "U": start: expected a value'),
    ],
)
def test_an_event_that_cannot_happen_is_passed_over_with_one_warning_and_the_others_happen(feed, clock, caplog, what, message):
    feed.put(job("A"), activity("700001"), unresourced("U"))
    plan(feed, at(5, what), at(6, amend("A", on_hold=True)))

    clock.advance(minutes(10))

    assert item(feed) == job("A", on_hold=True)
    assert (item(feed, "700001"), item(feed, "U")) == (activity("700001"), unresourced("U"))
    (warning,) = warnings(caplog)
    assert warning.startswith(f"timeline: passed over at 2026-01-05T08:05:00Z: {message}")


def test_a_transaction_that_raises_takes_no_event_back(feed, clock):
    plan(feed, at(10, Book(item=job("A"))))
    clock.advance(minutes(10))

    undone(feed, lambda tx: (tx.clear(), tx.put_timeline([at(99, Scan())])))

    assert feed.ids() == ["A"]
    assert to_come(feed) == []


def test_a_new_timeline_that_is_undone_leaves_the_one_before(feed):
    plan(feed, at(10, Scan()))

    undone(feed, lambda tx: tx.put_timeline([]))

    assert to_come(feed) == [NOW + minutes(10)]


def test_a_scan_that_is_undone_leaves_the_late_states_to_the_next(feed, clock):
    feed.put(job("A", start=NOW + minutes(1)))
    first = feed.stamp()
    clock.set(NOW + minutes(2))

    undone(feed, lambda tx: tx.scan())
    before = feed.ids(first)
    clock.set(NOW + minutes(5))

    assert (before, feed.ids(first)) == ([], ["A"])


# -- one step or a hundred

IDS = ("A", "B", "C", "D")
SPAN = 3 * 24 * 60
offsets = st.integers(-60, SPAN)


@st.composite
def items(draw: st.DrawFn) -> WorkItem:
    start = NOW + minutes(draw(st.integers(-24 * 60, 4 * 24 * 60)))
    status, unit = draw(st.sampled_from(DispatchStatus)), draw(st.sampled_from(["NORTH", "SOUTH"]))
    return job(draw(st.sampled_from(IDS)), start=start, status=status, unit=unit)


statuses = st.sampled_from([status.text for status in DispatchStatus])
members = st.fixed_dictionaries(
    {},
    optional={
        "status": statuses,
        "unit": st.sampled_from(["NORTH", "SOUTH"]),
        "employee": st.sampled_from([None, "T"]),
        "start": st.integers(-SPAN, SPAN).map(lambda offset: (NOW + minutes(offset)).isoformat()),
    },
)
happenings = st.one_of(
    items().map(lambda found: Book(item=found)),
    st.builds(Amend, kind=st.just("change"), id=st.sampled_from(IDS), members=members),
    st.sampled_from(IDS).map(cancel),
    st.just(Scan()),
)
events = st.lists(st.builds(lambda offset, what: at(offset, what), offsets, happenings), min_size=2, max_size=12)
steps = st.lists(st.integers(0, SPAN * 60).map(lambda seconds: timedelta(seconds=seconds)), min_size=30, max_size=100)


@given(started=st.lists(items(), min_size=2, max_size=4, unique_by=lambda found: found.id), events=events, steps=steps)
def test_a_clock_that_goes_far_at_once_leaves_what_many_small_steps_leave(started, events, steps):
    def after(instants: list[datetime]) -> MemoryStore:
        clock = Clock.frozen_at(NOW)
        store = MemoryStore(
            clock=clock,
            parameters=SystemParameters(glob_days_before=0, glob_days_after=0, jeop_scan_time=7),
            first_stamp=1000,
        )
        with store.transaction() as tx:
            units = (Unit(id="NORTH"), Unit(id="SOUTH"))
            put_snapshot(tx, Snapshot(units=units, items=tuple(started), timeline=tuple(events)))
        for instant in instants:
            clock.set(instant)
            with store.transaction():
                pass
        return store

    end = NOW + minutes(SPAN)
    at_once, bit_by_bit = after([end]), after([*sorted(NOW + step for step in steps), end])

    with at_once.transaction() as one, bit_by_bit.transaction() as other:
        assert take_snapshot(one) == take_snapshot(other)
        assert one.stamp() == other.stamp()
    # The change feed too: who changed when, what was late, what its jeopardy was in between.
    assert at_once.state.current == bit_by_bit.state.current
