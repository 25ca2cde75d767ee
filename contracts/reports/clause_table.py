"""The clauses on a console: how many stand how, those that a person must look at, and all of them when asked for."""

from collections.abc import Iterable, Iterator

from rich.text import Text

from contracts.clauses import Basis
from contracts.reports.wording import basis_of, visible
from contracts.run.verdict import ClauseVerdict, Standing, Verdict

STYLES = {Standing.KEPT: "green", Standing.BROKEN: "bold red", Standing.NOT_EXERCISED: "yellow"}
MOST_ROWS = 12


def clause_lines(verdict: Verdict, rows: Iterable[ClauseVerdict], width: int) -> Iterator[Text]:
    """Give a line for each clause, cut to the width of the console: standing, cases, basis, and what it says or why not."""
    rows = list(rows)
    longest = max((len(basis_of(row.clause, verdict)) for row in rows), default=0)
    yield Text(
        f"{'clause':<10}{'verdict':<15}{'cases':>8}  {'basis':<{longest}}  says, or why it was not exercised", style="bold"
    )
    for row in rows:
        standing = row.standing
        line = Text(f"{visible(row.clause.id):<10}")
        line.append(f"{standing.value:<15}", style=STYLES[standing])
        cases = f"{row.cases:,}" if row.cases else "-"
        says = row.reason if standing is Standing.NOT_EXERCISED else row.clause.says
        line.append(f"{cases:>8}  {basis_of(row.clause, verdict):<{longest}}  {visible(says)}")
        line.truncate(width, overflow="ellipsis")
        yield line


def notable_lines(verdict: Verdict, width: int) -> Iterator[Text]:
    """Give the clauses that are broken, or were not exercised for a reason that the run told; nothing where there are none."""
    told = [row for row in verdict.clauses.values() if row.standing is not Standing.KEPT and row.told]
    told.sort(key=lambda row: row.standing is not Standing.BROKEN)
    if told:
        yield from clause_lines(verdict, told[:MOST_ROWS], width)
    if len(told) > MOST_ROWS:
        yield Text(f"and {len(told) - MOST_ROWS} more; --verbose shows every clause")


def missed_lines(verdict: Verdict, width: int) -> Iterator[Text]:
    """Name the clauses that the run had to exercise and did not, each with the reason."""
    if verdict.missed:
        yield Text("required, and not exercised", style="bold")
    for row in verdict.missed:
        line = Text(f"{visible(row.clause.id):<10}", style="yellow")
        line.append(f"{row.clause.basis.value:<12}{visible(row.reason)}")
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
    """Give how many clauses stand how: by where they come from, and by whose they are."""
    yield Text("".join([f"{'clauses':<16}", *(f"{standing.value:>15}" for standing in Standing)]), style="bold")
    rows = list(verdict.clauses.values())
    for basis in Basis:
        yield from _counted(basis.value, [row for row in rows if row.clause.basis is basis])
    systems = list(dict.fromkeys(row.clause.system for row in rows))
    for system in systems if len(systems) > 1 else ():
        yield from _counted(f"of {visible(system)}", [row for row in rows if row.clause.system == system])
    yield from _counted("all", rows)


def _counted(title: str, rows: list[ClauseVerdict]) -> Iterator[Text]:
    if not rows:
        return
    line = Text(f"{title:<16}")
    for standing in Standing:
        number = sum(row.standing is standing for row in rows)
        line.append(f"{number:>15}", style=STYLES[standing] if number and standing is not Standing.KEPT else "")
    yield line
