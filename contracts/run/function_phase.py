"""A phase that is a function, with the clauses that it is there for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contracts.clauses import SOAP_SIDE, all_clauses
from contracts.run.events import Event, NotExercised, RunContext

_LISTED = "servicebroker"


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionPhase:
    """A part of a run; where no clause is asked for that it may exercise, it does nothing."""

    name: str
    clauses: tuple[str, ...]
    look: Callable[[RunContext], Iterator[Event]]

    def __call__(self, context: RunContext) -> Iterator[Event]:
        """Look, and tell what was found."""
        only = context.only_clauses
        if not only or any(id_ in self.clauses or self._may_exercise(id_) for id_ in only):
            yield from self.look(context)

    def _may_exercise(self, clause: str) -> bool:
        """Tell whether the phase may exercise a clause that it does not list.

        It judges by whatever a document says. What a phase is there for is listed clause by clause for the ServiceBroker and
        for the SOAP side, whose phases judge no facade.
        """
        known = all_clauses()
        if any(known[each].system == SOAP_SIDE for each in self.clauses):
            return False
        return clause not in known or known[clause].system not in (_LISTED, SOAP_SIDE)


def stopped(name: str) -> NotExercised:
    """Tell that a phase ended early."""
    return NotExercised(name=f"{name}: the rest", clauses=(), reason="the time budget was spent")
