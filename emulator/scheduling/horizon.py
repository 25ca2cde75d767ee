"""The memory horizon: the whole UTC days around today in which Scheduling knows its work items (SCH-G-17)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from emulator.scheduling.work_item import WorkItem, WorkItemType


@dataclass(frozen=True, slots=True)
class Horizon:
    """The first and the last day, both inside, as ordinals of the proleptic calendar."""

    first: int
    last: int

    @classmethod
    def around(cls, now: datetime, *, days_before: int, days_after: int) -> "Horizon":
        """Span today-days_before to today+days_after."""
        return _spanning(now.astimezone(UTC).toordinal(), days_before, days_after)

    def holds(self, item: WorkItem) -> bool:
        """Whether the item's start lies inside; one that is not judged by its start always does."""
        day = day_of(item)
        return day is None or self.first <= day <= self.last

    def ending(self, day: int) -> "Horizon":
        """Make the horizon of the day on which ``day`` came in as the last."""
        return Horizon(day - self.last + self.first, day)

    def entered_from(self, before: "Horizon") -> Iterator[int]:
        """Walk the days that are inside now and were not before."""
        return (day for day in range(self.first, self.last + 1) if not before.first <= day <= before.last)


# Every transaction asks for today's.
@lru_cache(maxsize=64)
def _spanning(today: int, days_before: int, days_after: int) -> Horizon:
    return Horizon(today - days_before, today + days_after)


def day_of(item: WorkItem) -> int | None:
    """Tell the UTC day by which an item is judged; None for a job without an employee, or without a start."""
    if item.start is None or (item.employee is None and item.type is WorkItemType.JOB):
        return None
    return item.start.astimezone(UTC).toordinal()
