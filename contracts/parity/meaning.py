"""What must differ between two systems, compared by what it means: time stamps, and days where clocks stand on other days."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from contracts.parity.governing import POLL, clauses_of
from contracts.parity.outcome import Difference

_DAY = timedelta(days=1)
TIMES = frozenset(f"workItem/attr/{name}" for name in ("start", "arrival", "finish"))


class Stamps:
    """Time stamps of the two sides: from one reply to the next they rise, stay or fall on both."""

    def __init__(self) -> None:
        self._last: list[int | None] = [None, None]
        self._pairs = 0

    def begin(self) -> None:
        """Forget: another system is behind a side now."""
        self._last = [None, None]

    def see(self, call: str, left: str, right: str) -> Iterator[Difference]:
        """Take in the stamps of two replies; tell of a side where it fell, or is none, when the other's did not."""
        self._pairs += 1
        told = [self._told(side, text) for side, text in enumerate((left, right))]
        if bool(told[0]) != bool(told[1]):
            words = [each or f"{text}, which did not fall" for each, text in zip(told, (left, right), strict=True)]
            clauses = clauses_of(POLL, "timeStampOut")
            yield Difference(call=call, where="timeStampOut", left=words[0], right=words[1], clauses=clauses)

    def _told(self, side: int, text: str) -> str:
        if not (text.isascii() and text.isdigit()):
            return f"{text!r}, which is no number"
        before, self._last[side] = self._last[side], int(text)
        return f"{text}, after {before}" if before is not None and int(text) < before else ""

    def told(self) -> Iterator[str]:
        """Say what was compared so."""
        if self._pairs:
            yield f"time stamps: {self._pairs} pairs, by their order"


class Days:
    """Times of work items: whole days apart, one number of them for all, where the clocks of the sides are."""

    def __init__(self) -> None:
        self._pairs: list[tuple[str, str, str, str]] = []

    def see(self, call: str, path: str, left: str, right: str) -> None:
        """Take in a time that both sides have."""
        self._pairs.append((call, path, left, right))

    def differences(self) -> Iterator[Difference]:
        """Tell the times that are not as far apart as most."""
        apart = self._apart()
        for call, path, left, right in self._pairs:
            if _between(left, right) != apart:
                yield Difference(call=call, where=path, left=left, right=right, clauses=clauses_of(POLL, path.split("] ")[-1]))

    def told(self) -> Iterator[str]:
        """Say what was compared so."""
        apart = self._apart()
        if apart:
            yield f"times of work items: the right side's are {apart.days:+d} days from the left side's, all of them"

    def _apart(self) -> timedelta:
        """Tell by how many whole days all are apart; by none where they are not."""
        counted = Counter(_between(left, right) for *_, left, right in self._pairs)
        found = counted.most_common(1)[0][0] if counted else None
        one = found is not None and found % _DAY == timedelta() and len(counted) == 1
        return found if one and found is not None else timedelta()


def _between(left: str, right: str) -> timedelta | None:
    try:
        return datetime.fromisoformat(right) - datetime.fromisoformat(left)
    except (ValueError, TypeError):
        return timedelta() if left == right else None
