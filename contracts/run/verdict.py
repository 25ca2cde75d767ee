"""The verdict: what a run's events say of each clause."""

from collections.abc import Iterable, Mapping
from enum import Enum

from contracts.clauses import OWN, SOAP_SIDE, Clause, with_own
from contracts.run.clause_verdict import CheckVerdict, ClauseVerdict, Standing
from contracts.run.events import Checked, Mapped, NotExercised, Reached
from contracts.run.failure_groups import FailureGroups
from contracts.run.milestones import (
    Ending,
    PhaseBroke,
    PhaseFinished,
    PhaseSkipped,
    PhaseStarted,
    RunFinished,
    RunStarted,
    Told,
)
from contracts.run.phase_verdict import PhaseState, PhaseVerdict

__all__ = ["ClauseVerdict", "Outcome", "PhaseState", "PhaseVerdict", "Standing", "Verdict"]


class Outcome(Enum):
    """What a run says as a whole, and the code it exits with."""

    KEPT = "kept", 0
    BROKEN = "broken", 1
    INCOMPLETE = "incomplete", 1
    NOT_JUDGED = "could not run", 2
    INTERRUPTED = "interrupted", 130

    def __init__(self, word: str, exit_code: int) -> None:
        self.word = word
        self.exit_code = exit_code


class Verdict:
    """Fold the events of a run as they come; after the last one it is the verdict.

    With some clauses selected, what concerns others alone does not count. ``promised`` are those that somebody promises in
    this run, all of them unless it is said; what any document promises, and the SOAP side, counts once the run speaks of it.
    """

    def __init__(
        self, known: Mapping[str, Clause], *, selected: Iterable[str] = (), promised: Iterable[str] | None = None
    ) -> None:
        self._known = known
        self._selected = frozenset(selected)
        self._promised = frozenset(known if promised is None else promised)
        judged = (clause for clause in known.values() if clause.id in (self._selected or self._promised))
        self.clauses = {clause.id: ClauseVerdict(clause=clause) for clause in judged}
        self.groups = FailureGroups()
        self.cases = 0
        self.failures = 0
        self.started: RunStarted | None = None
        self.finished: RunFinished | None = None
        self.broke: list[PhaseBroke] = []
        self.skipped: list[PhaseSkipped] = []
        self.phases: dict[str, PhaseVerdict] = {}
        self.mapped: list[Mapped] = []
        self.reached: list[Reached] = []
        self._phase = ""

    def add(self, event: Told) -> None:
        """Take an event in."""
        match event:
            case Checked():
                self._checked(event)
            case NotExercised():
                for row in self._rows(event.clauses):
                    row.reasons[event.reason] = None
            case Mapped():
                self.mapped.append(event)
            case Reached():
                self.reached.append(event)
            case PhaseStarted():
                self._phase = event.name
                self.phases[event.name] = PhaseVerdict(name=event.name)
            case PhaseFinished():
                self._ended(event.name, PhaseState.FINISHED, event.seconds)
            case PhaseBroke():
                self.broke.append(event)
                self._ended(event.name, PhaseState.BROKE, event.seconds, why=event.error)
            case PhaseSkipped():
                self.skipped.append(event)
                self._ended(event.name, PhaseState.SKIPPED, None, why=event.reason)
            case RunStarted():
                self.started = event
                self.phases = {name: PhaseVerdict(name=name, state=PhaseState.WAITING) for name in event.phases}
                for id_ in event.required:
                    self._require(id_)
            case RunFinished():
                self.finished = event

    def standing(self, standing: Standing) -> list[ClauseVerdict]:
        """List the clauses that stand so."""
        return [row for row in self.clauses.values() if row.standing is standing]

    @property
    def outcome(self) -> Outcome:
        """Say what the run says as a whole.

        A run that could not do all it should has no verdict, whatever it found until then; nor has one that tested nothing.
        """
        if self.finished is None or self.finished.ending is Ending.INTERRUPTED:
            return Outcome.INTERRUPTED
        if self.broke or not self.cases:
            return Outcome.NOT_JUDGED
        if len(self.groups):
            return Outcome.BROKEN
        return Outcome.INCOMPLETE if self.missed else Outcome.KEPT

    @property
    def missed(self) -> list[ClauseVerdict]:
        """List the clauses that the run had to exercise and did not."""
        required = self.started.required if self.started is not None else ()
        return [self.clauses[id_] for id_ in required if self.clauses[id_].standing is Standing.NOT_EXERCISED]

    def in_force(self, clause: Clause) -> str | None:
        """Give the value of the setting that changes what is right under a clause, where the run knows it."""
        if self.started is None or clause.setting is None:
            return None
        return self.started.in_force.get(clause.setting)

    def _ended(self, name: str, state: PhaseState, seconds: float | None, *, why: str = "") -> None:
        phase = self.phases.setdefault(name, PhaseVerdict(name=name))
        phase.state, phase.seconds, phase.why = state, seconds, why

    def _require(self, id_: str) -> None:
        """Give a required clause a row where nobody in this run promises it, or nobody asked for it."""
        if id_ not in self.clauses:
            self.clauses[id_] = ClauseVerdict(clause=self._known.get(id_) or with_own([id_])[id_])
            asked = not self._selected or id_ in self._selected
            why = "no document of this run promises it" if asked else "the run was asked for other clauses"
            self.clauses[id_].reasons[why] = None

    def _checked(self, event: Checked) -> None:
        if not self._concerns(event.clauses) and not any(self._concerns(failure.clauses) for failure in event.failures):
            return
        self.cases += event.cases
        if self._phase in self.phases:
            self.phases[self._phase].cases += event.cases
        for row in self._rows(event.clauses):
            row.cases += event.cases
            if event.cases:
                row.checks.setdefault(event.name, CheckVerdict()).cases += event.cases
        for failure in event.failures:
            clauses = failure.clauses or event.clauses
            if not self._concerns(clauses):
                continue
            self.failures += 1
            if self._phase in self.phases:
                self.phases[self._phase].failures += 1
            self.groups.add(failure, phase=self._phase, check=event.name, clauses=clauses)
            for row in self._rows(clauses):
                row.checks.setdefault(event.name, CheckVerdict()).failures += 1

    def _concerns(self, clauses: tuple[str, ...]) -> bool:
        return not self._selected or not self._selected.isdisjoint(clauses)

    def _rows(self, clauses: tuple[str, ...]) -> list[ClauseVerdict]:
        return [self._row(id_) for id_ in dict.fromkeys(clauses) if self._counts(id_)]

    def _counts(self, id_: str) -> bool:
        if self._selected:
            return id_ in self._selected
        return id_ in self._promised or id_ not in self._known or self._known[id_].system in (OWN, SOAP_SIDE)

    def _row(self, id_: str) -> ClauseVerdict:
        if id_ not in self.clauses:
            self.clauses[id_] = ClauseVerdict(clause=self._known.get(id_) or with_own([id_])[id_])
        return self.clauses[id_]
