"""The texts of work items are kept by stamp and zone, up to a size."""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.scheduling.changes import Change
from emulator.scheduling.jeopardy import NONE
from emulator.scheduling.operations.get_changed_work_items import ChangedWorkItems
from emulator.scheduling.time_zones import Zones
from emulator.soap_server.work_item_texts import WorkItemTexts
from tests.emulator.scheduling.items import NOW, job

TOKYO = ZoneInfo("Asia/Tokyo")


@cache
def change(stamp: int, **more: Any) -> Change:
    item = job(f"J-{stamp}", **more)
    return Change(stamp=stamp, item=item, late=0, came=stamp, appeared=stamp, past=((stamp, NONE),))


def changed(*stamps: int, zone: Any = NOW.tzinfo, by_place: bool = False, **more: Any) -> ChangedWorkItems:
    changes = tuple(change(stamp, **more) for stamp in stamps)
    zones = Zones(lambda _item: zone, None if by_place else zone)
    return ChangedWorkItems(changes=changes, time_stamp=9, more=False, zones=zones)


def text(texts: WorkItemTexts, *stamps: int, **more: Any) -> bytes:
    return b"".join(texts.of(changed(*stamps, **more)).elements)


def fresh(*stamps: int, **more: Any) -> bytes:
    return b"".join(text(WorkItemTexts(), stamp, **more) for stamp in stamps)


def test_what_was_written_is_the_same_object_again():
    texts = WorkItemTexts()
    first = texts.of(changed(*range(1, 5000))).elements

    again = texts.of(changed(*range(1, 5000))).elements

    assert len(first) > 1
    assert all(one is other for one, other in zip(first, again, strict=True))
    assert b"".join(first) == fresh(*range(1, 5000))


@pytest.mark.parametrize("by_place", [True, False])
def test_a_new_stamp_is_a_new_text(by_place):
    texts = WorkItemTexts()
    text(texts, 1, by_place=by_place)

    assert b"<isFixed>true</isFixed>" in text(texts, 2, fixed=True, by_place=by_place)


@given(
    asked=st.lists(st.tuples(st.lists(st.integers(1, 4000), unique=True, max_size=12), st.booleans()), max_size=12),
    by_place=st.booleans(),
    most_bytes=st.sampled_from([0, 1500, 10_000, 10**7]),
)
def test_any_changes_in_any_order_are_told_as_if_nothing_were_kept(asked, by_place, most_bytes):
    texts = WorkItemTexts(most_bytes=most_bytes)

    for stamps, in_tokyo in asked:
        zone = TOKYO if in_tokyo else NOW.tzinfo

        assert text(texts, *stamps, zone=zone, by_place=by_place) == fresh(*stamps, zone=zone)

        assert 0 <= texts.size <= most_bytes


def test_a_stamp_that_comes_again_for_another_change_is_a_new_text():
    texts = WorkItemTexts()
    text(texts, 1, 2, 3)

    assert text(texts, 1, 2, 3, fixed=True) == fresh(1, 2, 3, fixed=True)
    assert text(texts, 2) + text(texts, 3, fixed=True) == fresh(2) + fresh(3, fixed=True)


def test_where_zones_differ_by_place_each_has_a_text_of_its_own():
    texts = WorkItemTexts()

    assert b"T10:00" in text(texts, 1, by_place=True)
    assert b"T19:00" in text(texts, 1, zone=TOKYO, by_place=True)


def test_no_more_is_kept_than_may_be_and_the_newest_stay():
    texts = WorkItemTexts(most_bytes=3_000_000)

    for first in range(0, 20 * 1024, 1024):
        (newest,) = texts.of(changed(*range(first, first + 1024))).elements
        assert texts.size <= 3_000_000

    assert texts.size > 1_500_000
    assert texts.of(changed(*range(first, first + 1024))).elements[0] is newest


def test_an_item_that_left_takes_only_its_own_text_with_it():
    texts = WorkItemTexts()
    text(texts, *range(1, 1000))

    without = texts.of(changed(*range(1, 500), *range(501, 1000))).elements

    assert b"".join(without) == fresh(*range(1, 500), *range(501, 1000))
    assert texts.of(changed(*range(1, 500), *range(501, 1000))).elements[0] is without[0]
