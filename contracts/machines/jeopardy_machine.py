"""The machine: chance chooses the steps of lives in jeopardy, and followers that read the feed in pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from contracts.machines.jeopardy_doors import JeopardyDoors
from contracts.machines.jeopardy_life import DEFAULT_LETTERS, PAGE, UNITS, JeopardyLife
from contracts.machines.story import Broken, Step, Storyteller

_JOBS = ("J-1", "J-2", "J-3", "J-4", "J-5")
_BY_HAND = ("ovlShift", "dispFailBatch", "noGo", "outsideServHours", "depUnscheduled", "sparesNotInVan")
_LETTERS = (DEFAULT_LETTERS, "ECTNF", "UMMePBECTNFS", "MeSe", "P", "DbGuX", "")
_STATUSES = ("Tentative", "Fixed", "Earmarked", "Contacted", "Travelling", "LoggedOn", "LoggedOff", "Cleared")
# Back to no scan's minute: whether a clock that is set back onto one scans there, nothing says.
_MOVES = (1, 3, 4, 5, 7, 15, 30, 65, 240, 720, 1440, 3 * 1440, 9 * 1440, -2, -63, -241, -1442)
# From now on: soon and late, and about both ends of the horizon.
_DAY = 1440
_STARTS = (-90, -10, 0, 5, 10, 15, 60, 180, _DAY, 28 * _DAY, 29 * _DAY, 30 * _DAY, -7 * _DAY, -8 * _DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """A manner of living: how often each kind of step is taken, and whether replies are cut."""

    name: str
    weights: dict[str, int]
    paged: bool


JEOPARDY = Manner(
    name="jeopardy",
    weights={"write": 12, "clock": 6, "configure": 2, "cancel": 1, "poll": 12, "limit": 0, "follow": 0},
    paged=False,
)
PAGING = Manner(
    name="paging",
    weights={"write": 12, "clock": 3, "configure": 1, "cancel": 1, "poll": 3, "limit": 2, "follow": 12},
    paged=True,
)


def live(doors: JeopardyDoors, teller: Storyteller, *, manner: Manner, lives: int, steps: int, from_seed: int) -> None:
    """Live random lives from a seed until one ends badly; the same seed lives the same lives.

    The steps come from Random, and a bad life is made shorter as a story, so nothing here depends on what else is loaded.
    """
    random = Random(from_seed)
    for _ in range(lives):
        if teller.broken is not None:
            return
        teller.lives += 1
        _Machine(JeopardyLife(doors), teller, random, manner).live(steps)


@dataclass(slots=True)
class _Machine:
    life: JeopardyLife
    teller: Storyteller
    random: Random
    manner: Manner
    story: list[Step] = field(default_factory=list)
    # A follower goes on from its own last stamp: of a unit, with JeopOnly or without.
    followers: dict[tuple[str, bool], str | None] = field(default_factory=dict)

    def live(self, steps: int) -> None:
        """Choose and take steps; in the end followers follow until they are done, and every stamp looks back."""
        try:
            for job_id in self.random.sample(_JOBS, self.random.randint(2, len(_JOBS))):
                self._play("book", job_id=job_id, **self._attributes())
            if self.manner.paged:
                self._play("limit", unit="U1", at_most=self.random.randint(1, 3))
            kinds, weights = list(self.manner.weights), list(self.manner.weights.values())
            while len(self.story) < steps:
                getattr(self, f"_{self.random.choices(kinds, weights)[0]}")()
            self._look_back()
        except Broken as broken:
            self.teller.story, self.teller.broken = self.story, broken

    def _play(self, action: str, **arguments: Any) -> None:
        step = Step(action, arguments)
        self.story.append(step)
        self.teller.steps += 1
        self.life.play(step)

    def _write(self) -> None:
        job_id = self.random.choice(_JOBS)
        if job_id not in self.life.model.facts:
            self._play("book", job_id=job_id, **self._attributes())
            return
        for _ in range(self.random.choice((1, 1, 1, 2))):
            # Mostly one thing, then perhaps as it was: there and back again.
            job = self.life.model.facts[job_id].job
            names = self.random.choice(_TOGETHER)
            before = {name: getattr(job, name) for name in names}
            drawn = self._attributes()
            self._play("change", job_id=job_id, **{name: drawn[name] for name in names})
            if self.random.random() < 0.2:
                self._play("change", job_id=job_id, **before)

    def _clock(self) -> None:
        minutes = self.random.choice(_MOVES)
        after = self.life.model.now + timedelta(minutes=minutes)
        self._play("clock", minutes=minutes - 1 if minutes < 0 and after.minute % 5 == 0 else minutes)

    def _configure(self) -> None:
        self._play("configure", unit=self.random.choice(UNITS), letters=self.random.choice(_LETTERS))

    def _limit(self) -> None:
        self._play("limit", unit=self.random.choice(UNITS), at_most=self.random.choice((1, 1, 2, 3, None)))

    def _cancel(self) -> None:
        self._play("cancel", job_id=self.random.choice(_JOBS))

    def _poll(self) -> None:
        given = [name for name in self.life.stamps if name != PAGE][-6:]
        since = self.random.choice([*given, None])
        self._ask(self.random.choice(UNITS), since, self.random.random() < 0.6)

    def _follow(self) -> None:
        self._one_page(self.random.choice(UNITS[: self.random.choice((1, 2))]), self.random.random() < 0.6)

    def _one_page(self, unit: str, jeop_only: bool) -> None:
        self.followers[unit, jeop_only] = self._ask(unit, self.followers.get((unit, jeop_only)), jeop_only)

    def _look_back(self) -> None:
        for (unit, jeop_only), since in self.followers.items():
            self._play("follow", unit=unit, since=since, jeop_only=jeop_only)
        for since in self._given():
            for unit in UNITS:
                for jeop_only in (True, False):
                    self._ask(unit, since, jeop_only)

    def _given(self) -> Iterator[str | None]:
        given = [name for name in self.life.stamps if name != PAGE]
        yield None
        yield from given[:: max(1, len(given) // 4)]

    def _ask(self, unit: str, since: str | None, jeop_only: bool) -> str:
        gives = f"s{sum(step.action == 'poll' for step in self.story) + 1}"
        self._play("poll", unit=unit, since=since, jeop_only=jeop_only, gives=gives)
        return gives

    def _attributes(self) -> dict[str, Any]:
        random, now = self.random, self.life.model.now
        start = now + timedelta(minutes=random.choice(_STARTS))
        arrival = start + timedelta(minutes=random.choice((0, 5, 15, 40)))
        finish = arrival + timedelta(minutes=random.choice((5, 60)))
        return {
            "unit": random.choice(UNITS),
            "employee": random.choice(("TECH01", "TECH01", "TECH02", None)),
            "start": _text(start),
            "arrival": _text(arrival),
            "finish": _text(finish),
            "status": random.choice(_STATUSES),
            "promise": self._window(arrival),
            "contract": self._window(arrival),
            "by_hand": tuple(sorted(random.sample(_BY_HAND, random.choice((0, 0, 0, 1, 2))))),
            "on_hold": random.random() < 0.5,
        }

    def _window(self, arrival: datetime) -> tuple[str | None, str | None]:
        """Choose a window that arrival is before, in, after or on an end of; open perhaps, or none."""
        begin = arrival + timedelta(minutes=self.random.choice((-120, -60, 0, 1, 30)))
        end = begin + timedelta(minutes=self.random.choice((0, 59, 60, 240)))
        kind = self.random.randrange(5)
        return _text(begin) if kind in (0, 1, 2) else None, _text(end) if kind in (0, 1, 3) else None


_TOGETHER = (
    ("start", "arrival", "finish"),
    ("start", "arrival", "finish"),
    ("status",),
    ("employee",),
    ("promise",),
    ("contract",),
    ("promise", "contract"),
    ("by_hand",),
    ("unit",),
    ("on_hold",),
    ("start", "arrival", "finish", "status"),
)


def _text(time: datetime) -> str:
    return time.isoformat(timespec="minutes")
