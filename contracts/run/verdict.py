"""The verdict: what a run's events say of each clause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from contracts.clauses import OWN, SOAP_SIDE, Clause, with_own
from contracts.run.events import Checked, Mapped, NotExercised, Reached
from contracts.run.failure_groups import FailureGroup, FailureGroups
from contracts.run.milestones import Ending, PhaseBroke, PhaseSkipped, PhaseStarted, RunFinished, RunStarted, Told


class Standing(Enum):
    """What became of a clause."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_EXERCISED = "not exercised"


class Outcome(Enum):
    """What a run says as a whole, and the code it exits with."""

    KEPT = "kept", 0
    BROKEN = "broken", 1
    NOT_JUDGED = "could not run", 2
    INTERRUPTED = "interrupted", 130

    def __init__(self, word: str, exit_code: int) -> None:
        self.word = word
        self.exit_code = exit_code


@dataclass(slots=True, kw_only=True)
class ClauseVerdict:
    """One clause: how many cases put it to the test, by which checks, and how often it failed in each."""

    clause: Clause
    cases: int = 0
    checks: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, None] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        """What became of the clause."""
        if any(self.checks.values()):
            return Standing.BROKEN
        return Standing.KEPT if self.cases else Standing.NOT_EXERCISED

    @property
    def told(self) -> bool:
        """Whether anything in the run spoke of the clause."""
        return self.standing is not Standing.NOT_EXERCISED or bool(self.reasons)

    @property
    def reason(self) -> str:
        """Why the clause was not exercised."""
        return "; ".join(self.reasons) or "no check put it to the test"


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
        self.mapped: list[Mapped] = []
        self.reached: list[Reached] = []
        self._phase = ""

    def add(self, event: Told) -> tuple[FailureGroup, ...]:
        """Take an event in; give the groups that its failures belong to."""
        match event:
            case Checked():
                return self._checked(event)
            case NotExercised():
                for row in self._rows(event.clauses):
                    row.reasons[event.reason] = None
            case Mapped():
                self.mapped.append(event)
            case Reached():
                self.reached.append(event)
            case PhaseStarted():
                self._phase = event.name
            case PhaseBroke():
                self.broke.append(event)
            case PhaseSkipped():
                self.skipped.append(event)
            case RunStarted():
                self.started = event
            case RunFinished():
                self.finished = event
        return ()

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
        return Outcome.BROKEN if len(self.groups) else Outcome.KEPT

    def _checked(self, event: Checked) -> tuple[FailureGroup, ...]:
        groups: list[FailureGroup] = []
        if not self._concerns(event.clauses) and not any(self._concerns(failure.clauses) for failure in event.failures):
            return ()
        self.cases += event.cases
        for row in self._rows(event.clauses):
            row.cases += event.cases
            if event.cases:
                row.checks.setdefault(event.name, 0)
        for failure in event.failures:
            clauses = failure.clauses or event.clauses
            if not self._concerns(clauses):
                continue
            self.failures += 1
            groups.append(self.groups.add(failure, phase=self._phase, check=event.name, clauses=clauses))
            for row in self._rows(clauses):
                row.checks[event.name] = row.checks.get(event.name, 0) + 1
        return tuple(groups)

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
