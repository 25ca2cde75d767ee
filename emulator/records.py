"""The records of a facade in the store's documents, and their work items beside them, in the same transaction."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from emulator.facades.records import Document, Life, NotBookable, Record, Taken
from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.document import read_work_item
from emulator.scheduling.readings import DocumentError, write_instant
from emulator.scheduling.store import Store, Transaction
from emulator.scheduling.store.documents import HIDDEN, Numbered
from emulator.scheduling.work_item import DispatchStatus, Unit, WorkItem

_OURS = ("version", "changed", "left")


class StoreRecords:
    """The records of one facade.

    ``embedded`` says whether this emulator's own Scheduling system is behind the facade, so that its records have work items.
    """

    def __init__(self, store: Store, *, facade: str, unit: str, embedded: bool) -> None:
        self._store = store
        self.facade = facade
        self.unit = unit
        self.embedded = embedded
        if embedded:
            store.when_one_leaves(self._leave)

    @contextmanager
    def view(self) -> "Iterator[StoreView]":
        """Open a transaction."""
        with self._store.transaction() as tx:
            yield StoreView(tx, self)

    @contextmanager
    def notes(self) -> "Iterator[StoreNotes]":
        """Open the notes."""
        with self._store.transaction() as tx:
            yield StoreNotes(tx, f"{HIDDEN}{self.facade}")

    def holding(self, record_id: str) -> AbstractContextManager[None]:
        """Let those that hold the same record wait for each other."""
        return self._store.holding(f"{self.facade}/{record_id}")

    def _leave(self, tx: Transaction, item: WorkItem) -> None:
        # Noted at once: a later work item may have the same id, and this record stays without one then.
        row = tx.document(self.facade, item.id)
        if row is not None and "left" not in row.document:
            put_stamped(tx, self.facade, row.id, {**row.document, "left": write_instant(tx.now)})


class StoreView:
    """One transaction of a facade."""

    def __init__(self, tx: Transaction, records: StoreRecords) -> None:
        self._tx = tx
        self._records = records
        self._facade = records.facade
        self.now = tx.now

    def get(self, record_id: str) -> Record | None:
        """Find a record."""
        row = self._tx.document(self._facade, record_id)
        return self._record(row) if row is not None else None

    def numbered(self, *, after: int = 0) -> Iterator[Record]:
        """Walk the records with a higher number, in the order of creation."""
        return map(self._record, self._tx.documents(self._facade, after=after))

    def item_ids(self) -> Iterator[str]:
        """Walk the ids of all work items."""
        return (item.id for item in self._tx.items()) if self._records.embedded else iter(())

    def create(self, record_id: str, document: Document) -> Record:
        """Add a record, and book its work item; raise Taken, or NotBookable."""
        if self._tx.document(self._facade, record_id) is not None:
            raise Taken(record_id)
        if self._records.embedded:
            if self._tx.item(record_id) is not None:
                raise Taken(record_id)
            try:
                item = read_work_item({"id": record_id, "unit": self._records.unit}, now=self.now)
            except DocumentError as error:
                raise NotBookable(str(error)) from None
            if self._tx.unit(item.unit) is None:
                self._tx.put_unit(Unit(id=item.unit))
            self._tx.put(item)
        return self._record(put_stamped(self._tx, self._facade, record_id, document))

    def change(self, record_id: str, document: Document) -> Record:
        """Put another document in the record's place; raise KeyError."""
        return self._record(self._put(self._row(record_id), document))

    def remove(self, record_id: str) -> None:
        """Forget a record; its work item stays as it is. Raise KeyError."""
        self._tx.remove_document(self._facade, record_id)

    def progress(self, record_id: str, status: str) -> Record:
        """Set the work item's dispatch status; one that is gone stays so. Raise KeyError."""
        row = self._row(record_id)
        item = self._item(row)
        if item is not None:
            self._tx.put(replace(item, status=DispatchStatus.of(status)))
        return self._record(row)

    def cancelled(self, record_id: str, document: Document, *, details: Document | None = None) -> Record | None:
        """Note that Scheduling took this facade's cancel; None where the record is gone meanwhile."""
        details = dict(details or {})
        if self._records.embedded:
            self._tx.detail(record_id, self._facade, details)
        else:
            # Another system's audit trail is out of reach; this is the facade's own record of the cancel.
            unit = self._records.unit
            self._tx.record(AuditEntry(at=self.now, job=record_id, unit=unit, facade=self._facade, details=details))
        row = self._tx.document(self._facade, record_id)
        if row is None:
            return None
        left = row.document.get("left") or write_instant(self.now)
        return self._record(self._put(row, {**document, "left": left}))

    def _row(self, record_id: str) -> Numbered:
        row = self._tx.document(self._facade, record_id)
        if row is None:
            raise KeyError(record_id)
        return row

    def _put(self, row: Numbered, document: Document) -> Numbered:
        ours = {name: row.document[name] for name in _OURS if name in row.document}
        return put_stamped(self._tx, self._facade, row.id, {**ours, **document})

    def _item(self, row: Numbered) -> WorkItem | None:
        return self._tx.item(row.id) if self._records.embedded and "left" not in row.document else None

    def _life(self, row: Numbered, item: WorkItem | None) -> Life:
        if "left" in row.document or (item is None and self._records.embedded):
            return Life.GONE
        return Life.DONE if item is not None and item.status is DispatchStatus.CLEARED else Life.OPEN

    def _record(self, row: Numbered) -> Record:
        item = self._item(row)
        return Record(
            id=row.id,
            number=row.number,
            document={name: value for name, value in row.document.items() if name not in _OURS},
            life=self._life(row, item),
            status=item.status.text if item is not None else None,
            version=row.document["version"],
            changed=datetime.fromisoformat(row.document["changed"]),
        )


class StoreNotes:
    """The notes of a facade in one transaction: documents of a kind that is hidden."""

    def __init__(self, tx: Transaction, kind: str) -> None:
        self._tx = tx
        self._kind = kind

    def get(self, key: str) -> Document | None:
        """Find a note."""
        row = self._tx.document(self._kind, key)
        return row.document if row is not None else None

    def oldest_first(self) -> Iterator[tuple[str, Document]]:
        """Walk the notes with their keys."""
        return ((row.id, row.document) for row in self._tx.documents(self._kind))

    def put(self, key: str, note: Document) -> None:
        """Add a note, or put it in the place of the one with this key; it is the newest then."""
        self.remove(key)
        self._tx.put_document(self._kind, key, note)

    def remove(self, key: str) -> None:
        """Forget a note, if there is one."""
        if self._tx.document(self._kind, key) is not None:
            self._tx.remove_document(self._kind, key)


def put_stamped(tx: Transaction, facade: str, record_id: str, document: dict[str, Any] | Document) -> Numbered:
    """Put a record with the next version, and the time."""
    version = document.get("version", 0) + 1
    return tx.put_document(facade, record_id, {**document, "version": version, "changed": write_instant(tx.now)})
