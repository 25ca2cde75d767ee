"""The hunt for one mutant: the gate's own run of it, until a failure names a clause that the mutant breaks."""

import logging
import time
from contextlib import closing
from dataclasses import dataclass, field, replace

from contracts.mutants.judged import USUAL
from contracts.mutants.mutant import Mutant
from contracts.run.budget import Budget
from contracts.run.choices import Choices
from contracts.run.engine import run
from contracts.run.events import Checked
from contracts.run.milestones import PhaseBroke, PhaseStarted
from contracts.run.preparation import prepare

# What a gate may take, in seconds of the hunting process's own time: how busy the machine is does not decide who is found.
GATE = 60.0
# Of what the gate has for some clauses the told lives take least, and find the most.
_FIRST = "told lives"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A failure that gave somebody away: the phase and the check that found it, the clauses it names, what it says."""

    phase: str
    check: str
    clauses: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunted:
    """How a hunt ended: ``found`` names a right clause; where there is none, ``why_not`` says why.

    ``others`` are failures that name wrong clauses alone, ``cases`` what was put to the test, ``seconds`` the process's own;
    it ``ended`` where the gate did all that it has.
    """

    found: Trace | None = None
    others: tuple[Trace, ...] = ()
    cases: int = 0
    seconds: float = 0.0
    ended: bool = False
    why_not: str = ""


def hunt(mutant: Mutant | None, *, document: str = USUAL, budget: float = GATE, whole: bool = False) -> Hunted:
    """Run the gate in this process, which has the mutant in the place of our emulator; None is the sound emulator.

    The gate judges the facade of ``document``.

    What the gate has for the clauses that the mutant breaks comes first, as ``contracts run --clause`` would choose it,
    and where that finds nothing the whole gate, in its order; ``whole`` begins with that. The seed is the gate's, both share
    the budget, and the first failure that is right ends the hunt. Of the sound emulator every failure is right.
    """
    # A mutant may well log tracebacks; whoever hunts it wants to know of promises.
    logging.disable(logging.CRITICAL)
    spent = Budget(budget, time.process_time)
    hunted = _Hunt(mutant, spent)
    try:
        if mutant is not None and not whole:
            hunted.go(Choices(documents=(document,), clauses=mutant.clauses), first=_FIRST)
        if hunted.found is None:
            hunted.go(Choices(documents=(document,)))
    except Exception as error:  # a mutant that does not start breaks no promise that anybody could name
        hunted.broke.append(f"it did not start: {type(error).__name__}: {error}")
    return Hunted(
        found=hunted.found,
        others=tuple(hunted.others.values()),
        cases=hunted.cases,
        seconds=spent.spent,
        ended=hunted.found is None and not hunted.broke and not spent.over,
        why_not="" if hunted.found is not None else hunted.why_not(),
    )


@dataclass(slots=True)
class _Hunt:
    mutant: Mutant | None
    budget: Budget
    found: Trace | None = None
    others: dict[tuple[str, ...], Trace] = field(default_factory=dict)
    broke: list[str] = field(default_factory=list)
    cases: int = 0

    def go(self, choices: Choices, *, first: str = "") -> None:
        prepared = prepare(choices)
        phases = sorted(prepared.phases, key=lambda phase: phase.name != first)
        phase = ""
        with closing(prepared.context.target):
            for told in run(prepared.started, phases, replace(prepared.context, budget=self.budget)):
                match told:
                    case PhaseStarted():
                        phase = told.name
                    case PhaseBroke():
                        self.broke.append(f"{told.name} could not run: {told.error}")
                    case Checked():
                        self.cases += told.cases
                        self._look(phase, told)
                if self.found is not None:
                    return

    def why_not(self) -> str:
        if self.budget.over:
            return f"the budget of {self.budget.seconds:g} s was spent"
        return "; ".join(self.broke) or "no failure names a right clause"

    def _look(self, phase: str, checked: Checked) -> None:
        for failure in checked.failures:
            clauses = failure.clauses or checked.clauses
            trace = Trace(phase=phase, check=checked.name, clauses=clauses, says=failure.message)
            if self.mutant is None or not frozenset(clauses).isdisjoint(self.mutant.clauses):
                self.found = trace
                return
            self.others.setdefault(clauses, trace)
