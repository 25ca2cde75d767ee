"""One at a time for each name."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class OneAtATime:
    """Let those that hold the same name wait for each other, and nobody else."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: dict[str, tuple[Lock, int]] = {}

    @contextmanager
    def holding(self, name: str) -> Iterator[None]:
        """Hold a name for as long as the block takes."""
        with self._lock:
            lock, waiting = self._held.get(name, (Lock(), 0))
            self._held[name] = lock, waiting + 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, waiting = self._held.pop(name)
                if waiting > 1:
                    self._held[name] = lock, waiting - 1
