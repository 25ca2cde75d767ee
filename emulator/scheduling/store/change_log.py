"""The changes of one unit in the order of their stamps."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from operator import attrgetter

from emulator.scheduling.changes import Change

_STAMP = attrgetter("stamp")
_SLACK = 64


class ChangeLog:
    """Find what changed after a stamp at the cost of what changed, not of what exists.

    A change that was followed by another, or whose item has left, stays until such are half of the log.
    """

    __slots__ = ("_changes", "_stale")

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._stale = 0

    def __len__(self) -> int:
        """Count the items whose latest state is here."""
        return len(self._changes) - self._stale

    def append(self, change: Change) -> None:
        """Add the newest change."""
        self._changes.append(change)

    def forget(self) -> None:
        """Note that one of the changes no longer tells an item's latest state."""
        self._stale += 1

    def recall(self) -> None:
        """Note that one does so again, after all."""
        self._stale -= 1

    def cut(self, stamp: int) -> None:
        """Take out the changes after a stamp, none of which tells an item's latest state."""
        while self._changes and self._changes[-1].stamp > stamp:
            self._changes.pop()
            self._stale -= 1

    def after(self, stamp: int, current: Mapping[str, Change]) -> Iterator[Change]:
        """Walk the changes after a stamp, oldest first, that still tell an item's latest state."""
        later = self._changes[self._place(stamp) :]
        return iter(later) if not self._stale else (change for change in later if current.get(change.item.id) is change)

    def count(self, stamp: int) -> int:
        """Count the changes after a stamp, those that were followed by another among them."""
        return len(self._changes) - self._place(stamp)

    def tidy(self, current: Mapping[str, Change]) -> None:
        """Drop what is stale, when it is more than half."""
        if self._stale > len(self._changes) // 2 + _SLACK:
            self._changes = [change for change in self._changes if current.get(change.item.id) is change]
            self._stale = 0

    def _place(self, stamp: int) -> int:
        return bisect_right(self._changes, stamp, key=_STAMP)
