"""What a facade keeps of its own, beside the work items of the Scheduling system (the app hands it in: emulator/records.py)."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

# JSON that a facade understands; whoever changes one puts a new one in its place.
Document = Mapping[str, Any]


class Life(Enum):
    """How it stands with a record's work item, whoever brought that about: every facade judges by this and agrees so."""

    OPEN = "it is there, and its work is not done"
    DONE = "it is there, and Cleared"
    GONE = "it was cancelled or removed, through whatever door"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record: the id that its work item has too, its number in the order of creation, and what the facade keeps of it.

    ``version`` grows with every change of the record, and when the work item goes; ``changed`` is when it last grew.
    ``status`` is the work item's dispatch status, spelt as the interface does; None where there is no work item.
    """

    id: str
    number: int
    document: Document
    life: Life
    status: str | None
    version: int
    changed: datetime

    @property
    def revision(self) -> str:
        """Spell a mark that is another one after every change; no two records ever have the same."""
        return f"{self.number:x}-{self.version:x}{'' if self.life is Life.OPEN else self.life.name[0].lower()}"


class Taken(Exception):  # noqa: N818 - it reads as what is wrong
    """A record or a work item has this id already."""


class NotBookable(Exception):  # noqa: N818 - it reads as what is wrong
    """Scheduling cannot have such a work item; the text says why."""


class View(Protocol):
    """One transaction: what it wrote shows when it ends well, and never when it raises. Nobody else writes meanwhile.

    A SOAP call needs a transaction of its own, so none can be made inside of one.
    """

    now: datetime

    def get(self, record_id: str) -> Record | None:
        """Find a record."""

    def numbered(self, *, after: int = 0) -> Iterator[Record]:
        """Walk the records with a higher number, in the order of creation; what it costs does not depend on those before."""

    def item_ids(self) -> Iterator[str]:
        """Walk the ids of all work items, whoever booked them; with another Scheduling system upstream there are none.

        It costs as much as there are.
        """

    def create(self, record_id: str, document: Document) -> Record:
        """Add a record, and book its work item: an unresourced job in the facade's unit.

        With another Scheduling system upstream nothing is booked: the job exists in the facade alone.
        Raise Taken, or NotBookable.
        """

    def change(self, record_id: str, document: Document) -> Record:
        """Put another document in the record's place. Raise KeyError."""

    def remove(self, record_id: str) -> None:
        """Forget a record; its work item stays as it is. Raise KeyError."""

    def progress(self, record_id: str, status: str) -> Record:
        """Set the work item's dispatch status, spelt as the interface does (LoggedOn, Cleared). Raise KeyError.

        One that is gone stays so.
        """

    def cancelled(self, record_id: str, document: Document, *, details: Document | None = None) -> Record | None:
        """Note that Scheduling took this facade's cancel: the work item is gone. None where the record is gone meanwhile too.

        ``details`` are added to the audit entry of the cancel.
        """


class Notes(Protocol):
    """What a facade must remember while it runs, and is no part of the state that is shown: by key, oldest first."""

    def get(self, key: str) -> Document | None:
        """Find a note."""

    def oldest_first(self) -> Iterator[tuple[str, Document]]:
        """Walk the notes with their keys, in the order in which they were put."""

    def put(self, key: str, note: Document) -> None:
        """Add a note, or put it in the place of the one with this key; it is the newest then."""

    def remove(self, key: str) -> None:
        """Forget a note, if there is one."""


class Records(Protocol):
    """The records of one facade. Whoever shares the state shares them, the notes, and the waiting of ``holding`` too."""

    def view(self) -> AbstractContextManager[View]:
        """Open the one view that may be open: whole when the block ends well, nothing when it raises."""

    def notes(self) -> AbstractContextManager[Notes]:
        """Open the facade's notes, alone and whole as a view."""

    def holding(self, record_id: str) -> AbstractContextManager[None]:
        """Let those that hold the same record wait for each other, and nobody else, where more than one view is needed.

        A cancel reads a record, calls Scheduling and writes the record. Of two at once the second must see what the first
        wrote.
        """
