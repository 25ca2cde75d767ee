"""What there is to know of a run beside its verdict: whom it judged, from which seed, with what; the assumptions in force."""

from dataclasses import dataclass

from contracts.clauses import Basis
from contracts.reports.wording import seconds, visible
from contracts.run.verdict import ClauseVerdict, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """A clause that is a guess, the setting that changes it ("" for none), and its value in force ("" where not known)."""

    row: ClauseVerdict
    setting: str
    value: str


def run_facts(verdict: Verdict) -> dict[str, str]:
    """Give the facts by their names, in the order of reading; what the run does not know is left out."""
    started, finished = verdict.started, verdict.finished
    if started is None:
        return {}
    libraries = [f"{name} {version}" for name, version in started.libraries.items()]
    facts = {
        "target": started.target,
        "documents": ", ".join(started.documents),
        "profile": started.profile,
        "seed": str(started.seed),
        "time": seconds(finished.seconds) if finished is not None else "",
        "time budget": seconds(started.time_budget) if started.time_budget is not None else "",
        "clauses asked for": " ".join(started.clauses),
        "settings chosen": " ".join(f"{name}={value}" for name, value in started.settings.items()),
        "versions": ", ".join([f"contracts {started.version}", f"Python {started.python}", *libraries]),
        "again": started.again,
    }
    return {name: visible(value) for name, value in facts.items() if value}


def assumptions(verdict: Verdict) -> list[Assumed]:
    """List the clauses of the run that are guesses, those with a setting first."""
    rows = [row for row in verdict.clauses.values() if row.clause.basis is Basis.ASSUMED]
    rows.sort(key=lambda row: row.clause.setting is None)
    return [Assumed(row=row, setting=row.clause.setting or "", value=verdict.in_force(row.clause) or "") for row in rows]
