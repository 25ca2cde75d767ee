"""The texts of work items are kept by stamp and zone, up to a size."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from emulator.scheduling.changes import Change
from emulator.scheduling.jeopardy import NONE
from emulator.scheduling.operations.get_changed_work_items import ChangedWorkItems
from emulator.scheduling.time_zones import Zones
from emulator.soap_server.work_item_texts import WorkItemTexts
from tests.emulator.scheduling.items import NOW, job

TOKYO = ZoneInfo("Asia/Tokyo")


def changed(*stamps: int, zone: Any = NOW.tzinfo, by_place: bool = False, **more: Any) -> ChangedWorkItems:
    changes = tuple(
        Change(stamp=stamp, item=job(f"J-{stamp}", **more), late=0, came=stamp, appeared=stamp, past=((stamp, NONE),))
        for stamp in stamps
    )
    zones = Zones(lambda _item: zone, None if by_place else zone)
    return ChangedWorkItems(changes=changes, time_stamp=9, more=False, zones=zones)


def test_what_was_written_is_the_same_text_again_in_the_order_asked_for():
    texts = WorkItemTexts()
    first = texts.of(changed(1, 2, 3)).elements

    again = texts.of(changed(3, 1)).elements

    assert [text is first[place] for text, place in zip(again, (2, 0), strict=True)] == [True, True]
    assert b"<workItemID>J-3</workItemID>" in again[0]


@pytest.mark.parametrize("by_place", [True, False])
def test_a_new_stamp_is_a_new_text(by_place):
    texts = WorkItemTexts()
    texts.of(changed(1, by_place=by_place))

    (text,) = texts.of(changed(2, fixed=True, by_place=by_place)).elements

    assert b"<isFixed>true</isFixed>" in text


def test_where_zones_differ_by_place_each_has_a_text_of_its_own():
    texts = WorkItemTexts()
    (utc,) = texts.of(changed(1, by_place=True)).elements

    (tokyo,) = texts.of(changed(1, zone=TOKYO, by_place=True)).elements

    assert (b"T10:00" in utc, b"T19:00" in tokyo) == (True, True)


def test_no_more_is_kept_than_may_be_and_the_newest_stay():
    texts = WorkItemTexts(most_bytes=10_000)

    for stamp in range(1, 1000):
        texts.of(changed(stamp))
        assert texts.size <= 10_000

    (newest,) = texts.of(changed(999)).elements
    assert texts.of(changed(999)).elements[0] is newest
    assert texts.of(changed(1)).elements == WorkItemTexts().of(changed(1)).elements


def test_a_reply_that_is_larger_than_what_is_kept_is_whole_all_the_same():
    small, large = WorkItemTexts(most_bytes=1000), WorkItemTexts()

    assert small.of(changed(*range(200))).elements == large.of(changed(*range(200))).elements
    assert small.size <= 1000
