"""The clauses as a table on a console: a line each, then how many stand how."""

from collections.abc import Iterator

from rich.text import Text

from contracts.clauses import Basis, Clause
from contracts.reports.wording import visible
from contracts.run.verdict import Standing, Verdict

_STYLES = {Standing.KEPT: "green", Standing.BROKEN: "bold red", Standing.NOT_EXERCISED: "yellow"}


def clause_lines(verdict: Verdict, width: int) -> Iterator[Text]:
    """Give the table of the clauses that the run spoke of, a line each, cut to the width of the console."""
    rows = [row for row in verdict.clauses.values() if row.told]
    longest = max((len(_basis(row.clause)) for row in rows), default=0)
    yield Text(
        f"{'clause':<10}{'verdict':<15}{'cases':>8}  {'basis':<{longest}}  says, or why it was not exercised", style="bold"
    )
    for row in rows:
        standing = row.standing
        line = Text(f"{visible(row.clause.id):<10}")
        line.append(f"{standing.value:<15}", style=_STYLES[standing])
        cases = f"{row.cases:,}" if row.cases else "-"
        says = row.reason if standing is Standing.NOT_EXERCISED else row.clause.says
        line.append(f"{cases:>8}  {_basis(row.clause):<{longest}}  {visible(says)}")
        line.truncate(width, overflow="ellipsis")
        yield line


def untold_lines(verdict: Verdict) -> Iterator[Text]:
    """Name the clauses that nothing in the run spoke of, by where they come from."""
    untold = [row.clause for row in verdict.clauses.values() if not row.told]
    if untold:
        yield Text("not exercised, no check put them to the test", style="bold")
    for basis in Basis:
        if ids := [visible(clause.id) for clause in untold if clause.basis is basis]:
            yield Text(f"{basis.value:<12}{' '.join(ids)}")


def summary_lines(verdict: Verdict) -> Iterator[Text]:
    """Give how many clauses stand how, by where they come from."""
    yield Text("".join([f"{'clauses':<12}", *(f"{standing.value:>15}" for standing in Standing)]), style="bold")
    for basis in (*Basis, None):
        counts = [sum(basis in (None, row.clause.basis) for row in verdict.standing(standing)) for standing in Standing]
        if any(counts):
            yield Text("".join([f"{basis.value if basis else 'all':<12}", *(f"{number:>15}" for number in counts)]))


def _basis(clause: Clause) -> str:
    return f"{clause.basis.value} ({clause.setting})" if clause.setting else clause.basis.value
