"""How far the recorded system's memory horizon reached, as far as it shows (SCH-G-17)."""

from datetime import datetime
from typing import Any

_BEFORE, _AFTER = 7, 28  # the emulator's own, in days


class SeenHorizon:
    """Begin with the emulator's own, and widen it to hold what was shown."""

    def __init__(self) -> None:
        self._before, self._after = _BEFORE, _AFTER

    def see(self, start: str | None, now: datetime) -> None:
        """Take in an item that begins then, and was shown now."""
        if start is not None:
            days = (datetime.fromisoformat(start).date() - now.date()).days
            self._before, self._after = max(self._before, -days), max(self._after, days)

    def settings(self) -> dict[str, Any]:
        """Say it in settings; nothing where it is the emulator's own."""
        found = {"glob_days_before": self._before, "glob_days_after": self._after}
        return {name: min(days, 3650) for name, days in found.items() if days not in (_BEFORE, _AFTER)}
