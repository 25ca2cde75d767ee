"""Stories: the steps of a life as data, so that a life that ended badly can be told, and told shorter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from contracts.again.judges import ByLife, LifeStep
from contracts.exchange import Exchange
from contracts.failures import Failure

# So many lives are played again at most to make a bad one shorter; a count and no time: the same seed, the same requests.
_TRIES = 300


@dataclass(frozen=True, slots=True)
class Step:
    """One step: an action of a life with its arguments."""

    action: str
    arguments: dict[str, Any]

    def __str__(self) -> str:
        told = ", ".join(f"{name}={_word(value)}" for name, value in self.arguments.items() if name != "gives")
        gives = f" -> {self.arguments['gives']}" if "gives" in self.arguments else ""
        return f"{self.action}({told}){gives}"


class Broken(Exception):  # noqa: N818 - a promise, not the program
    """End a life: a promise did not hold."""

    def __init__(
        self, promise: str, *, clauses: tuple[str, ...], expected: Any, found: Any, exchange: Exchange | None = None
    ) -> None:
        super().__init__(promise)
        self.promise = promise
        self.clauses = clauses
        self.expected = expected
        self.found = found
        self.exchange = exchange


class Life(Protocol):
    """Something that takes steps; a step raises Broken where a promise does not hold, LookupError where it makes no sense."""

    def play(self, step: Step) -> None:
        """Take a step."""


@dataclass(slots=True)
class Storyteller:
    """Keep the first story that ended badly, and know whether there is time for more."""

    enough: Callable[[], bool] = lambda: False
    lives: int = 0
    steps: int = 0
    story: list[Step] = field(default_factory=list)
    broken: Broken | None = None

    @property
    def silent(self) -> bool:
        """Whether lives should be over before they begin."""
        return self.broken is not None or self.enough()

    def failures(self, begin: Callable[[], Life]) -> tuple[Failure, ...]:
        """Tell the promise that broke with the shortest story found; ``begin`` begins a life anew."""
        if self.broken is None:
            return ()
        story, broken = shorten(self.story, self.broken, begin)
        return (
            Failure(
                message=broken.promise,
                where="; ".join(map(str, story)),
                expected=broken.expected,
                found=broken.found,
                clauses=broken.clauses,
                exchange=broken.exchange,
                judge=ByLife(steps=tuple(LifeStep(action=step.action, arguments=step.arguments) for step in story)),
            ),
        )


def shorten(story: Sequence[Step], broken: Broken, begin: Callable[[], Life]) -> tuple[list[Step], Broken]:
    """Leave out step by step what is not needed to break the same promise."""
    kept, tries, before = list(story), 0, -1
    # What one step needed may be gone later, so it goes over the story again until nothing more can be left out.
    while before != len(kept):
        before, place = len(kept), len(kept) - 2
        while place >= 0 and tries < _TRIES:
            tries += 1
            candidate = _without(place, kept)
            ending = _ending(candidate, begin)
            if ending is not None and ending[1].promise == broken.promise:
                # An earlier step than the last may break it already.
                kept, broken = candidate[: ending[0] + 1], ending[1]
            place = min(place, len(kept) - 1) - 1
    return kept, broken


def _without(place: int, story: list[Step]) -> list[Step]:
    """Leave out a step; who used the stamp that it gave uses the one that it had itself."""
    left_out = story[place].arguments
    later = [
        Step(step.action, step.arguments | {"since": left_out["since"]})
        if "gives" in left_out and step.arguments.get("since") == left_out["gives"]
        else step
        for step in story[place + 1 :]
    ]
    return story[:place] + later


def _ending(story: Sequence[Step], begin: Callable[[], Life]) -> tuple[int, Broken] | None:
    life = begin()
    for number, step in enumerate(story):
        try:
            life.play(step)
        except Broken as broken:
            return number, broken
        except LookupError:
            return None
    return None


def _word(value: Any) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)
