"""A facade's records: a work item beside each, one life for both, in the same transaction."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from emulator.clock import Clock
from emulator.facades.records import Life, NotBookable, Record, Taken
from emulator.records import StoreRecords
from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.operations.cancel_job import cancel_job
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.snapshot import put_snapshot, take_snapshot
from emulator.scheduling.store.memory import MemoryStore
from emulator.scheduling.work_item import DispatchStatus, Unit, WorkItem

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


class Kept:
    """Records of a facade, the store they are in, and short ways to both."""

    def __init__(self, *, embedded: bool = True) -> None:
        self.clock = Clock.frozen_at(NOW)
        self.store = MemoryStore(clock=self.clock, parameters=SystemParameters(), first_stamp=1000)
        self.records = StoreRecords(self.store, facade="orders", unit="ORDERS", embedded=embedded)

    def create(self, record_id: str = "A", **document: Any) -> Record:
        with self.records.view() as view:
            return view.create(record_id, document)

    def get(self, record_id: str = "A") -> Record:
        with self.records.view() as view:
            found = view.get(record_id)
        assert found is not None
        return found

    def item(self, record_id: str = "A") -> WorkItem | None:
        with self.store.transaction() as tx:
            return tx.item(record_id)

    def book(self, record_id: str, unit: str = "ORDERS") -> None:
        with self.store.transaction() as tx:
            tx.put_unit(Unit(id=unit))
            tx.put(WorkItem(id=record_id, unit=unit))


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def with_upstream() -> Kept:
    return Kept(embedded=False)


def by_soap(kept: Kept) -> None:
    cancel_job(kept.store, SystemParameters(), job_id="A")


def by_removal(kept: Kept) -> None:
    with kept.store.transaction() as tx:
        tx.remove("A")


def by_its_own_facade(kept: Kept) -> None:
    cancel_job(kept.store, SystemParameters(), job_id="A", facade="orders")
    with kept.records.view() as view:
        view.cancelled("A", {"note": "enough"})


WAYS = pytest.mark.parametrize("cancel", [by_soap, by_removal, by_its_own_facade])


def test_a_record_has_an_unresourced_work_item_in_the_unit_which_is_made_where_it_is_not_there(kept):
    created = kept.create(colour="red")

    assert kept.item() == WorkItem(id="A", unit="ORDERS")
    assert kept.get() == created
    assert (created.document, created.life, created.version, created.changed) == ({"colour": "red"}, Life.OPEN, 1, NOW)


def test_a_unit_that_is_there_stays_as_it_is(kept):
    with kept.store.transaction() as tx:
        tx.put_unit(Unit(id="ORDERS", max_work_items=7))

    kept.create()

    with kept.store.transaction() as tx:
        assert tx.units() == (Unit(id="ORDERS", max_work_items=7),)


def test_an_id_that_a_record_or_a_work_item_has_is_taken_and_nothing_changes(kept):
    kept.create("A", n=1)
    kept.book("B", unit="SOUTH")

    for record_id in ("A", "B"):
        with pytest.raises(Taken):
            kept.create(record_id, n=2)

    assert kept.get("A").document == {"n": 1}
    with kept.records.view() as view:
        assert view.get("B") is None


@pytest.mark.parametrize("record_id", ["", "x" * 51, "a\x00b"])
def test_what_scheduling_cannot_have_is_not_booked(kept, record_id):
    with pytest.raises(NotBookable, match="id: expected"):
        kept.create(record_id)

    with kept.records.view() as view:
        assert list(view.numbered()) == []


@WAYS
def test_however_the_work_item_goes_the_record_knows(kept, cancel: Callable[[Kept], None]):
    before = kept.create(colour="red")
    kept.clock.advance(timedelta(minutes=1))

    cancel(kept)

    after = kept.get()
    assert after.life is Life.GONE
    assert after.version > before.version
    assert after.changed == NOW + timedelta(minutes=1)


@WAYS
def test_a_later_work_item_with_the_same_id_does_not_bring_a_record_back(kept, cancel: Callable[[Kept], None]):
    kept.create()
    cancel(kept)

    kept.book("A")

    assert kept.get().life is Life.GONE
    with kept.records.view() as view:
        view.change("A", {"touched": True})
    assert kept.get().life is Life.GONE


def test_a_transaction_that_raises_leaves_work_item_and_record_as_they_were(kept):
    kept.create("A", n=1)

    def write_and_fail() -> None:
        with kept.records.view() as view:
            view.create("B", {})
            view.change("A", {"n": 2})
            view.progress("A", "Cleared")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert kept.get("A").document == {"n": 1}
    assert kept.item("A").status is DispatchStatus.TENTATIVE
    assert kept.item("B") is None


def test_a_cancel_that_is_undone_leaves_the_record_open(kept):
    kept.create()

    def remove_and_fail() -> None:
        with kept.store.transaction() as tx:
            tx.remove("A")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        remove_and_fail()

    assert kept.get().life is Life.OPEN


def test_a_work_item_that_is_cleared_by_whomever_is_done(kept):
    kept.create("A")
    kept.create("B")

    with kept.records.view() as view:
        assert view.progress("A", "Cleared").life is Life.DONE
    with kept.store.transaction() as tx:
        tx.put(WorkItem(id="B", unit="ORDERS", status=DispatchStatus.CLEARED))

    assert kept.get("B").life is Life.DONE
    assert kept.item("A").status is DispatchStatus.CLEARED


def test_what_is_gone_makes_no_progress(kept):
    kept.create()
    by_soap(kept)
    kept.book("A")

    with kept.records.view() as view:
        assert view.progress("A", "Cleared").life is Life.GONE

    assert kept.item().status is DispatchStatus.TENTATIVE


def test_every_change_has_a_revision_of_its_own_also_when_the_record_is_made_anew(kept):
    def revisions() -> Iterator[str]:
        yield kept.create(n=1).revision
        for n in (1, 2, 1):
            with kept.records.view() as view:
                yield view.change("A", {"n": n}).revision
        with kept.records.view() as view:
            yield view.progress("A", "Cleared").revision
        by_soap(kept)
        yield kept.get().revision
        with kept.records.view() as view:
            view.remove("A")
        yield kept.create(n=1).revision

    found = list(revisions())

    assert len(set(found)) == len(found)


def test_records_are_walked_in_the_order_of_creation(kept):
    for record_id in ("C", "A", "B"):
        kept.create(record_id)
    with kept.records.view() as view:
        view.change("C", {})
        rows = list(view.numbered())
        assert [row.id for row in rows] == ["C", "A", "B"]
        assert [row.id for row in view.numbered(after=rows[0].number)] == ["A", "B"]


@pytest.mark.parametrize(
    "do", [lambda view: view.change("A", {}), lambda view: view.progress("A", "Fixed"), lambda view: view.remove("A")]
)
def test_an_unknown_record_is_an_error(kept, do):
    with pytest.raises(KeyError), kept.records.view() as view:
        do(view)


def test_a_cancel_keeps_what_the_facade_knows_of_it_in_the_audit_trail(kept):
    kept.create()
    cancel_job(kept.store, SystemParameters(), job_id="A", facade="orders")
    with kept.records.view() as view:
        view.cancelled("A", {"note": "enough"}, details={"kill": True})

    with kept.store.transaction() as tx:
        (entry,) = tx.audit()
    assert (entry.facade, entry.details) == ("orders", {"kill": True})
    assert kept.get().document == {"note": "enough"}


def test_a_record_that_was_removed_while_it_was_cancelled_does_not_come_back(kept):
    kept.create()
    cancel_job(kept.store, SystemParameters(), job_id="A", facade="orders")
    with kept.records.view() as view:
        view.remove("A")

    with kept.records.view() as view:
        assert view.cancelled("A", {"note": "enough"}) is None
        assert view.get("A") is None


def test_records_are_part_of_the_state(kept):
    kept.create("A", n=1)
    kept.create("B", n=2)
    by_soap(kept)
    with kept.store.transaction() as tx:
        before = take_snapshot(tx)
    kept.create("C")

    with kept.store.transaction() as tx:
        put_snapshot(tx, before)

    with kept.store.transaction() as tx:
        assert take_snapshot(tx) == before
    assert (kept.get("A").life, kept.get("B").life) == (Life.GONE, Life.OPEN)
    assert kept.get("B").document == {"n": 2}


def test_a_record_without_a_work_item_counts_as_gone(kept):
    with kept.store.transaction() as tx:
        tx.put_document("orders", "A", {"version": 1, "changed": "2026-01-05T08:00:00Z"})

    assert kept.get().life is Life.GONE


# -- another Scheduling system upstream


def test_with_an_upstream_the_record_is_there_alone(with_upstream):
    with_upstream.book("A")

    created = with_upstream.create()
    by_removal(with_upstream)

    assert created.life is Life.OPEN
    assert with_upstream.get().life is Life.OPEN


def test_with_an_upstream_a_cancel_makes_it_gone_and_leaves_an_audit_entry(with_upstream):
    with_upstream.create()

    with with_upstream.records.view() as view:
        view.cancelled("A", {"note": "enough"}, details={"kill": True})

    assert with_upstream.get().life is Life.GONE
    with with_upstream.store.transaction() as tx:
        assert tx.audit() == (AuditEntry(at=NOW, job="A", unit="ORDERS", facade="orders", details={"kill": True}),)
