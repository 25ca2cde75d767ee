"""The audit trail keeps the newest cancels, and forgets none of them when a transaction is undone."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.parameters import SystemParameters
from tests.emulator.scheduling.feed import Feed
from tests.emulator.scheduling.items import NOW


def record(feed: Feed, *jobs: str) -> None:
    for job in jobs:
        with feed.store.transaction() as tx:
            tx.record(AuditEntry(at=NOW, job=job, unit="NORTH", facade="orders"))


def kept(feed: Feed) -> list[str]:
    with feed.store.transaction(reading=True) as tx:
        return [entry.job for entry in tx.audit()]


def test_what_went_is_not_kept_for_whoever_opens_the_state_next(states, clock):
    if states.kind == "memory":
        pytest.skip("nothing is kept of a state in memory")
    place = states.new_place()
    few, many = SystemParameters(audit_size=3), SystemParameters()
    record(Feed(states.store(place, clock=clock, parameters=few), few), *(f"J-{number}" for number in range(10)))
    states.close()

    found = kept(Feed(states.store(place, clock=clock, parameters=many), many))

    # What goes with the last one goes out of the file with the next.
    assert found in (["J-9", "J-8", "J-7"], ["J-9", "J-8", "J-7", "J-6"])


@pytest.fixture
def feed(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed(audit_size=3)


def test_the_oldest_go_when_there_are_too_many(feed):
    record(feed, "J-1", "J-2", "J-3")
    assert kept(feed) == ["J-3", "J-2", "J-1"]

    record(feed, "J-4", "J-5")

    assert kept(feed) == ["J-5", "J-4", "J-3"]


def test_an_entry_that_was_undone_has_taken_nobodys_place(feed):
    record(feed, "J-1", "J-2", "J-3")

    with suppress(ZeroDivisionError), feed.store.transaction() as tx:
        tx.record(AuditEntry(at=NOW, job="J-4", unit="NORTH"))
        raise ZeroDivisionError

    assert kept(feed) == ["J-3", "J-2", "J-1"]


def test_details_are_added_to_an_entry_behind_ones_that_went(feed):
    record(feed, "J-1", "J-2", "J-3", "J-4")

    with feed.store.transaction() as tx:
        assert tx.detail("J-2", "orders", {"who": "me"})
        assert not tx.detail("J-1", "orders", {"who": "me"})

    with feed.store.transaction(reading=True) as tx:
        assert [entry.details for entry in tx.audit()] == [{}, {}, {"who": "me"}]


def test_a_transaction_for_reading_must_not_write(feed):
    with pytest.raises(RuntimeError, match="opened for reading"), feed.store.transaction(reading=True) as tx:
        tx.record(AuditEntry(at=NOW, job="J-1", unit="NORTH"))

    assert kept(feed) == []
