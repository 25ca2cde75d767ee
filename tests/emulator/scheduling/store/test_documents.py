"""Documents that others keep in the store: by id, in the order in which they came, and told when a work item leaves."""

import pytest

from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.work_item import Unit
from tests.emulator.scheduling.items import NOW, job


def ids(feed, kind: str = "orders", after: int = 0) -> list[str]:
    with feed.store.transaction() as tx:
        return [row.id for row in tx.documents(kind, after=after)]


def put(feed, *document_ids: str, kind: str = "orders", **document: object) -> list[int]:
    with feed.store.transaction() as tx:
        return [tx.put_document(kind, document_id, document).number for document_id in document_ids]


def test_documents_are_found_by_kind_and_id(feed):
    put(feed, "A", size=1)
    put(feed, "A", kind="jobs", size=2)

    with feed.store.transaction() as tx:
        assert tx.document("orders", "A").document == {"size": 1}
        assert tx.document("jobs", "A").document == {"size": 2}
        assert (tx.document("orders", "B"), tx.document("nothing", "A")) == (None, None)
        assert tx.document_kinds() == ["jobs", "orders"]


def test_numbers_grow_and_a_change_leaves_the_number(feed):
    first, second = put(feed, "A", "B")
    (changed,) = put(feed, "A", size=2)

    assert 0 < first < second
    assert changed == first
    assert ids(feed) == ["A", "B"]


def test_one_that_was_removed_and_came_again_is_the_last(feed):
    put(feed, "A", "B", "C")
    with feed.store.transaction() as tx:
        tx.remove_document("orders", "A")
    put(feed, "A")

    assert ids(feed) == ["B", "C", "A"]


def test_a_walk_goes_on_after_a_number_whatever_was_removed_before_it(feed):
    numbers = put(feed, *(f"O-{place}" for place in range(100)))
    for place in range(95):
        with feed.store.transaction() as tx:
            tx.remove_document("orders", f"O-{place}")

    assert ids(feed, after=numbers[10]) == [f"O-{place}" for place in range(95, 100)]
    assert ids(feed, after=numbers[97]) == ["O-98", "O-99"]
    assert ids(feed, after=numbers[99]) == []


def test_removing_an_unknown_one_is_an_error(feed):
    for kind in ("orders", "nothing"):
        with pytest.raises(KeyError, match="A"), feed.store.transaction() as tx:
            tx.remove_document(kind, "A")


def test_clearing_forgets_documents_and_numbers_go_on(feed):
    (before,) = put(feed, "A")
    with feed.store.transaction() as tx:
        tx.clear()

    assert ids(feed) == []
    assert put(feed, "A")[0] > before


def test_details_go_to_the_newest_cancel_of_the_job_by_the_same_facade(feed):
    with feed.store.transaction() as tx:
        for facade in ("orders", "orders", None):
            tx.record(AuditEntry(at=NOW, job="J-1", unit="NORTH", facade=facade, details={"old": 1}))
        assert tx.detail("J-1", "orders", {"kill": True})
        assert not tx.detail("J-2", "orders", {"kill": True})
        assert not tx.detail("J-1", "jobs", {"kill": True})

        assert [entry.details for entry in tx.audit()] == [{"old": 1}, {"old": 1, "kill": True}, {"old": 1}]


def test_who_wants_to_know_is_told_when_a_work_item_leaves_and_of_nothing_else(feed):
    told: list[str] = []
    feed.store.when_one_leaves(lambda tx, item: told.append(item.id))
    feed.put(job("A"), job("B"), job("C"), job("C", fixed=True))

    feed.cancel("A")
    feed.remove("B")
    with feed.store.transaction() as tx:
        tx.clear()
        tx.put_unit(Unit(id="NORTH"))

    assert told == ["A", "B"]
