"""Where a state is kept beside the store's memory: what a file or a database must be able to do, and what it holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from emulator.clock import ClockState


class StateError(ValueError):
    """Say why a state cannot be opened: the setting, what was expected, what was found."""


class Row(NamedTuple):
    """One thing of the state: its kind and id, its place in the order of its kind, and JSON, or None where it is gone."""

    kind: str
    id: str
    number: int
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What there is once of a state.

    ``version`` counts the transactions that wrote; whoever knows less than version ``floor`` must read everything anew.
    ``stamp`` and ``number`` are the newest of work items and of documents; ``seen_at`` is the instant up to which what the
    clock brings about has been done.
    """

    version: int
    floor: int
    stamp: int
    number: int
    seen_at: datetime
    clock: ClockState


class Ledger(Protocol):
    """Keep the rows and the head of a state. Each method may raise StateUnavailable."""

    def read(self) -> tuple[Head, Iterable[Row]] | None:
        """Tell the head and all rows there are, as of one instant; None of a state that was never written."""

    def write(self, head: Head, rows: Iterable[Row], *, anew: bool) -> None:
        """Write rows and the head, whole or not at all; ``anew`` puts them in the place of all others."""

    def close(self) -> None:
        """Let go of the file or the connection."""


class SharedLedger(Ledger, Protocol):
    """A ledger to which others write too."""

    def look(self, *, after: int, writing: bool) -> tuple[Head, Sequence[Row]]:
        """Tell the head, and the rows that were written or went since a version.

        For ``writing`` others wait with theirs until ``release``.
        """

    def release(self) -> None:
        """Let others write."""

    def hold(self, name: str) -> bool:
        """Hold a name that nobody else holds, and tell whether that succeeded; who dies lets go."""

    def let_go(self, name: str) -> None:
        """Let go of a name."""
