"""When the clock alone will make work items late: the items of each coming scan (SCH-J-04)."""

import heapq
from datetime import UTC, datetime

from emulator.scheduling.jeopardy import next_demand
from emulator.scheduling.work_item import WorkItem


class Due:
    """Keep the items that a scan has to look at; the rest of them it need not touch.

    Scans come every ``minutes`` of the emulator's time, counted from 1970-01-01T00:00Z.
    """

    def __init__(self, *, minutes: int, now: datetime) -> None:
        self._seconds = minutes * 60
        self.restart(now)

    def restart(self, now: datetime) -> None:
        """Forget everything, and take the newest scan up to ``now`` for done."""
        self._scan = self._scan_before(now)
        self._by_scan: dict[int, dict[str, None]] = {}
        self._scans: list[int] = []

    @property
    def scanned(self) -> datetime:
        """The instant of the newest scan that is done."""
        return datetime.fromtimestamp(self._scan * self._seconds, UTC)

    def expect(self, item: WorkItem) -> None:
        """Look at an item again in the scan that will find it late, or later still."""
        due = next_demand(item, self.scanned)
        if due is None:
            return
        scan = -(-int(due.timestamp()) // self._seconds) if due.microsecond == 0 else int(due.timestamp()) // self._seconds + 1
        if scan not in self._by_scan:
            self._by_scan[scan] = {}
            heapq.heappush(self._scans, scan)
        self._by_scan[scan][item.id] = None

    def pop(self, now: datetime) -> list[str]:
        """Do the scans up to ``now``, and name the items to look at, each once."""
        self._scan = max(self._scan, self._scan_before(now))
        found: dict[str, None] = {}
        while self._scans and self._scans[0] <= self._scan:
            found |= self._by_scan.pop(heapq.heappop(self._scans))
        return list(found)

    def _scan_before(self, now: datetime) -> int:
        return int(now.timestamp()) // self._seconds
