"""What others keep in the store beside the Scheduling system's own state: documents by kind and id, numbered as they come."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# JSON; whoever changes one puts a new one in its place.
Document = Mapping[str, Any]

# A kind that begins so is no part of the state that is shown, replaced and cleared: what a running emulator must remember.
HIDDEN = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A document with its id, and its number: a document that came later has a higher one."""

    number: int
    id: str
    document: Document


class Documents:
    """The documents of one kind, by id and in the order in which they came; a change leaves the number as it is."""

    def __init__(self) -> None:
        self._rows: dict[str, Numbered] = {}
        self._order: list[Numbered | None] = []
        self._numbers: list[int] = []

    def __len__(self) -> int:
        """Count them."""
        return len(self._rows)

    def get(self, document_id: str) -> Numbered | None:
        """Find one."""
        return self._rows.get(document_id)

    def put(self, row: Numbered) -> None:
        """Add one that has a number above all before, or put another in the place of the one with its number."""
        self._rows[row.id] = row
        place = bisect_right(self._numbers, row.number) - 1
        if place >= 0 and self._numbers[place] == row.number:
            self._order[place] = row
        else:
            self._numbers.append(row.number)
            self._order.append(row)

    def remove(self, document_id: str) -> None:
        """Take one out; its place stays free until ``tidy``, so that it can be put back."""
        row = self._rows.pop(document_id)
        self._order[bisect_right(self._numbers, row.number) - 1] = None

    def after(self, number: int) -> Iterator[Numbered]:
        """Walk those with a higher number, in order; what it costs does not depend on those before."""
        for place in range(bisect_right(self._numbers, number), len(self._order)):
            row = self._order[place]
            if row is not None:
                yield row

    def tidy(self) -> None:
        """Close free places when they are more than the others."""
        if len(self._order) > 2 * len(self._rows) + 16:
            rows = [row for row in self._order if row is not None]
            self._order = [*rows]
            self._numbers = [row.number for row in rows]
