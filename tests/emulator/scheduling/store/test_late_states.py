"""Late states are read anew when the status changes and at each scan, so the clock alone makes changes (SCH-J-04)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from emulator.scheduling.jeopardy import lateness
from emulator.scheduling.work_item import DispatchStatus, Unit
from tests.emulator.scheduling.items import NOW, activity, job, minutes, unresourced

# Scans are at 08:00, 08:05, 08:10 ...
SECOND = timedelta(seconds=1)
LATE_AT_START = ("lateEarmark", "lateContact", "lateTravel")


def states(feed, item_id: str = "A") -> tuple[str, ...]:
    (found,) = (change for change in feed.poll().changes if change.item.id == item_id)
    return found.jeopardy.elements


def test_a_job_becomes_late_at_the_scan_after_its_start(feed, clock):
    feed.put(job("A", start=NOW + minutes(7)))
    first = feed.poll().time_stamp

    clock.set(NOW + minutes(10) - SECOND)
    before = feed.ids(first)
    clock.set(NOW + minutes(10))

    assert before == []
    assert feed.ids(first) == ["A"]
    assert states(feed) == LATE_AT_START


def test_a_start_on_a_scan_is_late_at_that_scan(feed, clock):
    feed.put(job("A", start=NOW + minutes(5)))

    clock.set(NOW + minutes(5))

    assert states(feed) == LATE_AT_START


def test_a_start_a_microsecond_after_a_scan_is_late_at_the_next(feed, clock):
    feed.put(job("A", start=NOW + minutes(5) + timedelta(microseconds=1)))

    clock.set(NOW + minutes(5) + SECOND)
    at_five = states(feed)
    clock.set(NOW + minutes(10))

    assert at_five == ()
    assert states(feed) == LATE_AT_START


def test_the_scan_time_is_a_parameter(make_feed, clock):
    feed = make_feed(jeop_scan_time=60)
    feed.put(job("A", start=NOW + minutes(1)))

    clock.set(NOW + minutes(59))
    before = states(feed)
    clock.set(NOW + minutes(60))

    assert before == ()
    assert states(feed) == (*LATE_AT_START, "lateLogon")


def test_each_demand_adds_its_state_as_the_clock_goes_on(feed, clock):
    feed.put(job("A", start=NOW + minutes(10)))  # arrives after 40 minutes, ends after 100

    found = []
    for at in (5, 10, 40, 100):
        clock.set(NOW + minutes(at))
        found.append(states(feed))

    assert found == [
        (),
        LATE_AT_START,
        (*LATE_AT_START, "lateLogon"),
        (*LATE_AT_START, "lateLogon", "lateLogoff"),
    ]


@pytest.mark.parametrize(
    ("status", "late"),
    [
        (DispatchStatus.TENTATIVE, (*LATE_AT_START, "lateLogon", "lateLogoff")),
        (DispatchStatus.FIXED, (*LATE_AT_START, "lateLogon", "lateLogoff")),
        (DispatchStatus.EARMARKED, ("lateContact", "lateTravel", "lateLogon", "lateLogoff")),
        (DispatchStatus.CONTACTED, ("lateTravel", "lateLogon", "lateLogoff")),
        (DispatchStatus.TRAVELLING, ("lateLogon", "lateLogoff")),
        (DispatchStatus.LOGGED_ON, ("lateLogoff",)),
        (DispatchStatus.LOGGED_OFF, ()),
        (DispatchStatus.CLEARED, ()),
        (DispatchStatus.CANCELLED, ()),
    ],
)
def test_each_status_meets_some_of_the_demands(feed, clock, status, late):
    feed.put(job("A", status=status))
    clock.advance(minutes(24 * 60))

    assert states(feed) == late


def test_a_change_of_status_is_read_at_once(feed, clock):
    feed.put(job("A", start=NOW + minutes(1)))
    clock.set(NOW + minutes(2))

    feed.change("A", status=DispatchStatus.EARMARKED)

    assert states(feed) == ("lateContact", "lateTravel")


def test_another_change_leaves_the_late_states_for_the_scan(feed, clock):
    feed.put(job("A", start=NOW + minutes(1)))
    clock.set(NOW + minutes(2))

    feed.change("A", on_hold=True)
    between = states(feed)
    clock.set(NOW + minutes(5))

    assert between == ()
    assert states(feed) == LATE_AT_START


def test_a_job_that_is_moved_into_the_past_is_late_at_the_next_scan(feed, clock):
    feed.put(job("A", start=NOW + minutes(600)))
    clock.set(NOW + minutes(1))

    feed.put(job("A", start=NOW - minutes(20)))
    between = states(feed)
    first = feed.poll().time_stamp
    clock.set(NOW + minutes(5))

    assert between == ()
    assert feed.ids(first) == ["A"]
    assert states(feed) == LATE_AT_START


def test_a_late_job_that_is_moved_into_the_future_is_late_until_the_next_scan(feed, clock):
    feed.put(job("A", start=NOW - minutes(10)))
    clock.set(NOW + minutes(1))

    feed.put(job("A", start=NOW + minutes(600)))
    between = states(feed)
    first = feed.poll().time_stamp
    clock.set(NOW + minutes(5))

    assert between == LATE_AT_START
    assert feed.ids(first) == ["A"]
    assert states(feed) == ()


def test_a_job_that_gets_its_employee_after_its_start_is_late_at_the_next_scan(feed, clock):
    feed.put(replace(job("A", start=NOW - minutes(10)), employee=None))
    clock.set(NOW + minutes(1))

    feed.change("A", employee="TECH01")
    clock.set(NOW + minutes(5))

    assert states(feed) == LATE_AT_START


def test_a_clock_that_is_set_back_takes_late_states_away_again_as_a_change(feed, clock):
    feed.put(job("A", start=NOW + minutes(10)))
    clock.set(NOW + minutes(30))
    late = feed.poll().time_stamp

    clock.set(NOW)
    back = feed.poll(late)
    clock.set(NOW + minutes(10))

    assert [change.jeopardy.bits for change in back.changes] == [0]
    assert feed.ids(back.time_stamp) == ["A"]
    assert states(feed) == LATE_AT_START


def test_a_clock_that_is_set_back_between_two_scans_changes_nothing(feed, clock):
    clock.set(NOW + minutes(2))
    feed.put(job("A", start=NOW + minutes(1)))
    late = feed.poll().time_stamp

    clock.set(NOW)
    back = feed.ids(late)
    clock.set(NOW + minutes(5))

    assert back == feed.ids(late) == []
    assert states(feed) == LATE_AT_START


def test_scans_that_find_nothing_new_are_no_change(feed, clock):
    feed.put(job("A", start=NOW + minutes(10)))
    clock.set(NOW + minutes(15))
    late = feed.poll().time_stamp

    clock.set(NOW + minutes(35))

    assert feed.ids(late) == []


def test_jobs_without_an_employee_and_activities_are_never_late(feed, clock):
    feed.put(unresourced("A", start=NOW, arrival=NOW, finish=NOW), activity("B"))
    first = feed.poll().time_stamp

    clock.advance(minutes(24 * 60))

    assert feed.ids(first) == []


def test_a_job_outside_the_horizon_is_late_when_it_comes_in(make_feed, clock):
    feed = make_feed(glob_days_before=0, glob_days_after=0)
    feed.put(job("A", start=NOW + minutes(24 * 60)))

    clock.set(NOW + minutes(24 * 60 + 5))

    assert states(feed) == LATE_AT_START


def test_a_removed_job_is_not_looked_at_again(feed, clock):
    feed.put(job("A", start=NOW + minutes(10)))
    feed.cancel("A")

    clock.set(NOW + minutes(15))

    assert feed.ids() == []


def test_a_state_that_was_cleared_is_not_looked_at_again(feed, clock):
    feed.put(job("A", start=NOW + minutes(10)))
    with feed.store.transaction() as tx:
        tx.clear()
        tx.put_unit(Unit(id="NORTH"))
        tx.put(job("B", start=NOW + minutes(20)))

    clock.set(NOW + minutes(15))
    early = feed.poll().changes
    clock.set(NOW + minutes(20))

    assert [(change.item.id, change.late) for change in early] == [("B", 0)]
    assert states(feed, "B") == LATE_AT_START


def test_a_scan_looks_only_at_what_becomes_due(feed, clock):
    feed.put(*(job(f"J-{number}", start=NOW + minutes(10 + number)) for number in range(100)))
    before = feed.stamp()

    clock.set(NOW + minutes(20))

    assert feed.ids(before) == [f"J-{number}" for number in range(11)]


def test_many_scans_at_once_leave_what_one_by_one_leave(make_feed, clock):
    jobs = [job(f"J-{number}", start=NOW + minutes(7 * number), status=DispatchStatus(number % 9)) for number in range(40)]
    feed = make_feed()
    feed.put(*jobs)

    clock.set(NOW + minutes(300))

    found = {change.item.id: change.late for change in feed.poll().changes}
    assert found == {item.id: lateness(item, NOW + minutes(300)) for item in jobs}


def test_a_clock_that_goes_on_and_back_leaves_behind_what_was_due_whoever_looked(feed, clock):
    feed.put(job("A", start=NOW + minutes(7)))
    first = feed.poll().time_stamp

    clock.set(NOW + minutes(10))
    clock.set(NOW)

    assert feed.ids(first) == ["A"]
    assert states(feed) == ()
