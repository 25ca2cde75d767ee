"""When two failures are the same: values differ from case to case, the defect does not."""

import re
from collections.abc import Iterable

from contracts.failures import Failure

# What stands in quotes and numbers say nothing of the kind.
_VALUES = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\d+", re.DOTALL)
LONGEST = 2000


def kind_of(text: str) -> str:
    """Give a text without its values."""
    return _VALUES.sub("_", text[:LONGEST])


def same(found: Iterable[Failure], failure: Failure) -> Failure | None:
    """Find, of failures found, the one that is of the same clauses, place and message."""
    wanted = (failure.clauses, kind_of(failure.where), kind_of(failure.message))
    return next((each for each in found if (each.clauses, kind_of(each.where), kind_of(each.message)) == wanted), None)


def alike(found: Iterable[Failure], failure: Failure) -> Failure | None:
    """Find the same failure, else one of a clause that it breaks."""
    found = list(found)
    return same(found, failure) or next((each for each in found if set(each.clauses) & set(failure.clauses)), None)
