"""Work item notifications: rows with versions of their own, in the order the changes came, for so many days (SB-N-01).

What nothing public says was chosen here: a row's Type is 1, a work item that changed, for there is no other; its
WorkItemType counts the types that a work item's own Type can have, in the vendor's order: 0 Job, 1 Break, 2 Activity.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from operator import attrgetter
from threading import Lock
from typing import Any, Protocol

from emulator.clock import Clock

CHANGED = 1
WORK_ITEM_TYPES = {"Job": 0, "Break": 1, "Activity": 2}


class News(Protocol):
    """Work items that changed at once, as many as there are places; each is made into JSON when somebody reads it."""

    def __len__(self) -> int:
        """Count them."""

    def wid(self, place: int) -> str:
        """Tell the id of one."""

    def work_item(self, place: int) -> dict[str, Any]:
        """Show one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One of the news, with a version and the instant when it came."""

    rowver: int
    created_at: datetime
    news: News
    place: int

    def shown(self) -> dict[str, Any]:
        """Show the row as a caller gets it."""
        work_item = self.news.work_item(self.place)
        created = self.created_at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
        return {
            "rowver": self.rowver,
            "Type": CHANGED,
            "WorkItemType": WORK_ITEM_TYPES[work_item["Type"]],
            "WorkItem": work_item,
            "CreatedAt": f"{created}Z",
        }


class Notifications:
    """Keep the newest rows: those of the last ``days`` of the emulator's clock, and no more than ``most``.

    Versions go on growing whatever happens to the rows; the first one follows ``newest``. To add news costs the same
    however many they are: a scenario of 100,000 work items comes at once, while everybody waits.
    """

    def __init__(self, clock: Clock, *, days: int, most: int, newest: int) -> None:
        self._clock = clock
        self._kept_for = timedelta(days=days)
        self._most = most
        self._newest = newest
        self._batches: list[_Batch] = []
        # Not so once the clock was set back: old rows then stand behind newer ones.
        self._in_order_of_time = True
        self._lock = Lock()

    def add(self, news: News, *, at: datetime) -> None:
        """Add a row for each of the news."""
        with self._lock:
            if self._batches and at < self._batches[-1].created_at:
                self._in_order_of_time = False
            if len(news):
                self._batches.append(_Batch(first=self._newest + 1, created_at=at, news=news))
                self._newest += len(news)
            self._forget(at)

    def clear(self) -> None:
        """Forget all rows; versions go on."""
        with self._lock:
            self._batches.clear()
            self._in_order_of_time = True

    def after(self, rowver: int, *, limit: int, wid: str | None = None) -> tuple[int, Sequence[Row]]:
        """Find the first rows after a version, and the version to ask with next: that of the last one, or the one given."""
        with self._lock:
            self._forget(self._clock.now())
            least = max(rowver, self._newest - self._most) + 1
            start = bisect_right(self._batches, rowver, key=_LAST)
            batches = (self._batches[place] for place in range(start, len(self._batches)))
            rows = (row for batch in batches for row in batch.rows(batch.versions(least)))
            found = list(islice(_of(rows, wid), limit))
        return found[-1].rowver if found else rowver, found

    def latest(self, *, limit: int, wid: str | None = None) -> tuple[int, Sequence[Row]]:
        """Find the newest rows, in ascending order, and the version to ask with next."""
        with self._lock:
            self._forget(self._clock.now())
            least = self._newest - self._most + 1
            rows = (row for batch in reversed(self._batches) for row in batch.rows(reversed(batch.versions(least))))
            found = list(islice(_of(rows, wid), limit))[::-1]
            return found[-1].rowver if found else self._newest, found

    def _forget(self, now: datetime) -> None:
        del self._batches[: bisect_right(self._batches, self._newest - self._most, key=_LAST)]
        try:
            oldest = now - self._kept_for
        except OverflowError:  # in the first days there are, nothing can be older
            return
        if self._in_order_of_time:
            del self._batches[: bisect_left(self._batches, oldest, key=_CREATED_AT)]
        else:
            self._batches = [batch for batch in self._batches if batch.created_at >= oldest]
            self._in_order_of_time = not self._batches


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """News that came at once; they have the versions from ``first`` on."""

    first: int
    created_at: datetime
    news: News

    @property
    def last(self) -> int:
        return self.first + len(self.news) - 1

    def versions(self, least: int) -> range:
        return range(max(self.first, least), self.last + 1)

    def rows(self, versions: Iterator[int] | range) -> Iterator[Row]:
        for rowver in versions:
            yield Row(rowver=rowver, created_at=self.created_at, news=self.news, place=rowver - self.first)


_LAST, _CREATED_AT = attrgetter("last"), attrgetter("created_at")


def _of(rows: Iterator[Row], wid: str | None) -> Iterator[Row]:
    return rows if wid is None else (row for row in rows if row.news.wid(row.place) == wid)
