"""The campaign as a person reads it: a line a mutant, then what it comes to."""

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from contracts.clauses import SOAP_SIDE, all_clauses
from contracts.mutants.campaign import Row
from contracts.mutants.collection import without_mutants
from contracts.mutants.mutant import Mutant
from contracts.reports.wording import count, visible

_CHECK = 58


def header(mutants: Sequence[Mutant]) -> str:
    """Name the columns."""
    return _line(mutants, "mutant", "named", "found by", "s", "schemathesis")


def line(row: Row, mutants: Sequence[Mutant]) -> Iterator[str]:
    """Tell of one mutant: the right clauses that were named, by what, in how many seconds, and what schemathesis saw."""
    hunted, mutant = row.hunted, row.mutant
    if mutant is None:
        yield f"the sound emulator by {row.document}: nothing found in {count(hunted.cases, 'case')}, {hunted.seconds:.1f} s"
        return
    others = "" if row.objections is None else "found" if row.objections else "-"
    if hunted.found is not None:
        named = " ".join(clause for clause in hunted.found.clauses if clause in mutant.clauses)
        yield _line(mutants, mutant.id, named, by(row), f"{hunted.seconds:.1f}", others)
        return
    yield _line(mutants, mutant.id, "NOT FOUND", visible(hunted.why_not), f"{hunted.seconds:.1f}", others)
    yield f"    {mutant.defect}; breaks {' '.join(mutant.clauses)}"
    for other in hunted.others[:3]:
        yield visible(f"    found under {' '.join(other.clauses)}: {other.phase}, {other.check}: {other.says}", longest=300)


def by(row: Row) -> str:
    """Name the phase and the check that found a mutant; a check that begins with its phase's name is enough."""
    found = row.hunted.found
    if found is None:
        return ""
    text = found.check if found.check.startswith(f"{found.phase}: ") else f"{found.phase}, {found.check}"
    text = visible(text)
    return text if len(text) <= _CHECK else f"{text[: _CHECK - 3]}..."


def totals(rows: Sequence[Row], mutants: Sequence[Mutant], *, budget: float) -> Iterator[str]:
    """Add up: how many were found and by which phases, how long it took, and what plain schemathesis found of them."""
    judged = [row for row in rows if row.mutant is not None]
    found = [row for row in judged if row.hunted.found is not None]
    phases = Counter(row.hunted.found.phase for row in found if row.hunted.found is not None)
    if phases:
        yield f"found by {', '.join(f'{phase} {number}' for phase, number in phases.most_common())}"
    if judged:
        spent = [row.hunted.seconds for row in judged]
        told = f"median {median(spent):.1f} s, longest {max(spent):.1f} s, of the {budget:g} s that a gate may take"
        yield f"time of a hunt (the process's own): {told}"
    asked = [row for row in judged if row.objections is not None]
    if asked:
        of_facade = [row for row in asked if row.mutant is not None and _is_the_facades(row.mutant)]
        yield (
            f"plain schemathesis, same documents, less what it says of the sound emulator: {_seen(asked)} of {len(asked)}, "
            f"{_seen(of_facade)} of the {len(of_facade)} that break a clause of a facade"
        )
    without = without_mutants()
    yield f"documented clauses that no mutant breaks: {' '.join(without) or 'none'}"
    yield f"verdict: {len(found)} of {count(len(mutants), 'mutant')} found, each under a clause that it breaks"


def _seen(rows: Sequence[Row]) -> int:
    return sum(bool(row.objections) for row in rows)


def _is_the_facades(mutant: Mutant) -> bool:
    return any(all_clauses()[clause].system != SOAP_SIDE for clause in mutant.clauses)


def _line(mutants: Sequence[Mutant], name: str, named: str, found_by: str, seconds: str, others: str) -> str:
    width = max(len(each.id) for each in mutants)
    return f"{name.ljust(width)}  {named.ljust(16)}  {found_by.ljust(_CHECK)}  {seconds.rjust(5)}  {others}".rstrip()
