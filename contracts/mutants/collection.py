"""All mutants, from their tables, and the choice of some."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module

from contracts.clauses import Basis, all_clauses
from contracts.mutants.mutant import Mutant, MutantError

# Each module of tables has ``MUTANTS: tuple[Mutant, ...]``; the facade's come before the SOAP side's.
TABLES = (
    "mapping",
    "requests",
    "acceptance",
    "callers",
    "answers",
    "messages",
    "upstream",
    "notifications",
    "azure",
    "crm_com",
    "joc",
    "envelopes",
    "wire",
    "interface",
    "service",
    "cancelling",
    "feed",
    "clocks",
    "jeopardy",
)


@cache
def all_mutants() -> Mapping[str, Mutant]:
    """Give the mutants by their ids, in the order of the tables; raise MutantError for an id that is there twice."""
    mutants: dict[str, Mutant] = {}
    for table in TABLES:
        for mutant in import_module(f"contracts.mutants.tables.{table}").MUTANTS:
            if mutant.id in mutants:
                raise MutantError(f"mutant {mutant.id}: the id is taken by another one")
            mutants[mutant.id] = mutant
    return mutants


def chosen(patterns: Iterable[str]) -> tuple[Mutant, ...]:
    """Give the mutants whose ids fit a pattern, all without one; raise MutantError for a pattern that fits none."""
    mutants = all_mutants()
    patterns = tuple(patterns)
    for pattern in patterns:
        if not any(fnmatchcase(id_, pattern) for id_ in mutants):
            raise MutantError(
                f"no mutant is called {pattern!r}; expected an id like {next(iter(mutants))} or a pattern, "
                "contracts list mutants shows them"
            )
    return tuple(mutant for id_, mutant in mutants.items() if not patterns or any(fnmatchcase(id_, each) for each in patterns))


def without_mutants() -> tuple[str, ...]:
    """Name the documented clauses that no mutant breaks."""
    broken = {clause for mutant in all_mutants().values() for clause in mutant.clauses}
    return tuple(id_ for id_, clause in all_clauses().items() if clause.basis is Basis.DOCUMENTED and id_ not in broken)
