"""The machine: chance chooses the steps of lives whose changes are notified."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from contracts.machines.doors import Doors
from contracts.machines.model import STATUSES
from contracts.machines.notice_life import ALL, START, UNITS, NoticeLife
from contracts.machines.notice_model import KEPT_FOR
from contracts.machines.story import Broken, Step, Storyteller

_JOBS = ("J-1", "J-2", "J-3")
_ACTIVITIES = ("A-1", "A-2")
_NEVER_LATE = ("LoggedOff", "Cleared")
_WEIGHTS = {"write": 10, "same": 3, "cancel": 2, "remove": 2, "clock": 6, "reset": 1, "read": 14}
_DAY = 1440
_KEPT = int(KEPT_FOR / timedelta(minutes=1))
# Minutes: about scans, about the age at which rows are gone, and far beyond it.
_MOVES = (1, 4, 5, 30, 75, 240, _DAY, 9 * _DAY, _KEPT - 1, _KEPT, _KEPT + 1, _KEPT - 5, 40 * _DAY)
# From now on, and never after the memory horizon: a clock that lets an item in would make a row whose age no clause tells.
_STARTS = (-90, -10, 0, 5, 12, 60, 180, _DAY, 20 * _DAY, 28 * _DAY, -7 * _DAY, -8 * _DAY)
_TOGETHER = (("start", "arrival", "finish"), ("status",), ("status",), ("employee",), ("unit",), ("on_hold",))


def live(doors: Doors, teller: Storyteller, *, lives: int, steps: int, from_seed: int) -> None:
    """Live random lives from a seed until one ends badly; the same seed lives the same lives."""
    random = Random(from_seed)
    for _ in range(lives):
        if teller.broken is not None:
            return
        teller.lives += 1
        _Machine(NoticeLife(doors), teller, random).live(steps)


@dataclass(slots=True)
class _Machine:
    life: NoticeLife
    teller: Storyteller
    random: Random
    story: list[Step] = field(default_factory=list)

    def live(self, steps: int) -> None:
        """Choose and take steps; in the end read all that is left, and the newest."""
        try:
            kinds, weights = list(_WEIGHTS), list(_WEIGHTS.values())
            while len(self.story) < steps:
                getattr(self, f"_{self.random.choices(kinds, weights)[0]}")()
            self._ask(START, ALL, None)
            self._ask(None, ALL, None)
        except Broken as broken:
            self.teller.story, self.teller.broken = self.story, broken

    def _play(self, action: str, **arguments: Any) -> None:
        step = Step(action, arguments)
        self.story.append(step)
        self.teller.steps += 1
        self.life.play(step)

    def _write(self) -> None:
        item_id = self.random.choice((*_JOBS, *_JOBS, *_ACTIVITIES))
        drawn = self._attributes()
        if item_id in _ACTIVITIES:
            # Somebody always has it, and whether it can be late no clause says.
            drawn |= {"employee": "TECH01", "status": self.random.choice(_NEVER_LATE)}
        if item_id not in self.life.model.facts:
            self._play("book", item_id=item_id, **drawn)
            return
        names = self.random.choice(_TOGETHER)
        self._play("change", item_id=item_id, **{name: drawn[name] for name in names})

    def _same(self) -> None:
        for item_id in self._some(tuple(self.life.model.facts)):
            item = self.life.model.facts[item_id].job
            names = self.random.choice(_TOGETHER)
            self._play("change", item_id=item_id, **{name: getattr(item, name) for name in names})

    def _cancel(self) -> None:
        for item_id in self._some(tuple(name for name in _JOBS if name in self.life.model.facts)):
            self._play("cancel", item_id=item_id)

    def _remove(self) -> None:
        for item_id in self._some(tuple(self.life.model.facts)):
            self._play("remove", item_id=item_id)

    def _clock(self) -> None:
        self._play("clock", minutes=self.random.choice(_MOVES))

    def _reset(self) -> None:
        self._play("reset")

    def _read(self) -> None:
        since = self.random.choice([START, *list(self.life.versions)[-6:], None])
        limit = self.random.choice((1, 1, 2, 3, 5, None, None, ALL))
        wid = self.random.choice((None, None, None, *_JOBS, "A-1", "J-9"))
        self._ask(since, limit, wid)

    def _ask(self, since: str | None, limit: int | None, wid: str | None) -> None:
        number = sum(step.action == "read" for step in self.story) + 1
        self._play("read", since=since, limit=limit, wid=wid, gives=f"v{number}")

    def _some(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return (self.random.choice(names),) if names else ()

    def _attributes(self) -> dict[str, Any]:
        random = self.random
        start = self.life.model.now + timedelta(minutes=random.choice(_STARTS))
        arrival = start + timedelta(minutes=random.choice((0, 5, 15, 40)))
        finish = arrival + timedelta(minutes=random.choice((5, 60)))
        plan = {"start": start, "arrival": arrival, "finish": finish}
        return {
            "unit": random.choice(UNITS),
            "employee": random.choice(("TECH01", "TECH01", "TECH02", None)),
            "status": random.choice(STATUSES[:-1]),
            "on_hold": random.random() < 0.5,
            **{name: time.isoformat(timespec="minutes") for name, time in plan.items()},
        }
