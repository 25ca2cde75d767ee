"""A part of a phase: a name, the clauses it puts to the test, and how it lives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contracts.machines.doors import Doors
from contracts.run.events import Event, RunContext


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the random lives; ``live`` is given the part itself, for its name and clauses."""

    name: str
    clauses: tuple[str, ...]
    live: Callable[["Part", Doors, RunContext], Iterator[Event]]
