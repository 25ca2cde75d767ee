"""A phase that is a function, with the clauses that it is there for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contracts.clauses import OWN, all_clauses
from contracts.run.events import Event, NotExercised, RunContext


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionPhase:
    """A part of a run; where none of its clauses are asked for, nor one of a document's own, it does nothing."""

    name: str
    clauses: tuple[str, ...]
    look: Callable[[RunContext], Iterator[Event]]

    def __call__(self, context: RunContext) -> Iterator[Event]:
        """Look, and tell what was found."""
        only, known = context.only_clauses, all_clauses()
        # Phases judge by whatever a document says, so a clause of its own may be exercised in any.
        if not only or any(id_ in self.clauses or id_ not in known or known[id_].system == OWN for id_ in only):
            yield from self.look(context)


def stopped(name: str) -> NotExercised:
    """Tell that a phase ended early."""
    return NotExercised(name=f"{name}: the rest", clauses=(), reason="the time budget was spent")
