"""GetChangedWorkItems with JeopOnly: conditions that were entered, left or swapped, and amounts that differ (SCH-G-08)."""

from typing import Any

import pytest

from emulator.scheduling.work_item import Window
from tests.emulator.scheduling.items import NOW, job, minutes, unresourced

ARRIVAL = NOW + minutes(150)


def late(by: int) -> Window:
    return Window(latest=ARRIVAL - minutes(by))


def early(by: int) -> Window:
    return Window(earliest=ARRIVAL + minutes(by))


def test_without_a_stamp_it_is_what_is_in_a_configured_condition(feed):
    feed.put(
        unresourced("U"),
        job("M", promise=late(1)),
        job("Me", promise=early(1)),
        job("P", contract=late(1)),
        job("B", contract=early(1)),
        job("other", jeopardy=frozenset({"noGo"})),
        job("none"),
    )

    assert feed.ids(jeop_only=True) == feed.ids(0, jeop_only=True) == ["U", "M", "Me", "P", "B"]


@pytest.mark.parametrize(
    ("states", "found"),
    [("", []), ("U", ["U"]), ("M", ["M"]), ("Me", ["Me"]), ("MeP", ["Me", "P"]), ("B", ["B"]), ("S", ["S"])],
)
def test_only_the_configured_conditions_count(feed, states, found):
    feed.unit("NORTH", gcj_jeop_check_states=states)
    feed.put(
        unresourced("U"),
        job("M", promise=late(1)),
        job("Me", promise=early(1)),
        job("P", contract=late(1)),
        job("B", contract=early(1)),
        job("S", jeopardy=frozenset({"ovlShift"})),
    )

    assert feed.ids(jeop_only=True) == found


def test_a_reported_item_has_all_its_states_configured_or_not(feed):
    feed.unit("NORTH", gcj_jeop_check_states="P")
    feed.put(job("A", contract=late(5), promise=late(1), jeopardy=frozenset({"noGo"})))

    (change,) = feed.poll(jeop_only=True).changes

    assert change.jeopardy.elements == ("missedApptLate", "pastContract", "promise", "missedAppt", "noGo")


CASES: tuple[tuple[str, dict[str, Any], dict[str, Any], bool], ...] = (
    # what happens, before, after, whether JeopOnly tells it
    ("entered", {}, {"promise": late(1)}, True),
    ("left", {"promise": late(1)}, {}, True),
    ("swapped", {"promise": late(5)}, {"contract": late(5)}, True),
    ("swapped late for early", {"promise": late(5)}, {"promise": early(5)}, True),
    ("one more", {"promise": late(5)}, {"promise": late(5), "contract": late(5)}, True),
    ("later", {"promise": late(5)}, {"promise": late(6)}, True),
    ("less late", {"promise": late(5)}, {"promise": late(4)}, True),
    ("more overdue", {"contract": late(5)}, {"contract": late(6)}, True),
    ("earlier", {"promise": early(5)}, {"promise": early(6)}, True),
    ("before the contract", {"contract": early(5)}, {"contract": early(6)}, True),
    ("amount of the contract behind the promise", {"promise": late(5), "contract": late(5)},
     {"promise": late(5), "contract": late(9)}, True),
    ("neither", {}, {"fixed": True}, False),
    ("in it before and after", {"promise": late(5)}, {"promise": late(5), "on_hold": True}, False),
    ("another way to the same lateness", {"promise": late(5)}, {"promise": Window(earliest=NOW, latest=late(5).latest)}, False),
    ("one that is not configured", {}, {"jeopardy": frozenset({"noGo"})}, False),
    ("got an employee", {"employee": None}, {}, True),
)  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_with_a_stamp_it_is_what_differs_in_conditions_or_amounts(feed, before, after, told):
    feed.put(job("A", **before), job("other", promise=late(1)))
    first = feed.poll(jeop_only=True).time_stamp

    feed.put(job("A", **after))

    assert feed.ids(first) == ["A"]
    assert feed.ids(first, jeop_only=True) == (["A"] if told else [])


