"""Calls that came at the same time, and share one look at what others wrote and one writing of what they did themselves."""

from typing import Protocol

from emulator.unavailable import StateUnavailable


class Grouping(Protocol):
    """The store of a group, as far as the group asks it."""

    def join(self, group: "Group") -> None:
        """Let the transactions that come belong to a group; others wait until ``part``."""

    def part(self) -> None:
        """Let transactions stand alone again."""

    def write_group(self) -> None:
        """Write what the transactions of the group did, and let others go on. Raise StateUnavailable."""


class Group:
    """Let the transactions of a block be written together, at its end or before.

    A call is whole with its transactions, so after each one ``add`` says that it is there. Those whose doings could not be
    written, and are undone, are ``lost`` when the block has ended; ``why`` says why.
    """

    def __init__(self, store: Grouping) -> None:
        self._store = store
        self._open: list[object] = []
        # Whether a transaction of the group has looked at what others wrote since the last writing.
        self.has_looked = False
        self.lost: list[object] = []
        self.why = ""

    def __enter__(self) -> "Group":
        self._store.join(self)
        return self

    def add(self, call: object) -> None:
        """Note that a call has been made."""
        self._open.append(call)

    def __exit__(self, *_: object) -> None:
        try:
            self.flush()
        except StateUnavailable:
            pass  # those who were told of success hear of it as lost
        finally:
            self._store.part()

    def flush(self) -> None:
        """Write what was done up to here; raise StateUnavailable, and count the calls up to here for lost."""
        try:
            self._store.write_group()
        except StateUnavailable as error:
            self.lost += self._open
            self.why = str(error)
            raise
        finally:
            self._open.clear()
            self.has_looked = False
