"""The phases of a run that judges a SOAP server alone: which have a turn, and why the others have none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.clauses import SOAP_SIDE, all_clauses
from contracts.run.events import Event, NotExercised, Phase, RunContext
from contracts.targets.refusals import NotAllowed
from contracts.targets.soap_urls import NO_CONTROL, NO_REST

# Everything else asks a REST facade.
ON_THE_WIRE = ("soap wsdl", "soap codes", "soap fuzzing")
WITH_STATE = ("told lives", "random lives")


@dataclass(slots=True, kw_only=True)
class WithoutTurn:
    """A phase that has no turn, and why; what it is there for was not exercised by it."""

    name: str
    reason: str
    clauses: tuple[str, ...] = ()

    def __call__(self, context: RunContext) -> Iterator[Event]:  # noqa: ARG002 - a phase's signature
        """Say so."""
        if self.clauses:
            yield NotExercised(name=self.name, clauses=self.clauses, reason=self.reason)
        raise NotAllowed(self.reason)


def of_soap_alone(phases: Sequence[Phase], *, control: bool) -> tuple[Phase, ...]:
    """Give the phases, with those that need what is not there in the place of others that say so."""
    state = tuple(id_ for id_, clause in all_clauses().items() if clause.system == SOAP_SIDE)

    def of(phase: Phase) -> Phase:
        if phase.name in ON_THE_WIRE or (phase.name in WITH_STATE and control):
            return phase
        if phase.name in WITH_STATE:
            return WithoutTurn(name=phase.name, reason=NO_CONTROL, clauses=state)
        return WithoutTurn(name=phase.name, reason=NO_REST)

    return tuple(of(phase) for phase in phases)
