"""When the clock alone will change the late states of work items: the items of each coming scan (SCH-J-04)."""

import heapq
from datetime import UTC, datetime

from emulator.scheduling.jeopardy import lateness, next_demand
from emulator.scheduling.work_item import WorkItem


class Due:
    """Keep for each item the scan that will find its late states changed; the other scans need not touch it.

    Scans come every ``minutes`` of the emulator's time, counted from 1970-01-01T00:00Z.
    """

    def __init__(self, *, minutes: int, now: datetime) -> None:
        self._seconds = minutes * 60
        self.restart(now)

    def __len__(self) -> int:
        """Count the items that a scan will look at."""
        return len(self._scan_of)

    def undone_by(self, now: datetime) -> bool:
        """Whether the clock was set back over the newest scan."""
        return self._scan_before(now) < self._scan

    def behind(self, now: datetime) -> bool:
        """Whether a scan up to ``now`` has still to be done."""
        return self._scan_before(now) > self._scan

    def restart(self, now: datetime) -> None:
        """Forget everything, and take the newest scan up to ``now`` for done."""
        self._done(self._scan_before(now))
        self._scan_of: dict[str, int] = {}
        self._by_scan: dict[int, dict[str, None]] = {}
        self._coming: list[int] = []

    def emptied(self) -> "Due":
        """Make one that expects nothing yet and has done the same scans."""
        return Due(minutes=self._seconds // 60, now=self.scanned)

    def expect(self, item: WorkItem, late: int) -> None:
        """Look at an item again in the scan that will find other late states than ``late``, if there will be one."""
        self.forget(item.id)
        scan = self._scan_that_differs(item, late)
        if scan is not None:
            self._scan_of[item.id] = scan
            if scan not in self._by_scan:
                self._by_scan[scan] = {}
                heapq.heappush(self._coming, scan)
            self._by_scan[scan][item.id] = None

    def forget(self, item_id: str) -> None:
        """Leave an item out of all scans."""
        scan = self._scan_of.pop(item_id, None)
        if scan is not None:
            del self._by_scan[scan][item_id]

    def next(self) -> list[str]:
        """Name the items that the next scan will look at; the others are as late now as they were at the last one."""
        return list(self._by_scan.get(self._scan + 1, ()))

    def pop(self, now: datetime) -> list[str]:
        """Do the first of the scans up to ``now`` that has items to look at, and name them; without one do them all."""
        newest = self._scan_before(now)
        while self._coming and self._coming[0] <= newest:
            scan = heapq.heappop(self._coming)
            found = list(self._by_scan.pop(scan))
            if found:
                self._done(scan)
                for item_id in found:
                    del self._scan_of[item_id]
                return found
        if newest > self._scan:
            self._done(newest)
        return []

    def _done(self, scan: int) -> None:
        self._scan = scan
        self.scanned = datetime.fromtimestamp(scan * self._seconds, UTC)

    def _scan_that_differs(self, item: WorkItem, late: int) -> int | None:
        if lateness(item, self.scanned) != late:
            # Its times or its employee changed, which waits for the next scan; or its status, which did not.
            return self._scan + 1
        due = next_demand(item, self.scanned)
        if due is None:
            return None
        scan = self._scan_before(due)
        return scan if datetime.fromtimestamp(scan * self._seconds, UTC) == due else scan + 1

    def _scan_before(self, now: datetime) -> int:
        return int(now.timestamp() // self._seconds)
