"""The change feed's unit of account: a work item as it was after one change."""

from dataclasses import dataclass

from emulator.scheduling.jeopardy import Jeopardy
from emulator.scheduling.work_item import WorkItem

# How many earlier jeopardies of an item are kept. A stamp from before them counts as different: rather twice than never.
KEPT = 256


@dataclass(frozen=True, slots=True, init=False)
class Change:
    """An item's latest state, the stamp of the change that led to it, and what its jeopardy was at earlier stamps.

    ``late`` are the late states that were read from the clock when it was last looked at, as bits of the jeopardy table.
    ``came`` is the stamp at which the item came into its unit, booked or moved in; ``appeared`` the one at which it last
    came into view, by that or by entering the memory horizon. ``past`` holds the jeopardies since it came, as far as they
    could be seen, oldest first, each with the stamp from which it held; of an item in view the last one holds now.

    Most items never had another than the last, which is kept apart: as a tuple of one pair it would take 140 bytes.
    """

    stamp: int
    item: WorkItem
    late: int
    came: int
    appeared: int
    since: int  # the stamp from which ``jeopardy`` holds
    jeopardy: Jeopardy  # the one that holds now; of an item out of view, the one that was seen last
    earlier: tuple[tuple[int, Jeopardy], ...]

    def __init__(
        self, *, stamp: int, item: WorkItem, late: int, came: int, appeared: int, past: tuple[tuple[int, Jeopardy], ...]
    ) -> None:
        since, jeopardy = past[-1]
        for name, value in (
            ("stamp", stamp),
            ("item", item),
            ("late", late),
            ("came", came),
            ("appeared", appeared),
            ("since", since),
            ("jeopardy", jeopardy),
            ("earlier", past[:-1]),
        ):
            object.__setattr__(self, name, value)

    @property
    def past(self) -> tuple[tuple[int, Jeopardy], ...]:
        """Tell the jeopardies that could be seen since it came, each with the stamp from which it held."""
        return (*self.earlier, (self.since, self.jeopardy))

    def differs_from(self, stamp: int, conditions: int) -> bool:
        """Whether the configured conditions are other than they were at a stamp (SCH-G-08).

        An item that was out of view in between is new to whoever asks, unless it has none of the conditions and had none.
        """
        now = self.jeopardy.seen_through(conditions)
        if now[0] and stamp < self.appeared:
            return True
        if stamp < self.came:
            return False
        past = self.past
        if stamp < past[0][0]:
            return True
        at_stamp = next(jeopardy for since, jeopardy in reversed(past) if since <= stamp)
        return at_stamp.seen_through(conditions) != now

    def like_now_since(self, stamp: int, conditions: int) -> int:
        """Tell the first stamp after ``stamp`` at which the configured conditions were as they are now.

        A reply that is cut and goes on from there leaves nothing out: before that stamp the conditions differ or the item
        is new, and by then it was sent.
        """
        now = self.jeopardy.seen_through(conditions)
        first = max(stamp + 1, self.appeared) if now[0] else stamp + 1
        return next(since for since, jeopardy in self.past if since >= first and jeopardy.seen_through(conditions) == now)
