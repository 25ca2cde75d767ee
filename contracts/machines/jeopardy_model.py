"""What the clauses say of jobs under a clock: scans, the horizon, and what a follower of the feed must be told."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from contracts.machines.jeopardy_states import Job, late_states, picture, states

_SCAN = timedelta(minutes=5)
_DAYS_BEFORE, _DAYS_AFTER = timedelta(days=7), timedelta(days=28)
_EPOCH = datetime(2026, 1, 1)
_MORNING = datetime(2026, 1, 5, 8)


@dataclass(frozen=True, slots=True)
class Fact:
    """A job as it is at some moment: as written, with the last reading of its late states."""

    job: Job
    late: frozenset[str] = frozenset()

    @property
    def shown(self) -> tuple[Any, ...]:
        """Tell what a change of is a change: all that was written, and every state."""
        return self.job, states(self.job, self.late)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A stamp that was given out: the changes it has seen, and what its holder knows then of each unit's jobs.

    ``cut`` says that it ended a page with JeopOnly: what comes after it may be known in two ways.
    """

    number: int
    seen: int
    known: dict[str, Fact]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """What a poll has to tell: those it must, and those it may; mostly the same. Oldest change first."""

    must: tuple[str, ...]
    may: tuple[str, ...]


@dataclass(slots=True)
class Clockwork:
    """All jobs, the number of each one's last change, the units' parameters, and the time."""

    now: datetime = _MORNING
    facts: dict[str, Fact] = field(default_factory=dict)
    configured: dict[str, str] = field(default_factory=dict)
    limits: dict[str, int | None] = field(default_factory=dict)
    changes: int = 0
    changed: dict[str, int] = field(default_factory=dict)
    arrived: dict[str, int] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    given: list[tuple[int, int]] = field(default_factory=list)

    def write(self, job: Job) -> None:
        """Book or change; the late states are read anew when the status changes, a booking's too (SCH-J-04)."""
        before = self.facts.get(job.id)
        read = before is None or before.job.status != job.status
        after = Fact(job, late_states(job, self._text()) if read or before is None else before.late)
        was_visible = before is not None and self._inside(before.job)
        self.facts[job.id] = after
        if before is None or before.shown != after.shown:
            self._note(job.id, "written")
            if before is None or before.job.unit != job.unit or not was_visible:
                self.arrived[job.id] = self.changes

    def change(self, job_id: str, **attributes: Any) -> None:
        """Change attributes; another unit is such a change (SCH-G-06)."""
        self.write(replace(self.facts[job_id].job, **attributes))

    def remove(self, job_id: str) -> None:
        """Forget a job; nothing of it remains (SCH-G-07)."""
        for told in (self.facts, self.changed, self.arrived, self.why):
            del told[job_id]

    def visible(self, unit: str) -> dict[str, Fact]:
        """Tell the unit's jobs inside the memory horizon (SCH-G-17)."""
        return {name: fact for name, fact in self.facts.items() if fact.job.unit == unit and self._inside(fact.job)}

    def inside(self, job_id: str) -> bool:
        """Whether a job is there and inside the horizon, so that it can be cancelled (SCH-C-06)."""
        return job_id in self.facts and self._inside(self.facts[job_id].job)

    def move(self, minutes: int, listed: Callable[[], Sequence[str]]) -> None:
        """Move the clock; going on it meets scans and midnights, each at its time, and going back only the horizon.

        ``listed`` gives all ids by their last change; it only decides between those of one instant, which no clause does.
        """
        target = self.now + timedelta(minutes=minutes)
        last: dict[str, tuple[datetime, str]] = {}
        # Entering is judged day by day, so that a day's leap and a day in steps change the same.
        instants = self._instants(target) if minutes > 0 else [target]
        for instant in [*instants, target]:
            before = {name for name, fact in self.facts.items() if self._inside(fact.job)}
            self.now = instant
            for name, fact in list(self.facts.items()):
                if minutes > 0 and _on_scan(instant):
                    self.facts[name] = Fact(fact.job, late_states(fact.job, self._text()))
                    if self.facts[name].shown != fact.shown:
                        last[name] = instant, "scanned"
                if name not in before and self._inside(fact.job):
                    last[name] = instant, "entered"
                    self.arrived[name] = self.changes + 1
        order = {name: place for place, name in enumerate(listed())} if len(last) > 1 else {}
        for name in sorted(last, key=lambda name: (last[name][0], order.get(name, 0))):
            entered = self.arrived.get(name, 0) > self.changes and last[name][1] == "entered"
            self._note(name, last[name][1])
            if entered:
                self.arrived[name] = self.changes

    def due(self, unit: str, since: Stamp | None, *, jeop_only: bool) -> Due:
        """Tell what a poll with a stamp, or with none, has to tell (SCH-G-04, G-05, G-08)."""
        here = sorted(self.visible(unit), key=self.changed.__getitem__)
        after = -1 if since is None else since.seen
        if not jeop_only:
            plain = tuple(name for name in here if self.changed[name] > after)
            return Due(plain, plain)
        known = {} if since is None else since.known
        must, may = [], []
        for name in here:
            fact = self.facts[name]
            now = self._picture(unit, fact)
            # What was in another unit then is new here.
            then = self._picture(unit, known[name]) if name in known and known[name].job.unit == unit else {}
            changed = self.changed[name] > after
            anew = self.arrived[name] > after
            if changed and now != then and (now or not anew):
                must.append(name)
            if changed and (now != then or (anew and now) or (since is not None and since.cut)):
                may.append(name)
        return Due(tuple(must), tuple(may))

    def give(self, number: int, *, unit: str, since: Stamp | None, told: Sequence[str], more: bool, jeop_only: bool) -> Stamp:
        """Note a stamp: of the end of a page it has seen what is not newer than its last change (SCH-G-14), else all."""
        if not more:
            seen, known = self.changes, self._everything()
        else:
            seen = self.changed[told[-1]]
            old = {} if since is None else since.known
            known = {name: fact for name, fact in old.items() if name not in told}
            known |= {name: self.facts[name] for name in told}
            known |= {name: fact for name, fact in self._everything().items() if fact.job.unit != unit}
        place = bisect_left(self.given, (number, seen))
        self.given.insert(place, (number, seen))
        return Stamp(number=number, seen=seen, known=known, cut=more)

    def in_order(self, number: int, seen: int) -> bool:
        """Whether a stamp that has seen so many changes may have this number: it grows with every change (SCH-G-10)."""
        return all((number > other) == (seen > known) or (seen == known) for other, known in self.given)

    def _picture(self, unit: str, fact: Fact) -> dict[str, int]:
        return picture(fact.job, fact.late, self.configured[unit])

    def _everything(self) -> dict[str, Fact]:
        return {name: fact for name, fact in self.facts.items() if self._inside(fact.job)}

    def _note(self, name: str, why: str) -> None:
        self.changes += 1
        self.changed[name] = self.changes
        self.why[name] = why

    def _inside(self, job: Job) -> bool:
        today, day = self.now.date(), date.fromisoformat(job.start[:10])
        return job.employee is None or today - _DAYS_BEFORE <= day <= today + _DAYS_AFTER

    def _instants(self, target: datetime) -> list[datetime]:
        """List the moments on the way at which something may happen: scans after a time of a plan, and midnights."""
        times = [datetime.fromisoformat(getattr(fact.job, when)) for fact in self.facts.values() for when in _TIMES]
        found = {_scan_from(time) for time in [self.now + timedelta(minutes=1), *times]}
        found |= {datetime.combine(self.now.date(), datetime.min.time()) + timedelta(days=day) for day in range(1, 60)}
        return sorted(instant for instant in found if self.now < instant <= target)

    def _text(self) -> str:
        return self.now.isoformat(timespec="minutes")


_TIMES = ("start", "arrival", "finish")


def _on_scan(instant: datetime) -> bool:
    return (instant - _EPOCH) % _SCAN == timedelta()


def _scan_from(time: datetime) -> datetime:
    return time + (_EPOCH - time) % _SCAN
