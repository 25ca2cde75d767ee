"""How much may be tried to make failures smaller: a number of tries and a time, so that a gate stays quick."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Effort:
    """Tries and seconds that are left for one failure; ``until`` is the end of the time for all, by the same clock."""

    tries: int
    seconds: float
    until: float = float("inf")
    clock: Callable[[], float] = time.monotonic
    made: int = 0
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.clock()

    def spend(self) -> None:
        """Count a try."""
        self.made += 1

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self.made >= self.tries or self.late

    @property
    def late(self) -> bool:
        """Whether no time is left, even to end what was begun."""
        now = self.clock()
        return now - self._began >= self.seconds or now >= self.until
