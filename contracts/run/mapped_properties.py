"""The proof of the mapping, from what a run told: each property, each way it was tried, and how it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from contracts.run.events import Mapped
from contracts.strategies.ways import Way


class Mark(Enum):
    """How a property stands in a way, or in all of them: a word and the signs for it, the second where there is only ASCII."""

    BROKEN = "broken", "✗", "X"
    KEPT = "kept", "✓", "+"
    NOT_TRIED = "not tried", "·", "."
    DOES_NOT_APPLY = "does not apply", "–", "-"

    def __init__(self, word: str, sign: str, ascii_sign: str) -> None:
        self.word = word
        self.sign = sign
        self.ascii_sign = ascii_sign


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedWay:
    """How often a property was tried in a way, how often it broke, one of the values, and why it cannot be tried."""

    cases: int = 0
    broken: int = 0
    example: str = ""
    why_not: str = ""

    @property
    def mark(self) -> Mark:
        """Tell how the property stands in this way."""
        if self.broken:
            return Mark.BROKEN
        if self.cases:
            return Mark.KEPT
        return Mark.DOES_NOT_APPLY if self.why_not else Mark.NOT_TRIED


@dataclass(slots=True, kw_only=True)
class MappedProperty:
    """A property of an operation's request, the SOAP element it becomes ("" for none), and every way of trying it."""

    operation: str
    name: str
    element: str
    ways: dict[Way, TriedWay] = field(default_factory=lambda: {way: TriedWay() for way in Way})

    @property
    def mark(self) -> Mark:
        """Tell how the property stands as a whole: broken in one way is broken, and kept is what no way breaks."""
        marks = {tried.mark for tried in self.ways.values()}
        return next(mark for mark in Mark if mark in marks)

    @property
    def cases(self) -> int:
        """Count the cases of all ways."""
        return sum(tried.cases for tried in self.ways.values())

    @property
    def broken_in(self) -> tuple[Way, ...]:
        """Name the ways in which it broke."""
        return tuple(way for way, tried in self.ways.items() if tried.mark is Mark.BROKEN)


def mapped_properties(told: Iterable[Mapped]) -> tuple[MappedProperty, ...]:
    """Put together what several phases told of each property, in the order that the properties came up."""
    found: dict[tuple[str, str], MappedProperty] = {}
    for event in told:
        prop = MappedProperty(operation=event.operation, name=event.property, element=event.element)
        prop = found.setdefault((event.operation, event.property), prop)
        way = Way.of(event.way)
        prop.ways[way] = _with(prop.ways[way], event)
    return tuple(found.values())


def marks(properties: Iterable[MappedProperty]) -> Mapping[Mark, int]:
    """Count the ways of all properties by how they stand."""
    counts = dict.fromkeys(Mark, 0)
    for prop in properties:
        for tried in prop.ways.values():
            counts[tried.mark] += 1
    return counts


def _with(before: TriedWay, event: Mapped) -> TriedWay:
    first_broken = bool(event.broken) and not before.broken
    return TriedWay(
        cases=before.cases + event.cases,
        broken=before.broken + event.broken,
        example=event.example if first_broken or not before.cases else before.example,
        why_not=before.why_not or event.why_not,
    )
