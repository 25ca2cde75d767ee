"""What the clauses say of jobs under a clock: scans, the horizon, and what a follower of the feed must be told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from contracts.machines.jeopardy_states import Job, late_states, picture, states

_SCAN = timedelta(minutes=5)
_DAY = timedelta(days=1)
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
    """A stamp that was given out: how many changes it has seen, at least and at most, and the jobs as its holder knows them.

    ``cut`` is the unit whose page it ended before all was told, whether that was with JeopOnly, and the letters then: its
    holder knows jobs as they were told, and the others as it knew them before; jobs ``outside`` the horizon it may not know
    at all. With JeopOnly no clause says which of a job's changes is its place in the order, so what such a stamp has seen is
    between two numbers.
    """

    number: int
    least: int
    most: int
    known: dict[str, Fact]
    outside: frozenset[str] = frozenset()
    cut: tuple[str, bool, str] | None = None


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
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    arrived: dict[str, int] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    given: list[tuple[int, int, int]] = field(default_factory=list)

    def write(self, job: Job) -> None:
        """Book or change; the late states are read anew when the status changes, a booking's too (SCH-J-04)."""
        before = self.facts.get(job.id)
        read = before is None or before.job.status != job.status
        # Nobody's job is late for nothing any more, until it is read again.
        late = late_states(job, _text(self.now)) if read or before is None or job.employee is None else before.late
        after = Fact(job, late)
        was_visible = before is not None and self._inside(before.job)
        self.facts[job.id] = after
        if before is None or before.shown != after.shown:
            anew = before is None or before.job.unit != job.unit or not was_visible
            self._note([job.id], {job.id: "written"}, {job.id} if anew else set())

    def change(self, job_id: str, **attributes: Any) -> None:
        """Change attributes; another unit is such a change (SCH-G-06)."""
        self.write(replace(self.facts[job_id].job, **attributes))

    def remove(self, job_id: str) -> None:
        """Forget a job; nothing of it remains (SCH-G-07)."""
        for told in (self.facts, self.changed, self.places, self.arrived, self.why):
            del told[job_id]

    def visible(self, unit: str) -> dict[str, Fact]:
        """Tell the unit's jobs inside the memory horizon (SCH-G-17)."""
        return {name: fact for name, fact in self.facts.items() if fact.job.unit == unit and self._inside(fact.job)}

    def inside(self, job_id: str) -> bool:
        """Whether a job is there and inside the horizon, so that it can be cancelled (SCH-C-06)."""
        return job_id in self.facts and self._inside(self.facts[job_id].job)

    def on_the_edge(self, job_id: str) -> bool:
        """Whether the horizon's ends decide about a job: with a day less or more at one of them it would be otherwise."""
        day, today = date.fromisoformat(self.facts[job_id].job.start[:10]), self.now.date()
        return day - today in {end + step for end in (-_DAYS_BEFORE, _DAYS_AFTER) for step in (-_DAY, timedelta(), _DAY)}

    def move(self, minutes: int, listed: Callable[[], Sequence[str]]) -> None:
        """Move the clock; going on it meets scans and midnights, each at its time.

        What a clock that is set back finds, no clause says: what the last scan before that time would have left.
        ``listed`` gives all ids by their last change; it only decides between those of one instant, which no clause does.
        """
        target = self.now + timedelta(minutes=minutes)
        happened: list[tuple[dict[str, str], set[str]]] = []
        # Day by day and scan by scan, so that a leap and the same way in steps change the same.
        for instant in [*self._instants(target), target] if minutes > 0 else [target]:
            outside = {name for name, fact in self.facts.items() if not self._inside(fact.job)}
            scanned, self.now = _scan_until(self.now), instant
            entered = {name for name in outside if self._inside(self.facts[name].job)}
            why = dict.fromkeys(entered, "entered")
            for name, fact in self.facts.items() if _scan_until(instant) != scanned else ():
                self.facts[name] = Fact(fact.job, late_states(fact.job, _text(_scan_until(instant))))
                if self.facts[name].shown != fact.shown:
                    why.setdefault(name, "scanned")
            happened.append((why, entered))
        # It is asked at every move: a look at the emulator makes what the clock passed happen before the clock turns back.
        order = {name: place for place, name in enumerate(listed())}
        for why, entered in happened:
            self._note(sorted(why, key=lambda name: order.get(name, 0)), why, entered)

    def due(self, unit: str, since: Stamp | None, *, jeop_only: bool) -> Due:
        """Tell what a poll with a stamp, or with none, has to tell (SCH-G-04, G-05, G-08)."""
        here = sorted(self.visible(unit), key=self.changed.__getitem__)
        least, most = (-1, -1) if since is None else (since.least, since.most)
        if not jeop_only:
            must = tuple(name for name in here if self.changed[name] > most)
            return Due(must, tuple(name for name in here if self.changed[name] > least))
        known, cut = ({}, None) if since is None else (since.known, since.cut)
        told, perhaps = [], []
        for name in here:
            now, before = self._picture(unit, self.facts[name]), self._then(unit, known.get(name))
            outside = since is not None and name in since.outside
            then = {} if outside else before
            anew = self.arrived[name] > least
            # A follower of pages must be told what it does not know, whichever change made it so.
            if now != then and (now or not anew) and (cut is None or cut == (unit, True, self.configured[unit])):
                told.append(name)
            if now != then or (anew and (now or before or outside)) or (cut is not None and self.changed[name] > least):
                perhaps.append(name)
        return Due(tuple(told), tuple(perhaps))

    def in_places(self, names: Sequence[str], since: Stamp | None, *, jeop_only: bool) -> bool:
        """Whether jobs come in the order of their changes; with JeopOnly by any of those since the stamp, each by one."""
        if not jeop_only:
            return list(names) == sorted(names, key=self.changed.__getitem__)
        at = -1
        for name in names:
            place = next((max(at, first) for first, last in self._since(name, since) if last >= at), None)
            if place is None:
                return False
            at = place
        return True

    def seen(self, since: Stamp | None, *, last: str | None, jeop_only: bool) -> tuple[int, int]:
        """Tell how many changes a reply's stamp has seen, at least and at most; ``last`` ended a page (SCH-G-14)."""
        if last is None:
            return self.changes, self.changes
        if not jeop_only:
            return self.changed[last], self.changed[last]
        places = self._since(last, since)
        return places[0][0], places[-1][1]

    def give(self, number: int, *, unit: str, since: Stamp | None, told: Sequence[str], more: bool, jeop_only: bool) -> Stamp:
        """Note a stamp with what its holder knows."""
        least, most = self.seen(since, last=told[-1] if more else None, jeop_only=jeop_only)
        known, outside = dict(self.facts), {name for name, fact in self.facts.items() if not self._inside(fact.job)}
        if more:
            # Only what was due and is not told yet is known as before; the others have nothing that must be told.
            waiting = set(self.due(unit, since, jeop_only=jeop_only).must) - set(told)
            old = {} if since is None else {name: fact for name, fact in since.known.items() if name in waiting}
            known = {name: fact for name, fact in known.items() if name not in waiting} | old
            outside |= set() if since is None else since.outside & waiting
        self.given.append((number, least, most))
        cut = (unit, jeop_only, self.configured[unit]) if more else None
        return Stamp(number=number, least=least, most=most, known=known, outside=frozenset(outside), cut=cut)

    def in_order(self, number: int, least: int, most: int) -> bool:
        """Whether a stamp that has seen so many changes may have this number: it grows with every change (SCH-G-10)."""
        return all(
            number > other if least > other_most else number < other if most < other_least else True
            for other, other_least, other_most in self.given
        )

    def _since(self, name: str, since: Stamp | None) -> list[tuple[int, int]]:
        """List the places of a job's changes since a stamp; the last one is always there."""
        after = -1 if since is None else since.least
        return [place for place in self.places[name] if place[1] > after] or self.places[name][-1:]

    def _then(self, unit: str, fact: Fact | None) -> dict[str, int]:
        """Tell the conditions of a job as it was known; what was not in the unit then is new (SCH-G-08)."""
        return self._picture(unit, fact) if fact is not None and fact.job.unit == unit else {}

    def _picture(self, unit: str, fact: Fact) -> dict[str, int]:
        return picture(fact.job, fact.late, self.configured[unit])

    def _note(self, names: Sequence[str], why: dict[str, str], anew: set[str]) -> None:
        """Count what changed at one instant; between those no clause knows an order, so they share their places."""
        place = self.changes + 1, self.changes + len(names)
        for name in names:
            self.changes += 1
            self.changed[name] = self.changes
            self.why[name] = why[name]
            if name in anew:
                self.arrived[name] = self.changes
                self.places[name] = []
            self.places[name].append(place)

    def _inside(self, job: Job) -> bool:
        today, day = self.now.date(), date.fromisoformat(job.start[:10])
        return job.employee is None or today - _DAYS_BEFORE <= day <= today + _DAYS_AFTER

    def _instants(self, target: datetime) -> list[datetime]:
        """List the moments on the way at which something may happen: scans after a time of a plan, and midnights."""
        times = [datetime.fromisoformat(getattr(fact.job, when)) for fact in self.facts.values() for when in _TIMES]
        found = {_scan_from(time) for time in [self.now + timedelta(minutes=1), *times]}
        found |= {datetime.combine(self.now.date(), datetime.min.time()) + timedelta(days=day) for day in range(1, 60)}
        return sorted(instant for instant in found if self.now < instant <= target)


_TIMES = ("start", "arrival", "finish")


def _text(time: datetime) -> str:
    return time.isoformat(timespec="minutes")


def _scan_until(time: datetime) -> datetime:
    return time - (time - _EPOCH) % _SCAN


def _scan_from(time: datetime) -> datetime:
    return time + (_EPOCH - time) % _SCAN
