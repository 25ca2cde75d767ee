"""What the clauses say of notifications: a list with a row for each change, each as old as the change (SB-N-01)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from contracts.machines.jeopardy_model import Fact
from contracts.machines.jeopardy_states import Job, late_states
from contracts.machines.model import STATUSES

MORNING = datetime(2026, 1, 5, 8)
# A reader who does not say how many gets so many rows; older rows than these are gone (SB-N-01).
USUAL_LIMIT = 10
KEPT_FOR = timedelta(days=30)
_SCAN = timedelta(minutes=5)
_DAYS_BEFORE, _DAYS_AFTER = timedelta(days=7), timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A change: of which item, its WorkStatus then (SB-G-07), and when; ``number`` counts rows from 1."""

    number: int
    id: str
    status: int
    at: datetime


@dataclass(slots=True)
class Notices:
    """All work items, the rows of their changes, and the time. Nobody's start is ever after the memory horizon."""

    now: datetime = MORNING
    facts: dict[str, Fact] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def write(self, item: Job) -> None:
        """Book or change; late states are read anew with the status (SCH-J-04); what changes nothing makes no row."""
        before = self.facts.get(item.id)
        read = before is None or before.job.status != item.status or item.employee is None
        after = Fact(item, late_states(item, _text(self.now)) if read or before is None else before.late)
        self.facts[item.id] = after
        if before is None or before.shown != after.shown:
            self._note(item)

    def change(self, item_id: str, **attributes: Any) -> None:
        """Change attributes."""
        self.write(replace(self.facts[item_id].job, **attributes))

    def remove(self, item_id: str) -> None:
        """Forget an item; its rows stay, and none is added."""
        del self.facts[item_id]

    def inside(self, item: Job) -> bool:
        """Whether the memory horizon holds the item (SCH-G-17)."""
        today, day = self.now.date(), date.fromisoformat(item.start[:10])
        return item.employee is None or today - _DAYS_BEFORE <= day <= today + _DAYS_AFTER

    def move(self, minutes: int) -> list[Row]:
        """Move the clock on, from scan to scan; list the rows that this made and that are not too old yet."""
        until, before = self.now + timedelta(minutes=minutes), len(self.rows)
        for instant in self._scans(until):
            self.now = instant
            for name, fact in self.facts.items():
                read = Fact(fact.job, late_states(fact.job, _text(instant)))
                self.facts[name] = read
                if read.shown != fact.shown:
                    self._note(fact.job)
        self.now = until
        return list(self._kept(before))

    def arrange(self, scanned: Sequence[Row], ids: Sequence[str]) -> None:
        """Put rows that one scan made into the order they were found in, for no clause knows one."""
        waiting = list(ids)
        for _, at_once in groupby(scanned, key=lambda row: row.at):
            rows = list(at_once)
            found, waiting = waiting[: len(rows)], waiting[len(rows) :]
            by_id = {row.id: row for row in rows}
            if sorted(found) == sorted(by_id):
                for number, name in enumerate(found, start=rows[0].number):
                    self.rows[number - 1] = replace(by_id[name], number=number)

    def after(self, number: int, *, limit: int, wid: str | None) -> list[Row]:
        """List the first rows after a number."""
        return [row for row in self._kept(number) if wid in (None, row.id)][:limit]

    def latest(self, *, limit: int, wid: str | None) -> list[Row]:
        """List the newest rows, oldest first."""
        return [row for row in self._kept(0) if wid in (None, row.id)][-limit:]

    def _kept(self, after: int) -> Iterator[Row]:
        return (row for row in self.rows[after:] if row.at >= self.now - KEPT_FOR)

    def _note(self, item: Job) -> None:
        # What is outside the memory horizon is not reported (SCH-G-17).
        if self.inside(item):
            status = 0 if item.employee is None else STATUSES.index(item.status)
            self.rows.append(Row(number=len(self.rows) + 1, id=item.id, status=status, at=self.now))

    def _scans(self, until: datetime) -> list[datetime]:
        """List the scans on the way that may find something: the next one, and those after a time of a plan."""
        plans = [datetime.fromisoformat(getattr(fact.job, when)) for fact in self.facts.values() for when in _PLAN]
        found = {_scan_from(time) for time in [self.now + timedelta(minutes=1), *plans]}
        return sorted(scan for scan in found if self.now < scan <= until)


_PLAN = ("start", "arrival", "finish")


def _text(time: datetime) -> str:
    return time.isoformat(timespec="minutes")


def _scan_from(time: datetime) -> datetime:
    return time + (datetime(2026, 1, 1) - time) % _SCAN
