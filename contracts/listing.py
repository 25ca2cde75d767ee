"""What the harness knows, as tables: clauses, checks, phases, scenarios, mutants."""

from collections.abc import Callable, Iterable, Mapping

from contracts.clauses import all_clauses
from contracts.mutants.mutant import Mutant
from contracts.run.events import Phase


def clauses() -> list[str]:
    """List every clause, where it comes from, and what it says."""
    rows = ((c.id, c.basis.value + (f" ({c.setting})" if c.setting else ""), c.says) for c in all_clauses().values())
    return _table(("clause", "basis (setting)", "says"), rows)


def checks() -> list[str]:
    """List every check of an exchange and the clauses it keeps an eye on."""
    from contracts.checks import all_checks

    return _table(("check", "clauses", "promise"), ((c.name, " ".join(c.clauses), c.promise) for c in all_checks()))


def phases() -> list[str]:
    """List the phases of a run, in their order."""
    from contracts.run.plan import load

    return _table(("phase", "does"), ((phase.name, _does(phase)) for phase in load()))


def scenarios() -> list[str]:
    """List the told lives, the clauses they show and their promises."""
    from contracts.scenarios.collection import library

    return _table(("scenario", "clauses", "promise"), ((life.name, " ".join(life.clauses), life.promise) for life in library()))


def mutants(chosen: Iterable[Mutant] | None = None) -> list[str]:
    """List the mutants, all or those chosen, the clauses they break and their defects."""
    from contracts.mutants.collection import all_mutants

    rows = all_mutants().values() if chosen is None else chosen
    return _table(("mutant", "clauses", "defect"), ((each.id, " ".join(each.clauses), each.defect) for each in rows))


TABLES: Mapping[str, Callable[[], list[str]]] = {
    "clauses": clauses,
    "checks": checks,
    "phases": phases,
    "scenarios": scenarios,
    "mutants": mutants,
}


def schema() -> list[str]:
    """Give the JSON Schema of a line of contracts.jsonl."""
    from contracts.reports.json_lines import SCHEMA

    return SCHEMA.read_text("utf-8").splitlines()


# What can be asked for; the tables are what is listed when nothing is.
LISTS: Mapping[str, Callable[[], list[str]]] = {**TABLES, "schema": schema}


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Give a line a row, the last column as long as it is: so the list can be searched with grep."""
    table = [columns, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(columns) - 1)]
    return ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in table]


def _does(phase: Phase) -> str:
    # A phase that is made of a function has the function's words for it.
    said = getattr(phase, "look", phase).__doc__ or ""
    return said.strip().partition("\n")[0]
