"""GetChangedWorkItems: refusals in their order, and replies that are cut (SCH-G-11 to SCH-G-15)."""

from itertools import combinations
from typing import Any

import pytest

from emulator.return_codes import Refused, ReturnCode
from tests.emulator.scheduling.items import NOW, job, minutes

NEVER = 2**64 - 1


def refusal(feed, *, unit: str = "NORTH", since: int | None = None, **options: Any) -> ReturnCode:
    with pytest.raises(Refused) as refused:
        feed.poll(since, unit=unit, **options)
    return refused.value.code


# -- refusals

FAULTS: tuple[tuple[dict[str, Any], ReturnCode], ...] = (
    ({"unit": "WEST"}, ReturnCode.FRUID_INVALID),
    ({"wrong_option": "options"}, ReturnCode.OPTIONS_INVALID),
    ({"most": 0}, ReturnCode.MAX_INVALID),
    ({"since": NEVER}, ReturnCode.TIMESTAMP_INVALID),
)
SEVERAL = [some for number in (1, 2, 3, 4) for some in combinations(FAULTS, number)]


@pytest.mark.parametrize("faults", SEVERAL, ids=lambda faults: "+".join(next(iter(fault)) for fault, _ in faults))
def test_of_several_faults_the_first_in_order_is_told(feed, faults):
    given = {name: value for fault, _ in faults for name, value in fault.items()}
    feed.unit("NORTH", max_work_items=given.pop("most", None))

    assert refusal(feed, **given) is faults[0][1]


@pytest.mark.parametrize("unit", ["", "north", "North", " NORTH", "NORTH ", "NORTHWEST", "X" * 9])
def test_a_unit_is_compared_exactly(feed, unit):
    assert refusal(feed, unit=unit) is ReturnCode.FRUID_INVALID


@pytest.mark.parametrize("most", [0, -1, 100_001, 2**40])
def test_a_maximum_out_of_range_is_refused(feed, most):
    feed.unit("NORTH", max_work_items=most)

    assert refusal(feed) is ReturnCode.MAX_INVALID


@pytest.mark.parametrize("most", [1, 100_000, None])
def test_a_maximum_in_range_is_none_of_the_callers_business(feed, most):
    feed.unit("NORTH", max_work_items=most)
    feed.put(job("A"))

    assert feed.ids() == ["A"]


def test_a_stamp_is_refused_only_when_it_is_later_than_every_change_and_every_stamp(feed):
    feed.put(job("A"))
    newest = feed.poll(unit="SOUTH").time_stamp

    assert refusal(feed, since=newest + 1) is ReturnCode.TIMESTAMP_INVALID
    assert refusal(feed, since=-1) is ReturnCode.TIMESTAMP_INVALID
    assert feed.ids(newest) == []
    assert feed.ids(0) == feed.ids(1) == ["A"]


# -- replies that are cut


def test_a_reply_is_cut_at_the_maximum_oldest_changes_first_and_can_be_continued(feed):
    feed.unit("NORTH", max_work_items=2)
    feed.put(*(job(name) for name in "ABCDE"), job("B", fixed=True))

    pages, stamp, more = [], None, True
    while more:
        page = feed.poll(stamp)
        pages.append([change.item.id for change in page.changes])
        stamp, more = page.time_stamp, page.more

    assert pages == [["A", "C"], ["D", "E"], ["B"]]
    assert feed.ids(stamp) == []


def test_a_reply_that_is_exactly_full_says_that_there_is_no_more(feed):
    feed.unit("NORTH", max_work_items=2)
    feed.put(job("A"), job("B"), job("C", unit="SOUTH"))

    page = feed.poll()

    assert not page.more
    assert page.time_stamp == feed.stamp()


def test_what_is_out_of_view_does_not_count_for_the_maximum(feed):
    feed.unit("NORTH", max_work_items=1)
    feed.put(job("out", start=NOW + minutes(60 * 24 * 99)), job("A"), job("far", start=NOW + minutes(60 * 24 * 99)))

    page = feed.poll()

    assert [change.item.id for change in page.changes] == ["A"]
    assert not page.more


def test_a_change_between_two_pages_is_not_lost(feed):
    feed.unit("NORTH", max_work_items=2)
    feed.put(job("A"), job("B"), job("C"))
    first = feed.poll()

    feed.change("A", fixed=True)

    second = feed.poll(first.time_stamp)
    assert [change.item.id for change in second.changes] == ["C", "A"]
