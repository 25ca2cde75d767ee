"""The memory horizon: entering it is a change, leaving it is silent, whichever way the clock goes (SCH-G-05, SCH-G-17)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from emulator.return_codes import Refused, ReturnCode
from emulator.scheduling.horizon import Horizon
from emulator.scheduling.work_item import DispatchStatus, Window
from tests.emulator.scheduling.items import NOW, activity, days, job, minutes, unresourced

MIDNIGHT = NOW.replace(hour=0)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("start", "inside"),
    [
        (MIDNIGHT - days(7) - SECOND, False),
        (MIDNIGHT - days(7), True),
        (MIDNIGHT + days(29) - SECOND, True),
        (MIDNIGHT + days(29), False),
        # Whole days in UTC: it is still the 2nd of February there.
        (datetime(2026, 2, 3, 0, 30, tzinfo=timezone(timedelta(hours=1))), True),
        (datetime(2026, 2, 2, 23, 30, tzinfo=timezone(-timedelta(hours=1))), False),
    ],
)
def test_both_end_days_are_inside_whole_and_in_utc(feed, start, inside):
    feed.put(job("A", start=start))

    assert feed.ids() == (["A"] if inside else [])


@pytest.mark.parametrize("start", [MIDNIGHT - days(7) - SECOND, MIDNIGHT + days(29)])
def test_a_job_outside_cannot_be_cancelled(feed, start):
    feed.put(job("A", start=start))

    with pytest.raises(Refused) as refused:
        feed.cancel("A")

    assert refused.value.code is ReturnCode.JOBID_INVALID


def test_an_activity_is_judged_by_its_start_and_a_job_without_an_employee_is_inside(feed):
    feed.put(activity("A", start=NOW + days(40)), unresourced("B", start=NOW + days(40)), unresourced("C"))

    assert feed.ids() == ["B", "C"]


def test_the_days_are_parameters(make_feed):
    feed = make_feed(glob_days_before=0, glob_days_after=1)

    feed.put(*(job(f"{number}", start=MIDNIGHT + days(number)) for number in (-1, 0, 1, 2)))

    assert feed.ids() == ["0", "1"]


@pytest.mark.parametrize("by", [1, 20])
def test_a_job_that_enters_as_the_clock_goes_on_is_a_change(feed, clock, by):
    feed.put(job("in"), job("out", start=MIDNIGHT + days(29)))
    first = feed.poll().time_stamp

    clock.advance(days(by) - minutes(8 * 60) - SECOND)
    before = feed.ids(first)
    clock.advance(SECOND)

    assert ("out" in before) is (by > 1)
    assert "out" in feed.ids(first)


def test_a_job_that_enters_as_the_clock_is_set_back_is_a_change(feed, clock):
    feed.put(job("past", start=MIDNIGHT - days(8)))
    first = feed.poll().time_stamp

    clock.advance(-days(1))

    assert feed.ids(first) == ["past"]


def test_a_job_that_leaves_goes_silently_and_comes_back_as_a_change(feed, clock):
    feed.put(job("A", start=MIDNIGHT - days(7), status=DispatchStatus.LOGGED_OFF))
    first = feed.poll().time_stamp

    clock.advance(days(1))
    gone = feed.poll(first)
    whole = feed.ids()
    clock.advance(-days(1))

    assert gone.changes == ()
    assert whole == []
    assert feed.ids(gone.time_stamp) == ["A"]


def test_a_jump_beyond_the_whole_horizon_and_back_loses_nothing(feed, clock):
    feed.put(*(job(f"{number}", start=MIDNIGHT + days(number), status=DispatchStatus.CLEARED) for number in range(-7, 29)))
    first = feed.poll().time_stamp

    clock.advance(days(500))
    nothing = feed.ids()
    clock.advance(-days(500))

    assert nothing == []
    assert sorted(map(int, feed.ids(first))) == list(range(-7, 29))


def test_a_change_outside_shows_when_the_job_enters(feed, clock):
    feed.put(job("A", start=MIDNIGHT + days(29)))
    first = feed.poll().time_stamp
    feed.change("A", fixed=True)
    outside = feed.poll(first)

    clock.advance(days(1))

    assert outside.changes == ()
    (change,) = feed.poll(outside.time_stamp).changes
    assert change.item.fixed


def test_a_job_that_is_moved_out_is_silent_and_moved_in_a_change(feed):
    feed.put(job("A"))
    first = feed.poll().time_stamp

    feed.put(job("A", start=NOW + days(100)))
    outside = feed.poll(first)
    feed.put(job("A"))

    assert outside.changes == ()
    assert feed.ids(outside.time_stamp) == ["A"]


def test_with_jeop_only_a_job_that_enters_in_jeopardy_is_told(feed, clock):
    feed.put(job("A", start=MIDNIGHT + days(29), promise=Window(latest=MIDNIGHT)), job("B", start=MIDNIGHT + days(29)))
    first = feed.poll().time_stamp

    clock.advance(days(1))

    assert feed.ids(first, jeop_only=True) == ["A"]


def test_with_jeop_only_a_job_that_was_in_jeopardy_and_comes_back_without_is_told(feed, clock):
    feed.put(job("A", start=MIDNIGHT + days(28), promise=Window(latest=MIDNIGHT)))
    first = feed.poll(jeop_only=True).time_stamp

    clock.advance(-days(1))
    feed.change("A", promise=None)
    outside = feed.poll(first, jeop_only=True)
    clock.advance(days(1))

    assert outside.changes == ()
    assert feed.ids(outside.time_stamp, jeop_only=True) == ["A"]
    assert feed.ids(first, jeop_only=True) == ["A"]


def test_with_jeop_only_a_job_that_comes_back_in_jeopardy_is_new_to_whoever_asked_meanwhile(feed, clock):
    feed.put(job("A", start=MIDNIGHT - days(7), status=DispatchStatus.CLEARED, promise=Window(latest=MIDNIGHT - days(9))))
    clock.advance(days(1))
    meanwhile = feed.poll(jeop_only=True)

    clock.advance(-days(1))

    assert meanwhile.changes == ()
    assert feed.ids(meanwhile.time_stamp, jeop_only=True) == ["A"]


def test_with_jeop_only_what_was_never_seen_in_jeopardy_has_not_left_it(feed, clock):
    feed.put(job("A", start=MIDNIGHT + days(29), promise=Window(latest=MIDNIGHT)))
    booked = feed.poll(jeop_only=True).time_stamp
    feed.change("A", promise=None)

    clock.advance(days(1))

    assert feed.ids(booked) == ["A"]
    assert feed.ids(booked, jeop_only=True) == []


def test_the_days_that_enter_are_those_that_were_not_inside():
    now = datetime(2026, 1, 5, 23, 59, tzinfo=UTC)

    horizons = [Horizon.around(now + days(by), days_before=2, days_after=3) for by in (0, 1, -1, 100)]

    today = now.toordinal()
    assert [list(horizon.entered_from(horizons[0])) for horizon in horizons] == [
        [], [today + 4], [today - 3], list(range(today + 98, today + 104)),
    ]  # fmt: skip
