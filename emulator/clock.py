"""The one clock of an emulator: real, frozen, or running from a given instant."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """How a clock was set: at ``stands_at``, or so far ahead of the machine's time."""

    stands_at: datetime | None = None
    ahead: timedelta = timedelta()


class Clock:
    """Tell the emulator's time, in UTC; nothing else in the emulator knows what time it is.

    >>> clock = Clock.frozen_at(datetime(2026, 1, 5, 8, tzinfo=UTC))
    >>> clock.advance(timedelta(minutes=10)); clock.now().isoformat()
    '2026-01-05T08:10:00+00:00'
    """

    def __init__(self, *, wall: Callable[[], float] = time.time) -> None:
        self._wall = wall
        self._settle: list[Callable[[], None]] = []
        self._noticing: list[Callable[[], None]] = []
        self._running = True
        self._offset = timedelta()
        self._frozen = datetime.fromtimestamp(wall(), UTC)
        self._state = ClockState()

    @classmethod
    def frozen_at(cls, instant: datetime) -> "Clock":
        """Make a clock that stands still at ``instant`` until it is set, advanced or started."""
        return cls.starting_at(instant, running=False)

    @classmethod
    def starting_at(cls, instant: datetime | None, *, running: bool = True) -> "Clock":
        """Make a clock that starts at ``instant``, or at the machine's time, and runs from there or stands still."""
        clock = cls()
        if instant is not None:
            clock.set(instant)
        if not running:
            # Not freeze, which would take the time again, and it has passed by a little.
            clock._running = False
            clock._state = ClockState(stands_at=clock._frozen)
        return clock

    @property
    def running(self) -> bool:
        """Whether time passes by itself."""
        return self._running

    def now(self) -> datetime:
        """Tell the emulator's time, with its zone, UTC."""
        return self._real() + self._offset if self._running else self._frozen

    def set(self, instant: datetime) -> None:
        """Make it ``instant`` now; a running clock runs on from there. Raise ValueError without a zone."""
        self._become(instant, running=self._running)

    def before_each_set(self, settle: Callable[[], None]) -> None:
        """Call ``settle`` each time before the clock is set: what is due by then is done, whether or not somebody looked."""
        self._settle.append(settle)

    def after_each_set(self, notice: Callable[[], None]) -> None:
        """Call ``notice`` each time after the clock was set, started or stopped."""
        self._noticing.append(notice)

    def advance(self, by: timedelta) -> None:
        """Move the clock by ``by``, back when it is negative."""
        self.set(self.now() + by)

    def freeze(self) -> None:
        """Stop the clock where it is."""
        self._become(self.now(), running=False)

    def run(self) -> None:
        """Let the clock run on from where it is."""
        self._become(self.now(), running=True)

    def state(self) -> ClockState:
        """Tell how it was set; it is the same object until it is set again."""
        return self._state

    def adopt(self, state: ClockState) -> None:
        """Go as another clock was set, which whoever shares it has noticed already."""
        self._state = state
        self._running = state.stands_at is None
        self._frozen, self._offset = state.stands_at or self._real() + state.ahead, state.ahead

    def _become(self, instant: datetime, *, running: bool) -> None:
        if instant.tzinfo is None:
            raise ValueError(f"the clock needs an instant with a zone, found {instant.isoformat()}")
        instant = instant.astimezone(UTC)
        for settle in self._settle:
            settle()
        self._frozen, self._offset = instant, instant - self._real()
        self._running = running
        self._state = ClockState(ahead=self._offset) if running else ClockState(stands_at=instant)
        for notice in self._noticing:
            notice()

    def _real(self) -> datetime:
        return datetime.fromtimestamp(self._wall(), UTC)
