"""The change feed: what counts as a change, and which stamp it gets (SCH-G-04 to SCH-G-07, SCH-G-10)."""

from typing import Any

import pytest

from emulator.scheduling.snapshot import put_snapshot, take_snapshot
from emulator.scheduling.work_item import DispatchStatus, Window
from tests.emulator.scheduling.items import NOW, activity, days, job, minutes, unresourced


def test_the_first_poll_has_every_work_item_of_the_unit(feed):
    feed.put(job("A"), unresourced("B"), activity("C"), job("D", unit="SOUTH"))

    assert feed.ids() == ["A", "B", "C"]
    assert feed.ids(unit="SOUTH") == ["D"]


def test_a_poll_with_the_stamp_of_the_last_one_has_only_what_changed_since(feed):
    feed.put(job("A"), job("B"), job("C"))
    first = feed.poll().time_stamp

    feed.put(job("B", fixed=True))
    second = feed.poll(first)

    assert [change.item.id for change in second.changes] == ["B"]
    assert feed.ids(second.time_stamp) == []
    assert second.time_stamp > first


def test_a_stamp_answers_the_same_as_long_as_nothing_changes(feed):
    feed.put(job("A"))
    first = feed.poll().time_stamp
    feed.put(job("B"))

    answers = [feed.poll(first) for _ in range(3)]

    assert [[change.item.id for change in answer.changes] for answer in answers] == [["B"]] * 3
    assert len({answer.time_stamp for answer in answers}) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"region": "LEEDS"}, {"employee": "TECH02"}, {"start": NOW}, {"arrival": NOW}, {"finish": NOW + minutes(300)},
        {"status": DispatchStatus.EARMARKED}, {"fixed": True}, {"on_hold": True}, {"all_day": True}, {"actual_minutes": 0},
        {"promise": Window()}, {"contract": Window(latest=NOW)}, {"jeopardy": frozenset({"noGo"})},
    ],
    ids=lambda values: next(iter(values)),
)  # fmt: skip
def test_a_change_of_any_attribute_counts_whether_a_reply_shows_it_or_not(feed, values: dict[str, Any]):
    feed.put(job("A"))
    first = feed.poll().time_stamp

    feed.change("A", **values)

    assert feed.ids(first) == ["A"]


def test_a_write_that_changes_nothing_is_no_change(feed):
    feed.put(job("A"))
    first = feed.poll().time_stamp

    feed.put(job("A"))

    assert feed.ids(first) == []
    assert feed.stamp() == first


def test_there_and_back_again_is_a_change(feed):
    feed.put(job("A"))
    first = feed.poll().time_stamp

    feed.put(job("A", fixed=True), job("A"))

    assert feed.ids(first) == ["A"]


def test_an_item_that_changed_often_comes_once_with_its_latest_state(feed):
    feed.put(job("A"), job("B"))
    first = feed.poll().time_stamp

    for number in range(200):
        feed.put(job("A", actual_minutes=number))

    (change,) = feed.poll(first).changes
    assert change.item.actual_minutes == 199


def test_a_work_item_that_moved_is_told_by_its_new_unit_alone(feed):
    feed.put(job("A"), job("B", unit="SOUTH"))
    north, south = feed.poll().time_stamp, feed.poll(unit="SOUTH").time_stamp

    feed.change("A", unit="SOUTH")

    assert feed.ids(north) == feed.ids() == []
    assert feed.ids(south, unit="SOUTH") == ["A"]
    assert feed.ids(unit="SOUTH") == ["B", "A"]


def test_changes_of_another_unit_do_not_show(feed):
    feed.put(job("A"))
    first = feed.poll().time_stamp

    feed.put(job("B", unit="SOUTH"), job("B", unit="SOUTH", fixed=True))

    assert feed.ids(first) == []


def test_a_cancelled_job_is_under_no_stamp_any_more(feed):
    start = feed.stamp()
    feed.put(job("A"), job("B"))
    booked = feed.stamp()

    feed.cancel("A")

    assert [feed.ids(since) for since in (None, 0, start, booked - 1, booked)] == [["B"], ["B"], ["B"], ["B"], []]


def test_a_removed_activity_is_under_no_stamp_any_more(feed):
    feed.put(activity("A"), job("B"))

    feed.remove("A")

    assert feed.ids() == feed.ids(0) == ["B"]


def test_a_job_that_is_booked_anew_after_a_cancel_is_a_change(feed):
    feed.put(job("A"))
    feed.cancel("A")
    cancelled = feed.poll().time_stamp

    feed.put(job("A"))

    assert feed.ids(cancelled) == ["A"]


def test_stamps_grow_with_every_change_also_over_clear_restore_and_a_clock_set_back(feed, clock):
    stamps = [feed.stamp()]

    def note() -> None:
        stamps.append(feed.poll().time_stamp)

    feed.put(job("A"))
    note()
    with feed.store.transaction() as tx:
        state = take_snapshot(tx)
    feed.put(job("A", fixed=True))
    note()
    with feed.store.transaction() as tx:
        put_snapshot(tx, state)
    note()
    clock.advance(-days(400))
    feed.put(job("A", on_hold=True))
    note()
    with feed.store.transaction() as tx:
        tx.clear()
        put_snapshot(tx, state)
    note()

    assert stamps == sorted(set(stamps))


def test_after_a_restore_everything_is_a_change_to_every_earlier_stamp(feed):
    feed.put(job("A"), job("B"))
    with feed.store.transaction() as tx:
        state = take_snapshot(tx)
    first = feed.poll().time_stamp

    with feed.store.transaction() as tx:
        put_snapshot(tx, state)

    assert feed.ids(first) == ["A", "B"]


def test_every_change_has_a_stamp_of_its_own(feed):
    with feed.store.transaction() as tx:
        for number in range(50):
            tx.put(job(f"J-{number}"))

    stamps = [change.stamp for change in feed.poll().changes]

    assert stamps == sorted(set(stamps))
    assert len(stamps) == 50