@pytest.mark.parametrize(
    ("states", "windows"),
    [
        ("P", ({"promise": late(5)}, {"promise": late(9)})),
        ("M", ({"contract": late(5)}, {"contract": late(9)})),
        ("B", ({"promise": early(5)}, {"promise": early(9)})),
        ("Me", ({"contract": early(5)}, {"contract": early(9)})),
        ("U", ({"promise": late(5), "contract": late(5)}, {"promise": early(5), "contract": early(5)})),
    ],
)
def test_an_amount_counts_under_its_own_condition_alone(feed, states, windows):
    feed.unit("NORTH", gcj_jeop_check_states=states)
    before, after = windows
    feed.put(job("A", **before))
    first = feed.poll(jeop_only=True).time_stamp

    feed.put(job("A", **after))

    assert feed.ids(first, jeop_only=True) == []


def test_entered_and_left_again_is_no_difference(feed):
    feed.put(job("A"))
    first = feed.poll(jeop_only=True).time_stamp

    feed.put(job("A", promise=late(1)))
    between = feed.poll(first, jeop_only=True)
    feed.put(job("A"))

    assert [change.item.id for change in between.changes] == ["A"]
    assert feed.ids(first, jeop_only=True) == []
    assert feed.ids(between.time_stamp, jeop_only=True) == ["A"]


def test_an_item_that_moved_in_counts_as_new(feed):
    feed.put(job("in", unit="SOUTH", promise=late(1)), job("not", unit="SOUTH"), job("there and back", promise=late(1)))
    first = feed.poll(jeop_only=True).time_stamp

    feed.change("in", unit="NORTH")
    feed.change("not", unit="NORTH")
    feed.change("there and back", unit="SOUTH")
    feed.change("there and back", unit="NORTH")

    assert feed.ids(first, jeop_only=True) == ["in", "there and back"]


def test_a_cut_reply_of_conditions_loses_nothing_when_later_changes_do_not_touch_them(feed):
    feed.unit("NORTH", max_work_items=1)
    feed.put(job("A", promise=late(1)), job("B", promise=late(1)), job("C", promise=late(1)))
    # A's last change is the newest of all, and its jeopardy the oldest.
    feed.put(job("A", promise=late(1), on_hold=True))

    found, stamp, more = [], None, True
    while more:
        page = feed.poll(stamp, jeop_only=True)
        found += [change.item.id for change in page.changes]
        stamp, more = page.time_stamp, page.more

    assert found == ["A", "B", "C"]
    assert feed.ids(stamp, jeop_only=True) == []


def test_a_cut_reply_of_conditions_goes_on_from_after_its_stamp_also_when_they_are_as_they_once_were(feed):
    feed.put(job("A", promise=late(1)), job("A"), job("B"))
    feed.unit("NORTH", max_work_items=1)
    first = feed.poll(jeop_only=True).time_stamp
    feed.put(job("A", promise=late(1)), job("B", promise=late(1)))

    page = feed.poll(first, jeop_only=True)
    rest = feed.poll(page.time_stamp, jeop_only=True)

    assert page.time_stamp > first
    assert [[change.item.id for change in each.changes] for each in (page, rest)] == [["A"], ["B"]]


def test_so_many_changes_that_a_stamp_is_forgotten_are_told_rather_than_lost(feed):
    feed.put(job("A", promise=late(5)))
    first = feed.poll(jeop_only=True).time_stamp

    for number in range(300):
        feed.put(job("A", promise=late(1000 + number)))

    assert feed.ids(first, jeop_only=True) == ["A"]
    feed.unit("NORTH", gcj_jeop_check_states="UMMePB", max_work_items=1)
    assert feed.ids(first, jeop_only=True) == ["A"]
