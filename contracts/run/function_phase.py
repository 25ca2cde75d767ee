"""A phase that is a function, with the clauses that it is there for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contracts.run.events import Event, NotExercised, RunContext


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionPhase:
    """A part of a run; where none of its clauses are asked for it does nothing."""

    name: str
    clauses: tuple[str, ...]
    look: Callable[[RunContext], Iterator[Event]]

    def __call__(self, context: RunContext) -> Iterator[Event]:
        """Look, and tell what was found."""
        if not context.only_clauses or context.only_clauses & set(self.clauses):
            yield from self.look(context)


def stopped(name: str) -> NotExercised:
    """Tell that a phase ended early."""
    return NotExercised(name=f"{name}: the rest", clauses=(), reason="the time budget was spent")
