"""What a store promises: one transaction at a time, whole or not at all, and change stamps in commit order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.changes import Change
from emulator.scheduling.store.documents import Document, Numbered
from emulator.scheduling.store.group import Group
from emulator.scheduling.timeline import Event
from emulator.scheduling.work_item import Place, Unit, WorkItem


class Transaction(Protocol):
    """A view of the whole state; what it wrote shows to others when it ends well, and never when it raises."""

    now: datetime

    def item(self, item_id: str) -> WorkItem | None:
        """Find a work item, inside the memory horizon or not."""

    def items(self, unit: str | None = None) -> Iterator[WorkItem]:
        """Walk the work items of a unit, or all, in the order of their last change."""

    def count(self, unit: str) -> int:
        """Count the work items of a unit, inside the memory horizon or not, at no cost for each."""

    def put(self, item: WorkItem) -> None:
        """Book or change a work item; one that is put as it was is no change. Raise KeyError for an unknown unit."""

    def remove(self, item_id: str) -> None:
        """Remove a work item without a trace. Raise KeyError for an unknown one."""

    def unit(self, unit_id: str) -> Unit | None:
        """Find a unit."""

    def units(self) -> Sequence[Unit]:
        """List the units in the order of their creation."""

    def put_unit(self, unit: Unit) -> None:
        """Create or change a unit."""

    def place(self, kind: str, place_id: str) -> Place | None:
        """Find a ``"region"`` or an ``"employee"``."""

    def places(self, kind: str) -> Sequence[Place]:
        """List the regions or the employees."""

    def put_place(self, kind: str, place: Place) -> None:
        """Create or change a region or an employee."""

    def inside(self, item: WorkItem) -> bool:
        """Whether the memory horizon holds the work item now (SCH-G-17)."""

    def changes(self, unit: str, *, after: int, inside: bool = False) -> Iterator[Change]:
        """Walk what changed in a unit after a stamp, oldest first, each item once with its latest state.

        Items outside the memory horizon are among them, unless only those ``inside`` are asked for (SCH-G-17).
        """

    def scan(self) -> None:
        """Read the late states of all items anew, beside the scans that come by themselves (SCH-J-04)."""

    def timeline(self) -> Sequence[Event]:
        """List the events to come, in their order."""

    def put_timeline(self, events: Iterable[Event]) -> None:
        """Put these events in the place of those to come; of two at one instant the first stays first.

        Each is played by the first transaction that begins at its time or later, as at its own instant, with what scans
        and days bring about before it; one whose time is past already, by the next transaction.
        """

    def stamp(self) -> int:
        """Tell the newest stamp of all; every later change gets a higher one."""

    def record(self, entry: AuditEntry) -> None:
        """Keep an audit entry."""

    def audit(self) -> Sequence[AuditEntry]:
        """List the newest audit entries, newest first; how many are kept at most is a system parameter."""

    def detail(self, job_id: str, facade: str, details: Mapping[str, object]) -> bool:
        """Add what a facade knows to the newest audit entry of a job that it cancelled; False when there is none."""

    def document(self, kind: str, document_id: str) -> Numbered | None:
        """Find a document that somebody else keeps here."""

    def documents(self, kind: str, *, after: int = 0) -> Iterator[Numbered]:
        """Walk the documents of a kind that have a higher number than ``after``, in the order in which they came."""

    def put_document(self, kind: str, document_id: str, document: Document) -> Numbered:
        """Add a document, with a number above all that were ever given out, or put it in the place of the one with this id."""

    def remove_document(self, kind: str, document_id: str) -> None:
        """Remove a document. Raise KeyError for an unknown one."""

    def document_kinds(self) -> Sequence[str]:
        """List the kinds of which there are documents, in alphabetical order, but for those that begin with a dot."""

    def clear(self) -> None:
        """Empty the state: items, units, places, audit, timeline, documents but for those of a kind that begins with a dot.

        Stamps (SCH-G-10) and the numbers of documents go on where they were.
        """


Listener = Callable[[Transaction, Sequence[Change]], None]
Leaving = Callable[[Transaction, WorkItem], None]


class Store(Protocol):
    """Where the state lives."""

    @property
    def is_new(self) -> bool:
        """Whether there was no state when it was opened."""

    def settle(self) -> None:
        """Do what the clock has brought about since somebody looked. Raise StateUnavailable."""

    def look(self) -> None:
        """Take in what others did who share the state, the clock among it; raise StateUnavailable."""

    def transaction(self, *, reading: bool = False) -> AbstractContextManager[Transaction]:
        """Open the one transaction that may be open; others wait. Raise StateUnavailable where the state cannot be reached.

        One for ``reading`` only may be cheaper, and raises RuntimeError at its end when something was written.
        """

    def holding(self, name: str) -> AbstractContextManager[None]:
        """Let those that hold the same name wait for each other, outside of transactions; raise StateUnavailable."""

    def group(self) -> Group | None:
        """Make a group for calls of one thread, where it pays to write what they do together."""

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` at the end of each transaction what changed, before the next one begins; it must not raise.

        Told are the changes that hold then and that the memory horizon lets be seen, in the order of their stamps. What the
        clock brings about is told first, each thing as of its instant (the transaction's ``now``). A transaction that raises
        has changed nothing itself; a removal is no change.
        """

    def close(self) -> None:
        """Let go of what the state lives in; the store is of no use then."""

    def when_one_leaves(self, leaving: Leaving) -> None:
        """Call ``leaving`` for each work item that is removed, in the transaction that removes it; it must not raise.

        A state that is cleared as a whole is no removal.
        """
