"""The audit trail: the newest cancels, each with a number of its own."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace

from emulator.scheduling.audit import AuditEntry


class AuditTrail:
    """Keep the newest entries, up to ``most``; numbers count from 0, and an entry keeps its number."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: deque[AuditEntry] = deque()
        self._first = 0

    def __iter__(self) -> Iterator[AuditEntry]:
        """Walk the entries, newest first."""
        return reversed(self._entries)

    @property
    def numbers(self) -> range:
        """Tell their numbers, oldest first."""
        return range(self._first, self._first + len(self._entries))

    def entry(self, number: int) -> AuditEntry | None:
        """Find the entry with a number; None where there is none, or none any more."""
        place = number - self._first
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def append(self, entry: AuditEntry) -> int:
        """Add the newest entry, and give its number; the bound is kept by ``tidy``, so that this can be undone."""
        self._entries.append(entry)
        return self._first + len(self._entries) - 1

    def put(self, number: int, entry: AuditEntry) -> None:
        """Put an entry in the place of the one with this number, or behind the newest; numbers in between stay free."""
        if not self._entries:
            self._first = number
        place = number - self._first
        if place < len(self._entries):
            self._entries[place] = entry
        else:
            self._entries.append(entry)

    def take_back(self) -> None:
        """Undo the newest ``append``."""
        self._entries.pop()

    def detail(self, job: str, facade: str, details: Mapping[str, object]) -> tuple[int, AuditEntry] | None:
        """Add details to the newest entry of a job that a facade cancelled; give its number, and the entry as it was."""
        for place in range(len(self._entries) - 1, -1, -1):
            entry = self._entries[place]
            if entry.job == job and entry.facade == facade:
                self._entries[place] = replace(entry, details={**entry.details, **details})
                return self._first + place, entry
        return None

    def tidy(self) -> Iterator[int]:
        """Drop the oldest entries above the bound, and tell their numbers."""
        while len(self._entries) > self._most:
            self._entries.popleft()
            self._first += 1
            yield self._first - 1
