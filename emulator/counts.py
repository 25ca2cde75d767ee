"""How many exchanges there were since the start, and how long they took, for whoever watches from outside."""

from collections.abc import Mapping
from threading import Lock

from emulator.journal import Entry

# Facade ("soap" for a call that reached the system itself), operation ("" where there is none), HTTP status.
Kind = tuple[str, str, int]


class Counts:
    """Count exchanges and their seconds by kind, and SOAP calls by operation and status; resets leave them as they are."""

    def __init__(self) -> None:
        self._exchanges: dict[Kind, tuple[int, float]] = {}
        self._calls: dict[tuple[str, int], int] = {}
        self._lock = Lock()

    def add(self, entry: Entry, seconds: float) -> None:
        """Count an exchange that took so long."""
        rest = entry.rest
        kind = (entry.facade or "soap", entry.operation or "", entry.soap[0].status if rest is None else rest.status)
        with self._lock:
            number, total = self._exchanges.get(kind, _NONE)
            self._exchanges[kind] = number + 1, total + seconds
            for call in entry.soap:
                key = (call.operation or "", call.status)
                self._calls[key] = self._calls.get(key, 0) + 1

    def exchanges(self) -> Mapping[Kind, tuple[int, float]]:
        """Tell the number and the seconds of each kind."""
        with self._lock:
            return dict(self._exchanges)

    def total(self) -> int:
        """Tell the number of all."""
        with self._lock:
            return sum(number for number, _ in self._exchanges.values())

    def calls(self) -> Mapping[tuple[str, int], int]:
        """Tell the number of SOAP calls of each operation and status; 0 is the status of one that broke."""
        with self._lock:
            return dict(self._calls)


_NONE = 0, 0.0
