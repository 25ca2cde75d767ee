"""The clock of a target, in the hand of a test."""

from datetime import datetime, timedelta

from contracts.target import Target


class TargetClock:
    """Read, set and move the emulator's clock by its control API."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def now(self) -> datetime:
        """Tell the emulator's time."""
        return datetime.fromisoformat(self._target.control("GET", "/clock")["now"])

    def set(self, instant: datetime) -> None:
        """Make it ``instant`` now; it needs a zone."""
        self._target.control("PUT", "/clock", {"now": instant.isoformat()})

    def advance(self, by: timedelta) -> None:
        """Move the clock by ``by``, back when it is negative."""
        self._target.control("POST", "/clock/advance", {"seconds": by.total_seconds()})

    def freeze(self) -> None:
        """Stop the clock where it is."""
        self._target.control("PUT", "/clock", {"running": False})

    def run(self) -> None:
        """Let the clock run on from where it is."""
        self._target.control("PUT", "/clock", {"running": True})
