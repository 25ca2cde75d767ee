"""A listener is told of each change that holds, in the order of the stamps, and of nothing else (SB-N-01)."""

from datetime import timedelta

import pytest

from emulator.scheduling.work_item import DispatchStatus
from tests.emulator.scheduling.items import NOW, days, job, unresourced


class Broken(Exception):
    pass


def break_off(feed, write):
    with feed.store.transaction() as tx:
        write(tx)
        raise Broken


class Told(list):
    """What a listener was told: for each transaction its instant and the items' ids; all the stamps."""

    def __init__(self, feed):
        super().__init__()
        self.stamps = []
        feed.store.listen(self._listen)

    def _listen(self, tx, changes):
        self.append((tx.now, [change.item.id for change in changes]))
        self.stamps += [change.stamp for change in changes]


@pytest.fixture
def told(feed):
    return Told(feed)


def test_each_transaction_is_told_once_with_its_changes_in_order(feed, told):
    with feed.store.transaction() as tx:
        tx.put(job("B"))
        tx.put(job("A", unit="SOUTH"))
        tx.put(unresourced("C"))
    feed.change("A", fixed=True)

    assert told == [(NOW, ["B", "A", "C"]), (NOW, ["A"])]
    assert told.stamps == sorted(set(told.stamps))
    assert told.stamps[-1] == feed.stamp()


def test_of_several_changes_of_an_item_in_one_transaction_the_last_is_told(feed, told):
    with feed.store.transaction() as tx:
        tx.put(job("A"))
        tx.put(job("B"))
        tx.put(job("A", fixed=True))

    assert [ids for _, ids in told] == [["B", "A"]]


def test_no_change_a_removal_and_a_transaction_that_only_reads_are_not_told(feed, told):
    feed.put(job("A"))
    told.clear()

    feed.put(job("A"))
    feed.unit("NORTH", max_work_items=3)
    feed.poll()
    feed.cancel("A")
    with feed.store.transaction() as tx:
        tx.put(job("B"))
        tx.remove("B")

    assert told == []


def test_a_transaction_that_raises_is_not_told_but_what_the_clock_did_before_it_is(feed, told, clock):
    feed.put(job("late", start=NOW + timedelta(minutes=10), status=DispatchStatus.TENTATIVE), job("A", start=NOW + days(2)))
    told.clear()
    clock.advance(timedelta(hours=3))

    def put_two(tx):
        tx.put(job("A", fixed=True))
        tx.put(job("new"))

    with pytest.raises(Broken):
        break_off(feed, put_two)

    assert {item_id for _, ids in told for item_id in ids} == {"late"}
    assert feed.ids() == ["A", "late"]


def test_what_the_clock_brings_about_is_told_as_of_each_scan_however_far_it_went_at_once(feed, told, clock):
    feed.put(job("J", start=NOW + timedelta(minutes=12)))
    told.clear()

    clock.advance(timedelta(hours=1))
    feed.poll()

    # Travel was due at 08:12 and logging on at 08:42; scans come every five minutes.
    assert told == [(NOW + timedelta(minutes=15), ["J"]), (NOW + timedelta(minutes=45), ["J"])]


def test_a_state_that_is_put_back_whole_is_not_told(feed, told):
    feed.put(job("A"))
    told.clear()

    with pytest.raises(Broken):
        break_off(feed, lambda tx: tx.clear())
    feed.poll()

    assert told == []


def test_what_is_outside_the_memory_horizon_is_told_when_it_comes_inside(feed, told, clock):
    feed.put(job("far", start=NOW + days(40)))
    feed.change("far", fixed=True)
    assert told == []

    clock.advance(days(12))
    feed.poll()

    assert [ids for _, ids in told] == [["far"]]


def test_what_leaves_the_memory_horizon_is_not_told(feed, told):
    feed.put(job("A"))
    told.clear()

    feed.change("A", start=NOW + days(100), arrival=NOW + days(100), finish=NOW + days(100))

    assert told == []


def test_every_listener_is_told(feed):
    first, second = Told(feed), Told(feed)

    feed.put(job("A"))

    assert first == second == [(NOW, ["A"])]
