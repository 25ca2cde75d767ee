"""The events to come, each with a number of its own."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

from emulator.scheduling.timeline import Event


class Coming:
    """Events in the order in which they will happen; an event keeps its number, and no number comes twice."""

    def __init__(self, events: Iterable[Event] = (), *, first: int = 0) -> None:
        """Number these from ``first`` on; of two at one instant the first stays first."""
        self._events = deque(sorted(events, key=attrgetter("at")))
        self._first = first

    def __iter__(self) -> Iterator[Event]:
        """Walk them in their order."""
        return iter(self._events)

    def __len__(self) -> int:
        """Count them."""
        return len(self._events)

    @property
    def numbers(self) -> range:
        """Tell their numbers, in their order."""
        return range(self._first, self._first + len(self._events))

    @property
    def next(self) -> Event | None:
        """Show the first of them."""
        return self._events[0] if self._events else None

    def event(self, number: int) -> Event | None:
        """Find the one with a number; None where there is none, or none any more."""
        return self._events[number - self._first] if number in self.numbers else None

    def update(self, events: Mapping[int, Event | None]) -> None:
        """Put events under their numbers; without one a number's event is gone."""
        for number in sorted(events):
            if events[number] is None and number == self._first and self._events:
                self.pop()
            elif events[number] is not None or number in self.numbers:
                there: dict[int, Event | None] = {**dict(zip(self.numbers, self._events, strict=True)), **events}
                left = {number: event for number, event in sorted(there.items()) if event is not None}
                self._first = min(left, default=max(there) + 1)
                self._events = deque(left.values())
                return

    def pop(self) -> tuple[int, Event]:
        """Take the first out, and give it with its number."""
        self._first += 1
        return self._first - 1, self._events.popleft()
