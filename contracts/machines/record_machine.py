"""The machine: chance chooses the steps of lives of records, through every door at once."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from contracts.machines.doors import Doors
from contracts.machines.record_life import FIRST, RecordLife
from contracts.machines.story import Broken, Step, Storyteller

_MOST = 5
_WEIGHTS = {"make": 3, "cancel": 6, "look": 4, "poll": 4}


def live(doors: Doors, teller: Storyteller, *, lives: int, steps: int, from_seed: int) -> None:
    """Live random lives from a seed until one ends badly; the same seed lives the same lives."""
    random = Random(from_seed)
    for _ in range(lives):
        if teller.silent:
            return
        teller.lives += 1
        _Machine(RecordLife(doors), teller, random).live(steps)


@dataclass(slots=True)
class _Machine:
    life: RecordLife
    teller: Storyteller
    random: Random
    story: list[Step] = field(default_factory=list)

    def live(self, steps: int) -> None:
        """Choose and take steps; in the end every record is looked at and every door polled."""
        doors = self.life.doors
        try:
            # Each facade's records are in each life, or a door would only be met by chance.
            for name in doors.keeping:
                self._make(name)
            kinds, weights = list(_WEIGHTS), list(_WEIGHTS.values())
            while len(self.story) < steps:
                getattr(self, f"_{self.random.choices(kinds, weights)[0]}")()
            for record in self.life.records:
                self._play("look", record=record)
                for door in doors.polling:
                    self._ask(record, FIRST, door)
        except Broken as broken:
            self.teller.story, self.teller.broken = self.story, broken

    def _make(self, name: str = "") -> None:
        if len(self.life.records) < _MOST or name:
            through = name or self.random.choice(list(self.life.doors.keeping))
            self._play("make", through=through, gives=f"r{len(self.life.records) + 1}")

    def _cancel(self) -> None:
        doors = self.life.doors
        record = self._one()
        # Half of the cancels come through the door that made the record: it has the most to say.
        through = self.random.choice((self.life.keepers[record], self.random.choice((*doors.cancelling, *doors.keeping))))
        self._play("cancel", record=record, through=through)

    def _look(self) -> None:
        self._play("look", record=self._one())

    def _poll(self) -> None:
        self._ask(self._one(), self.random.choice(list(self.life.stamps)), self.random.choice(self.life.doors.polling))

    def _ask(self, record: str, since: str, through: str) -> None:
        self._play("poll", record=record, since=since, through=through, gives=f"s{len(self.life.stamps)}")

    def _one(self) -> str:
        return self.random.choice(list(self.life.records))

    def _play(self, action: str, **arguments: Any) -> None:
        step = Step(action, arguments)
        self.story.append(step)
        self.teller.steps += 1
        self.life.play(step)
