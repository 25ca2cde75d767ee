"""Work item notifications: rows with versions, in the order the changes came, for so many days (SB-N-01).

What nothing public says was chosen here: a row's Type is 1, a work item that changed, for there is no other; its
WorkItemType counts the types that a work item's own Type can have, in the vendor's order: 0 Job, 1 Break, 2 Activity.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
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

    Versions go on growing whatever happens to the rows; the first one is above ``newest``. To add news costs the same
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

    def add(self, news: News, *, at: datetime, versions: Sequence[int] | None = None) -> None:
        """Add a row for each of the news, with its version, by default the next one; none is added for one that was there."""
        with self._lock:
            versions = range(self._newest + 1, self._newest + 1 + len(news)) if versions is None else versions
            batch = _Batch(versions=versions, created_at=at, news=news, gone=bisect_right(versions, self._newest))
            if self._batches and at < self._batches[-1].created_at:
                self._in_order_of_time = False
            if len(batch):
                self._batches.append(batch)
                self._newest = batch.last
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
            start = bisect_right(self._batches, rowver, key=_LAST)
            batches = (self._batches[place] for place in range(start, len(self._batches)))
            rows = (row for batch in batches for row in batch.rows(batch.places(after=rowver)))
            found = list(islice(_of(rows, wid), limit))
        return found[-1].rowver if found else rowver, found

    def before(self, rowver: int, *, limit: int, wid: str | None = None) -> Sequence[Row]:
        """Find the last rows up to a version, in ascending order."""
        with self._lock:
            self._forget(self._clock.now())
            rows = (row for batch in reversed(self._batches) for row in batch.rows(reversed(batch.places())))
            return list(islice((row for row in _of(rows, wid) if row.rowver <= rowver), limit))[::-1]

    def latest(self, *, limit: int, wid: str | None = None) -> tuple[int, Sequence[Row]]:
        """Find the newest rows, in ascending order, and the version to ask with next."""
        with self._lock:
            self._forget(self._clock.now())
            rows = (row for batch in reversed(self._batches) for row in batch.rows(reversed(batch.places())))
            found = list(islice(_of(rows, wid), limit))[::-1]
            return found[-1].rowver if found else self._newest, found

    def _forget(self, now: datetime) -> None:
        self._forget_above_most()
        try:
            oldest = now - self._kept_for
        except OverflowError:  # in the first days there are, nothing can be older
            return
        if self._in_order_of_time:
            del self._batches[: bisect_left(self._batches, oldest, key=_CREATED_AT)]
        else:
            self._batches = [batch for batch in self._batches if batch.created_at >= oldest]
            self._in_order_of_time = not self._batches

    def _forget_above_most(self) -> None:
        room = self._most
        for place in range(len(self._batches) - 1, -1, -1):
            batch = self._batches[place]
            if len(batch) >= room:
                batch.gone += len(batch) - room
                del self._batches[:place]
                return
            room -= len(batch)


@dataclass(slots=True, kw_only=True)
class _Batch:
    """News that came at once, each with its version; the first ones may be ``gone``."""

    versions: Sequence[int]
    created_at: datetime
    news: News
    gone: int

    def __len__(self) -> int:
        return len(self.news) - self.gone

    @property
    def last(self) -> int:
        return self.versions[-1]

    def places(self, *, after: int = 0) -> range:
        return range(max(self.gone, bisect_right(self.versions, after)), len(self.news))

    def rows(self, places: Iterable[int]) -> Iterator[Row]:
        for place in places:
            yield Row(rowver=self.versions[place], created_at=self.created_at, news=self.news, place=place)


_LAST, _CREATED_AT = attrgetter("last"), attrgetter("created_at")


def _of(rows: Iterator[Row], wid: str | None) -> Iterator[Row]:
    return rows if wid is None else (row for row in rows if row.news.wid(row.place) == wid)
