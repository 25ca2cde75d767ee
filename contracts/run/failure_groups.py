"""Kinds of failures that have one cause, told as one: what a person mends once is one thing to read about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.again.steps import Story
from contracts.failures import Failure
from contracts.run.failure_kinds import FailureKind, FailureKinds


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureGroup:
    """Kinds of one cause; the first of them stands for all."""

    id: str
    kinds: Sequence[FailureKind]

    @property
    def lead(self) -> FailureKind:
        """The kind that stands for all."""
        return self.kinds[0]

    @property
    def others(self) -> Sequence[FailureKind]:
        """The kinds that have the same cause."""
        return self.kinds[1:]

    @property
    def phase(self) -> str:
        """The phase that found it first."""
        return self.lead.phase

    @property
    def check(self) -> str:
        """The promise that was put to the test when it was found first."""
        return self.lead.check

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that do not hold, those of the kind that stands for all first."""
        return tuple(dict.fromkeys(clause for kind in self.kinds for clause in kind.clauses))

    @property
    def example(self) -> Failure:
        """The failure that stands for all."""
        return self.lead.example

    @property
    def story(self) -> Story | None:
        """What leads to the example, where that is known."""
        return self.lead.story

    @property
    def count(self) -> int:
        """How many failures were seen."""
        return sum(kind.count for kind in self.kinds)

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases that saw it, in their order."""
        return tuple(dict.fromkeys(phase for kind in self.kinds for phase in kind.phases))

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations it was seen in."""
        return tuple(dict.fromkeys(operation for kind in self.kinds for operation in kind.operations))

    def has(self, check: str, clause: str | None) -> bool:
        """Tell whether a check that was told saw it as one of a clause, of none with None."""
        return any(check in kind.checks and (clause in kind.clauses if clause else not kind.clauses) for kind in self.kinds)


class FailureGroups:
    """Gather failures, and the kinds of them that have one cause."""

    def __init__(self) -> None:
        self.kinds = FailureKinds()
        self._causes: dict[int, int] = {}

    def __iter__(self) -> Iterator[FailureGroup]:
        """Walk the groups in the order of their first failure; their ids are numbers in that order."""
        groups: dict[int, list[FailureKind]] = {}
        for place, kind in enumerate(self.kinds):
            groups.setdefault(self._first(place), []).append(kind)
        for number, kinds in enumerate(groups.values(), start=1):
            yield FailureGroup(id=f"F{number}", kinds=tuple(kinds))

    def __len__(self) -> int:
        """Count the groups."""
        return sum(self._first(place) == place for place in range(len(self.kinds)))

    def add(self, failure: Failure, *, phase: str, check: str, clauses: tuple[str, ...]) -> None:
        """Take a failure in."""
        self.kinds.add(failure, phase=phase, check=check, clauses=clauses)

    def join(self, one: FailureKind, other: FailureKind) -> None:
        """Know that two kinds have one cause."""
        places = {id(kind): place for place, kind in enumerate(self.kinds)}
        first, second = sorted((self._first(places[id(one)]), self._first(places[id(other)])))
        if first != second:
            self._causes[second] = first

    def _first(self, place: int) -> int:
        while place in self._causes:
            place = self._causes[place]
        return place
