"""Failures that are alike, told as one with a count: a hundred of a kind are one thing to mend."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.failures import Failure


@dataclass(slots=True)
class FailureGroup:
    """Failures of one check in one phase, at one place, with one message: the smallest of them stands for all."""

    id: str
    phase: str
    check: str
    clauses: tuple[str, ...]
    example: Failure
    count: int = 1


class FailureGroups:
    """Gather failures as a run finds them."""

    def __init__(self) -> None:
        self._groups: dict[object, FailureGroup] = {}

    def __iter__(self) -> Iterator[FailureGroup]:
        """Walk the groups in the order of their first failure."""
        return iter(self._groups.values())

    def __len__(self) -> int:
        """Count the groups."""
        return len(self._groups)

    def add(self, failure: Failure, *, phase: str, check: str, clauses: tuple[str, ...]) -> FailureGroup:
        """Put a failure with its like, and give their group."""
        key = (phase, check, clauses, _kind(failure.where), _kind(failure.message))
        if (group := self._groups.get(key)) is None:
            id_ = f"F{len(self._groups) + 1}"
            group = FailureGroup(id=id_, phase=phase, check=check, clauses=clauses, example=failure)
            self._groups[key] = group
        else:
            group.count += 1
            if _size(failure) < _size(group.example):
                group.example = failure
        return group


# Values differ from case to case, the defect does not: what stands in quotes and numbers say nothing of the kind.
_VALUES = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\d+", re.DOTALL)


def _kind(text: str) -> str:
    return _VALUES.sub("_", text[:2000])


def _size(failure: Failure) -> int:
    if failure.exchange is None:
        return 0
    request = failure.exchange.request
    return len(request.path) + len(request.body)
