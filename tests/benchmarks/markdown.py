"""Results as Markdown, and as the part of docs/how-fast.md that tells them."""

import re
from collections.abc import Iterator

from tests.benchmarks.results import Results
from tests.benchmarks.tables import Table, tables

_BETWEEN = re.compile(r"(?<=<!-- bench: written by make bench-docs -->\n).*?(?=<!-- end of bench -->)", re.DOTALL)


def markdown(results: Results) -> str:
    """Write the machine, the days, and every table."""
    machine = results.machine
    versions = ", ".join(f"{name} {value}" for name, value in machine.items() if name not in _PLACE)
    days = sorted({part.at[:10] for part in results.parts.values()})
    where = ", ".join((machine["processor"], f"{machine['cores']} cores", machine["memory"], machine["system"]))
    head = f"{where}; {versions}; {', '.join(days)}."
    return "\n".join([head, "", *_lines(results)])


def with_results(page: str, results: Results) -> str:
    """Put the results into their place."""
    changed, times = _BETWEEN.subn(lambda _: markdown(results), page)
    if times != 1:
        raise ValueError("the page has no place for the results of the benchmark")
    return changed


_PLACE = ("processor", "cores", "memory", "system")


def _lines(results: Results) -> Iterator[str]:
    for table in tables(results):
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join((f'**{table.title}**', *table.heading[1:]))} |"
    yield "|---" + "|---:" * (len(table.heading) - 1) + "|"
    for row in table.rows:
        yield f"| {' | '.join(row)} |"
    yield ""
    for note in table.notes:
        yield f"{note}\n"
