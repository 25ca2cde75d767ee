"""The last word of a run: one line that says the verdict."""

from contracts.reports.wording import count, seconds
from contracts.run.milestones import Ending
from contracts.run.phase_verdict import PhaseState
from contracts.run.verdict import ClauseVerdict, Outcome, Standing, Verdict


def verdict_line(verdict: Verdict) -> str:
    """Say the verdict, on how many clauses and cases it stands, how long it took, and from which seed."""
    line = f"verdict: {verdict.outcome.word} - {_told(verdict)}; {count(verdict.cases, 'case')}"
    if verdict.finished is not None:
        spent = ", time budget spent" if verdict.finished.ending is Ending.TIME_BUDGET else ""
        line += f" in {seconds(verdict.finished.seconds)}{spent}"
    if verdict.started is not None:
        line += f", seed {verdict.started.seed}"
    return line


def shortened(verdict: Verdict) -> str:
    """Say that a run did not do all it should have done, "" where it did."""
    ending = verdict.finished.ending if verdict.finished is not None else Ending.INTERRUPTED
    match ending:
        case Ending.INTERRUPTED if _all_had_their_turn(verdict):
            return "The run was interrupted while its failures were made smaller: they are told as far as that was done."
        case Ending.INTERRUPTED:
            return "The run was interrupted: this tells what it had until then."
        case Ending.TIME_BUDGET:
            return "The time budget was spent: what comes later in the run was not put to the test."
        case Ending.TARGET_GONE:
            return "The target gave no answers any more: what comes later in the run was not put to the test."
    return ""


def _all_had_their_turn(verdict: Verdict) -> bool:
    states = [phase.state for phase in verdict.phases.values()]
    return bool(states) and all(state in (PhaseState.FINISHED, PhaseState.BROKE) for state in states)


def _told(verdict: Verdict) -> str:
    broken = verdict.standing(Standing.BROKEN)
    exercised = len(broken) + len(verdict.standing(Standing.KEPT))
    missed = f"{count(len(verdict.missed), 'required clause')} not exercised: {_ids(verdict.missed)}" if verdict.missed else ""
    match verdict.outcome:
        case Outcome.KEPT:
            return f"all {exercised} clauses exercised hold"
        case Outcome.BROKEN:
            told = f"{len(broken)} of {exercised} clauses exercised do not hold: {_ids(broken)}"
            return f"{told}; {missed}" if missed else told
        case Outcome.INCOMPLETE:
            return missed
        case Outcome.NOT_JUDGED if verdict.broke:
            return f"{count(len(verdict.broke), 'phase')} could not do the work: {', '.join(b.name for b in verdict.broke)}"
        case Outcome.NOT_JUDGED:
            return "nothing was put to the test"
        case Outcome.INTERRUPTED:
            return f"{exercised} clauses exercised until then, {len(broken)} of them broken"


def _ids(rows: list[ClauseVerdict]) -> str:
    return " ".join(row.clause.id for row in rows)
