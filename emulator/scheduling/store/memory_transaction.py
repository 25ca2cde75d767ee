"""A transaction of the store in memory: it writes at once, and knows how to undo it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any

from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.changes import Change
from emulator.scheduling.jeopardy import lateness
from emulator.scheduling.store.coming import Coming
from emulator.scheduling.store.documents import HIDDEN, Document, Documents, Numbered
from emulator.scheduling.store.state import DOCUMENT
from emulator.scheduling.timeline import Event
from emulator.scheduling.work_item import Place, Unit, WorkItem

if TYPE_CHECKING:
    from emulator.scheduling.store.memory import MemoryStore


class MemoryTransaction:
    """Write at once, note how to undo it, and undo it all when the block raises."""

    __slots__ = ("_cleared", "_newest", "_reading", "_store", "_undo", "now")

    def __init__(self, store: "MemoryStore", *, reading: bool = False) -> None:
        self._store = store
        self._reading = reading
        self._undo: list[Callable[[], object]] = []
        self._cleared = False

    def __enter__(self) -> "MemoryTransaction":
        store = self._store
        store.lock.acquire()
        try:
            self.now = store.begin(reading=self._reading)
        except BaseException:
            store.lock.release()
            raise
        self._newest = store.newest_stamp, store.newest_number
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        store = self._store
        try:
            if kind is not None:
                self._undo_all()
            elif self._reading and self._undo:
                self._undo_all()
                raise RuntimeError("a transaction that was opened for reading has written")
            try:
                store.keep(whole=kind is None)
            except BaseException:
                self._undo_all()
                raise
            finally:
                store.end(self)
        finally:
            store.lock.release()

    def _undo_all(self) -> None:
        for undo in reversed(self._undo):
            undo()
        self._undo.clear()
        # Nobody has seen them; and who shares a state must not be ahead of what the others know.
        self._store.newest_stamp, self._store.newest_number = self._newest
        self._store.state.cut(self._store.newest_stamp)

    def item(self, item_id: str) -> WorkItem | None:
        """Find a work item, inside the memory horizon or not."""
        change = self._store.state.current.get(item_id)
        return change.item if change is not None else None

    def items(self, unit: str | None = None) -> Iterator[WorkItem]:
        """Walk the work items of a unit, or all, in the order of their last change."""
        state = self._store.state
        units = state.units if unit is None else (unit,)
        changes = [change for unit_id in units for change in self.changes(unit_id, after=0)]
        return (change.item for change in sorted(changes, key=lambda change: change.stamp))

    def count(self, unit: str) -> int:
        """Count the work items of a unit, inside the memory horizon or not."""
        return self._store.state.count(unit)

    def put(self, item: WorkItem) -> None:
        """Book or change a work item; one that is put as it was is no change. Raise KeyError for an unknown unit."""
        store = self._store
        state = store.state
        if item.unit not in state.units:
            raise KeyError(item.unit)
        before = state.current.get(item.id)
        if before is not None and before.item == item:
            return

        looked_at = before is not None and before.item.status is item.status and item.employee is not None
        late = before.late if before is not None and looked_at else lateness(item, self.now)
        was_here = before is not None and before.item.unit == item.unit
        appears = before is not None and not store.horizon.holds(before.item)
        store.stamp(item, late, before=before if was_here else None, appears=appears)
        if not self._cleared:
            self._undo.append(lambda: state.put_back(item.id, before))

    def remove(self, item_id: str) -> None:
        """Remove a work item without a trace. Raise KeyError for an unknown one."""
        state = self._store.state
        before = state.current[item_id]
        state.hide(item_id)
        if not self._cleared:
            self._undo.append(lambda: state.put_back(item_id, before))
        self._store.leave(self, before.item)

    def unit(self, unit_id: str) -> Unit | None:
        """Find a unit."""
        return self._store.state.units.get(unit_id)

    def units(self) -> Sequence[Unit]:
        """List the units in the order of their creation."""
        return tuple(self._store.state.units.values())

    def put_unit(self, unit: Unit) -> None:
        """Create or change a unit."""
        self._set("unit", self._store.state.units, unit.id, unit)

    def place(self, kind: str, place_id: str) -> Place | None:
        """Find a ``"region"`` or an ``"employee"``."""
        return self._store.state.places[kind].get(place_id)

    def places(self, kind: str) -> Sequence[Place]:
        """List the regions or the employees."""
        return tuple(self._store.state.places[kind].values())

    def put_place(self, kind: str, place: Place) -> None:
        """Create or change a region or an employee."""
        self._set(kind, self._store.state.places[kind], place.id, place)

    def inside(self, item: WorkItem) -> bool:
        """Whether the memory horizon holds the work item now (SCH-G-17)."""
        return self._store.horizon.holds(item)

    def changes(self, unit: str, *, after: int, inside: bool = False) -> Iterator[Change]:
        """Walk what changed in a unit after a stamp, oldest first, each item once with its latest state."""
        return self._store.state.changes(unit, after=after, inside=self._store.horizon if inside else None)

    def scan(self) -> None:
        """Read the late states of all items anew, beside the scans that come by themselves."""
        state = self._store.state
        for before in [state.current[item_id] for item_id in state.due.next()]:
            late = lateness(before.item, self.now)
            if late != before.late:
                self._store.stamp(before.item, late, before=before)
                self._undo.append(partial(state.put_back, before.item.id, before))

    def timeline(self) -> Sequence[Event]:
        """List the events to come, in their order."""
        return tuple(self._store.state.timeline)

    def put_timeline(self, events: Iterable[Event]) -> None:
        """Put these events in the place of those to come; of two at one instant the first stays first."""
        state, before = self._store.state, self._store.state.timeline
        state.timeline = Coming(events, first=before.numbers.stop)
        state.touched.update(("event", str(number)) for number in range(before.numbers.start, state.timeline.numbers.stop))
        self._undo.append(lambda: setattr(state, "timeline", before))

    def stamp(self) -> int:
        """Tell the newest stamp of all; every later change gets a higher one."""
        return self._store.newest_stamp

    def record(self, entry: AuditEntry) -> None:
        """Keep an audit entry."""
        state = self._store.state
        number = state.audit.append(entry)
        state.touched.add(("audit", str(number)))
        self._undo.append(state.audit.take_back)

    def audit(self) -> Sequence[AuditEntry]:
        """List the audit entries, newest first."""
        return tuple(self._store.state.audit)

    def detail(self, job_id: str, facade: str, details: Mapping[str, object]) -> bool:
        """Add what a facade knows to the newest audit entry of a job that it cancelled; False when there is none."""
        state = self._store.state
        found = state.audit.detail(job_id, facade, details)
        if found is None:
            return False
        number, before = found
        state.touched.add(("audit", str(number)))
        self._undo.append(lambda: state.audit.put(number, before))
        return True

    def document(self, kind: str, document_id: str) -> Numbered | None:
        """Find a document that somebody else keeps here."""
        documents = self._store.state.documents.get(kind)
        return documents.get(document_id) if documents is not None else None

    def documents(self, kind: str, *, after: int = 0) -> Iterator[Numbered]:
        """Walk the documents of a kind that have a higher number than ``after``, in the order in which they came."""
        documents = self._store.state.documents.get(kind)
        return documents.after(after) if documents is not None else iter(())

    def put_document(self, kind: str, document_id: str, document: Document) -> Numbered:
        """Add a document, with a number above all that were ever given out, or put it in the place of the one with this id."""
        documents = self._store.state.documents.setdefault(kind, Documents())
        before = documents.get(document_id)
        if before is None:
            self._store.newest_number += 1
            row = Numbered(number=self._store.newest_number, id=document_id, document=document)
            self._undo.append(lambda: documents.remove(document_id))
        else:
            row = replace(before, document=document)
            self._undo.append(lambda: documents.put(before))
        documents.put(row)
        self._touch(kind, document_id)
        return row

    def remove_document(self, kind: str, document_id: str) -> None:
        """Remove a document. Raise KeyError for an unknown one."""
        documents = self._store.state.documents.get(kind, _NONE)
        before = documents.get(document_id)
        if before is None:
            raise KeyError(document_id)
        documents.remove(document_id)
        self._touch(kind, document_id)
        self._undo.append(lambda: documents.put(before))

    def document_kinds(self) -> Sequence[str]:
        """List the kinds of which there are documents, in alphabetical order, but for hidden ones."""
        kinds = self._store.state.documents.items()
        return sorted(kind for kind, documents in kinds if len(documents) and not kind.startswith(HIDDEN))

    def clear(self) -> None:
        """Empty the state but for hidden documents; stamps (SCH-G-10) and the numbers of documents go on where they were."""
        store, before = self._store, self._store.state
        store.state = before.emptied()
        self._undo.append(lambda: setattr(store, "state", before))
        # From here on a state is written that is thrown away as a whole, and with it all of its work items.
        self._cleared = True

    def _touch(self, kind: str, document_id: str) -> None:
        self._store.state.touched.add((DOCUMENT + kind, document_id))

    def _set(self, kind: str, rows: dict[str, Any], key: str, value: Any) -> None:
        before = rows.get(key)
        rows[key] = value
        self._store.state.touched.add((kind, key))
        self._undo.append(lambda: rows.pop(key) if before is None else rows.update({key: before}))


_NONE = Documents()
