"""One request at a time for each id, where a request needs more than one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class OneAtATime:
    """Let those that name the same id wait for each other, and nobody else.

    A cancel reads a record, calls Scheduling and writes the record. Of two at once the second must see what the first wrote.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: dict[str, tuple[Lock, int]] = {}

    @contextmanager
    def holding(self, held_id: str) -> Iterator[None]:
        """Hold an id for as long as the block takes."""
        with self._lock:
            lock, waiting = self._held.get(held_id, (Lock(), 0))
            self._held[held_id] = lock, waiting + 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, waiting = self._held.pop(held_id)
                if waiting > 1:
                    self._held[held_id] = lock, waiting - 1
