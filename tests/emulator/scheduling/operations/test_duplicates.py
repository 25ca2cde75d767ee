"""GetChangedWorkItems as a feed that delivers twice: what was told before comes again, before what is new."""

import pytest

from tests.emulator.scheduling.items import job, unresourced


@pytest.mark.parametrize("jeop_only", [False, True])
def test_the_newest_of_what_was_told_come_first_in_their_order(feed, jeop_only):
    feed.put(unresourced("A"), unresourced("B"), unresourced("C"))
    stamp = feed.stamp()
    feed.put(unresourced("D"))

    def ids(duplicates: int) -> list[str]:
        return list(feed.ids(stamp, jeop_only=jeop_only, duplicates=duplicates))

    assert [ids(number) for number in (0, 1, 2, 9)] == [["D"], ["C", "D"], ["B", "C", "D"], ["A", "B", "C", "D"]]


def test_the_stamp_to_go_on_with_is_the_one_that_it_would_be(feed):
    feed.put(job("A"), job("B"))
    stamp = feed.stamp()

    assert feed.poll(stamp, duplicates=2).time_stamp == feed.poll(stamp).time_stamp
    assert feed.ids(stamp, duplicates=2) == ["A", "B"]


def test_what_changed_again_or_has_gone_is_not_told_again(feed):
    feed.put(job("A"), job("B"), job("C"))
    stamp = feed.stamp()
    feed.cancel("A")
    feed.change("B", on_hold=True)

    assert feed.ids(stamp, duplicates=9) == ["C", "B"]


def test_only_what_is_in_jeopardy_is_told_again_where_only_that_is_asked_for(feed):
    feed.put(unresourced("A"), job("B"))

    assert feed.ids(feed.stamp(), jeop_only=True, duplicates=9) == ["A"]
