"""What was measured: a row for each thing, with its figure in each round, and how rows are told in one number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One thing's figure in each round, in ``unit``; for calls over sockets also each round's median and p99 latency, in ms.

    Rows of one part are measured in turns: the first rounds of two rows were beside each other, and so on.
    ``clients`` is 0 where there are none.
    """

    name: str
    unit: str
    rounds: tuple[float, ...]
    clients: int = 0
    p50s: tuple[float, ...] = ()
    p99s: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        return median(self.rounds)

    @property
    def least(self) -> float:
        return min(self.rounds)

    @property
    def most(self) -> float:
        return max(self.rounds)

    @property
    def p50(self) -> float:
        """The median latency: the median of the rounds'."""
        return median(self.p50s)

    @property
    def p99(self) -> float:
        """The latency that 99 of 100 calls do not pass: the median of the rounds'."""
        return median(self.p99s)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A row that this machine or this version cannot give, and why."""

    name: str
    why: str


class CannotMeasure(Exception):
    """Say why something cannot be measured here."""


def ratio(of: Measured, to: Measured) -> float:
    """Say how many times as much: the median of the rounds' ratios, so that what slowed one round down counts little.

    Rows that were not measured in turns are compared by their medians.
    """
    if len(of.rounds) == len(to.rounds):
        return median(one / other for one, other in zip(of.rounds, to.rounds, strict=True))
    return of.median / to.median


def percentile(figures: Iterable[float], hundredths: float) -> float:
    """Give the smallest figure that so many of a hundred do not pass (nearest rank)."""
    in_order: Sequence[float] = sorted(figures)
    return in_order[max(0, ceil(hundredths / 100 * len(in_order)) - 1)]


def find(rows: Iterable[Measured], name: str, clients: int = 0) -> Measured | None:
    """Find a row; None where it was not measured."""
    return next((row for row in rows if row.name == name and row.clients == clients), None)
