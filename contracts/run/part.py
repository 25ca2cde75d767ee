"""A part of a phase: a name, the clauses it puts to the test, and how it lives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contracts.machines.doors import Doors
from contracts.machines.story import Life, Storyteller
from contracts.run.events import Checked, Event, Progress, RunContext


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the random lives; ``live`` is given the part itself, for its name and clauses."""

    name: str
    clauses: tuple[str, ...]
    live: Callable[["Part", Doors, RunContext], Iterator[Event]]


def in_rounds(
    part: Part,
    context: RunContext,
    *,
    rounds: int,
    live: Callable[[Storyteller, int], None],
    begin: Callable[[], Life],
) -> Iterator[Event]:
    """Live round after round, each from a seed of its own, until one ends badly or the time is up; tell what was found.

    ``live`` is given who keeps the story and the seed; ``begin`` begins a life anew, to tell a bad one shorter.
    """
    teller = Storyteller(enough=lambda: context.budget.over)
    for number in range(rounds):
        live(teller, context.seed * 1_000_003 + number)
        yield Progress(doing=f"{part.name} ({teller.steps} steps)", cases=teller.lives)
        if teller.silent:
            break
    yield Checked(name=part.name, clauses=part.clauses, cases=teller.lives, failures=teller.failures(begin))
