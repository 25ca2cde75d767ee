"""The run as a Markdown summary, for the page of a CI job."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from contracts.clauses import Basis
from contracts.reports.facts import assumptions, run_facts
from contracts.reports.files import append, write_whole
from contracts.reports.markdown_text import block, code, folded, plain, table
from contracts.reports.verdict_line import shortened, verdict_line
from contracts.reports.wording import basis_of, count, failure_lines, seconds
from contracts.run.mapped_properties import Mark, mapped_properties
from contracts.run.milestones import Told
from contracts.run.reached_codes import doors_of, reached_codes
from contracts.run.verdict import ClauseVerdict, Outcome, PhaseVerdict, Standing, Verdict
from contracts.strategies.ways import Way

LARGEST = 64 * 1000
_MOST_FAILURES = 20
_CHECKS_SHOWN = 2
_SIGNS: Mapping[Outcome, str] = {
    Outcome.KEPT: "✅",
    Outcome.BROKEN: "❌",
    Outcome.INCOMPLETE: "⚠️",
    Outcome.NOT_JUDGED: "🚫",
    Outcome.INTERRUPTED: "⏹️",
}
_STANDING: Mapping[Standing, str] = {
    Standing.KEPT: "✅ kept",
    Standing.BROKEN: "❌ broken",
    Standing.NOT_EXERCISED: "➖ not exercised",
}


class Markdown:
    """Write the summary as a file of its own, or at the end of one that others write to as well."""

    def __init__(self, path: Path, *, at_the_end: bool = False) -> None:
        self._path = path
        self._write = append if at_the_end else write_whole

    def tell(self, _: Told, __: Verdict, /) -> None:
        """Wait for the end: the verdict is all that this report tells."""

    def close(self, verdict: Verdict) -> None:
        """Write the file."""
        self._write(self._path, summary(verdict).encode("utf-8"))


def summary(verdict: Verdict) -> str:
    """Give the summary; what would make it larger than a CI system takes is left out, from the end, and that is said."""
    text = ""
    for section in _sections(verdict):
        if len((text + section).encode("utf-8")) > LARGEST - 200:
            return f"{text}_The summary ends here, for its size; the other reports have the rest._\n"
        text += f"{section}\n\n"
    return text


def _sections(verdict: Verdict) -> Iterator[str]:
    yield f"## {_SIGNS[verdict.outcome]} Contracts: {verdict.outcome.word}"
    yield plain(verdict_line(verdict))
    if told := shortened(verdict):
        yield f"> **{plain(told)}**"
    yield _counts(verdict)
    yield from _trouble(verdict)
    yield from _failures(verdict)
    yield from _noted(verdict)
    yield from _mapping(verdict)
    yield from _codes(verdict)
    yield folded("Phases", _phases(verdict))
    yield folded("The run", table(["", ""], ([plain(name), code(value)] for name, value in run_facts(verdict).items())))
    yield from _assumptions(verdict)
    yield folded("Every clause", _clauses(verdict, list(verdict.clauses.values())))


def _counts(verdict: Verdict) -> str:
    rows = list(verdict.clauses.values())
    by_basis = [(basis.value, [row for row in rows if row.clause.basis is basis]) for basis in Basis]
    cells = [
        [plain(name), *(str(sum(row.standing is standing for row in of)) for standing in Standing)]
        for name, of in [*by_basis, ("all", rows)]
        if of
    ]
    words = [standing.value for standing in Standing]
    return table(["clauses", *words], cells, right=words)


def _trouble(verdict: Verdict) -> Iterator[str]:
    for broke in verdict.broke:
        yield f"**Phase {plain(broke.name)} could not do its work:** {code(broke.error, longest=1000)}"


def _failures(verdict: Verdict) -> Iterator[str]:
    groups = list(verdict.groups)
    if groups:
        yield f"### {count(len(groups), 'kind')} of failure"
    for group in groups[:_MOST_FAILURES]:
        ids = " ".join(group.clauses) or "no clause"
        summary_line = f"<b>{plain(group.id)}</b> {plain(ids)}: {plain(group.example.message, longest=200)}"
        yield folded(summary_line, block(failure_lines(group, verdict)))
    if len(groups) > _MOST_FAILURES:
        yield f"and {len(groups) - _MOST_FAILURES} more; the other reports have them all."


def _noted(verdict: Verdict) -> Iterator[str]:
    """Show the clauses that are broken, those that had to be exercised, and why others were not."""
    missed = {row.clause.id for row in verdict.missed}
    noted = [row for row in verdict.clauses.values() if row.standing is Standing.BROKEN or row.clause.id in missed]
    if noted:
        yield _clauses(verdict, noted)
    others = [row for row in verdict.standing(Standing.NOT_EXERCISED) if row.clause.id not in missed]
    reasons: dict[str, list[str]] = {}
    for row in others:
        reasons.setdefault(row.reason, []).append(row.clause.id)
    if reasons:
        cells = ([plain(" ".join(ids)), plain(reason, longest=500)] for reason, ids in reasons.items())
        yield folded(count(len(others), "clause") + " not exercised", table(["clauses", "why"], cells))


def _clauses(verdict: Verdict, rows: list[ClauseVerdict]) -> str:
    cells = (
        [
            plain(row.clause.id),
            _STANDING[row.standing],
            f"{row.cases:,}",
            plain(basis_of(row.clause, verdict)),
            plain(row.clause.says, longest=120),
            _exercised_by(row),
        ]
        for row in rows
    )
    return table(["clause", "verdict", "cases", "basis", "says", "exercised by, or why not"], cells, right=["cases"])


def _exercised_by(row: ClauseVerdict) -> str:
    if not row.checks:
        return plain(row.reason, longest=200)
    # A check that failed is worth more than one that did not.
    checks = sorted(row.checks.items(), key=lambda each: -each[1].failures)
    shown = [
        f"{code(name, longest=80)} {check.failures} of {check.cases} broken"
        if check.failures
        else f"{code(name, longest=80)} {check.cases}"
        for name, check in checks[:_CHECKS_SHOWN]
    ]
    more = len(checks) - len(shown)
    return ", ".join([*shown, f"{more} more"] if more else shown)


def _mapping(verdict: Verdict) -> Iterator[str]:
    properties = mapped_properties(verdict.mapped)
    if not properties:
        return
    columns = ["property", "element", *(way.word for way in Way)]
    cells = (
        [plain(f"{row.operation} {row.name}"), plain(row.element), *(row.ways[way].mark.sign for way in Way)]
        for row in properties
    )
    broken = [
        [
            plain(f"{row.operation} {row.name}"),
            plain(way.word),
            f"{row.ways[way].broken} of {row.ways[way].cases}",
            _example(row.ways[way].example),
        ]
        for row in properties
        for way in row.broken_in
    ]
    signs = ", ".join(f"{mark.sign} {mark.word}" for mark in Mark)
    text = f"{table(columns, cells)}\n\n{signs}"
    if broken:
        text += "\n\n" + table(["property", "way", "broken", "for example"], broken)
    named = "the mapping holds" if not broken else f"{count(len(broken), 'way')} in which the mapping does not hold"
    yield folded(f"Mapping: {count(len(properties), 'property')}, {named}", text)


def _example(text: str) -> str:
    return code(text, longest=100) if text else "left out"


def _codes(verdict: Verdict) -> Iterator[str]:
    codes = reached_codes(verdict.reached, verdict.started.codes if verdict.started is not None else {})
    if not verdict.reached:
        return
    doors = doors_of(verdict.started)
    cells = (
        [
            plain(row.operation),
            plain(row.code) if row.documented else f"{plain(row.code)} (not documented)",
            plain(" ".join(row.types)),
            *("not reached" if (how := row.doors[door]) is None else plain(how, longest=100) for door in doors),
        ]
        for row in codes
    )
    yield folded("Return codes", table(["operation", "code", "type", *(f"by {door}" for door in doors)], cells))


def _phases(verdict: Verdict) -> str:
    columns = ["phase", "", "cases", "failures", "time"]
    return table(columns, map(_phase, verdict.phases.values()), right=["cases", "failures", "time"])


def _phase(phase: PhaseVerdict) -> list[str]:
    state = ": ".join(filter(None, [phase.state.value, phase.why]))
    time = seconds(phase.seconds) if phase.seconds is not None else ""
    return [plain(phase.name), plain(state, longest=200), f"{phase.cases:,}", f"{phase.failures:,}", time]


def _assumptions(verdict: Verdict) -> Iterator[str]:
    rows = assumptions(verdict)
    if rows:
        cells = (
            [
                plain(each.row.clause.id),
                code(each.setting),
                code(each.value, longest=80),
                plain(each.row.clause.says, longest=200),
            ]
            for each in rows
        )
        yield folded(f"{count(len(rows), 'assumption')} in force", table(["clause", "setting", "value", "we assume"], cells))
