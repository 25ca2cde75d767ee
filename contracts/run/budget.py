"""How much time a run may still take."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Budget:
    """A number of seconds that began to run when it was made; None is no limit."""

    seconds: float | None = None
    _clock: Callable[[], float] = time.monotonic
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self._clock()

    @property
    def spent(self) -> float:
        """Seconds since it began."""
        return self._clock() - self._started

    @property
    def left(self) -> float:
        """Seconds left, never below 0."""
        return float("inf") if self.seconds is None else max(0.0, self.seconds - self.spent)

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self.left <= 0
