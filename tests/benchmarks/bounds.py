"""What must be reached, a row each; a bound is told, never asserted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.benchmarks import large, memory, start, stores, wire
from tests.benchmarks.console import JOURNAL, WORK_ITEMS
from tests.benchmarks.measured import Measured, ratio
from tests.benchmarks.peers import beside
from tests.benchmarks.results import Results

Figure = Callable[[Results], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A figure, and the least or the most that it may be."""

    says: str
    figure: Figure
    at_least: float | None = None
    at_most: float | None = None
    unit: str = "x"

    @property
    def limit(self) -> str:
        """Write the bound."""
        words, number = ("at least", self.at_least) if self.at_most is None else ("at most", self.at_most)
        return f"{words} {number:g} {self.unit}"

    def holds(self, figure: float) -> bool:
        """Say whether a figure is within it."""
        return (self.at_least is None or figure >= self.at_least) and (self.at_most is None or figure <= self.at_most)


def _of(part: str, name: str, other: str, clients: int = 0) -> Figure:
    def figure(results: Results) -> float | None:
        one, reference = results.row(part, name, clients), results.row(part, other, clients)
        return ratio(one, reference) if one and reference else None

    return figure


def _one(part: str, name: str) -> Figure:
    def figure(results: Results) -> float | None:
        row = results.row(part, name)
        return row.median if row else None

    return figure


def _either(part: str, other: str, name: str) -> Figure:
    first, second = _one(part, name), _one(other, name)
    return lambda results: second(results) if (figure := first(results)) is None else figure


def _tail(part: str, name: str, clients: int) -> Figure:
    def figure(results: Results) -> float | None:
        row: Measured | None = results.row(part, name, clients)
        return row.p99 / row.p50 if row else None

    return figure


BOUNDS = (
    Bound(says="SOAP cancel, 8 clients, of WireMock", figure=_of("peers", beside.OURS, beside.WIREMOCK, 8), at_least=5),
    Bound(says="SOAP cancel, 8 clients, of Mountebank", figure=_of("peers", beside.OURS, beside.MOUNTEBANK, 8), at_least=5),
    Bound(says="SOAP cancel, 8 clients, of the floor", figure=_of("wire", wire.SOAP_CANCEL, wire.FLOOR, 8), at_least=0.5),
    Bound(
        says="SOAP cancel, 8 clients, of the floor on granian",
        figure=_of("wire", wire.SOAP_CANCEL, wire.ON_GRANIAN, 8),
        at_least=0.5,
    ),
    Bound(says="SOAP cancel, 8 clients, p99 of p50", figure=_tail("wire", wire.SOAP_CANCEL, 8), at_most=8),
    Bound(
        says="REST cancel, 8 clients, of SOAP cancel", figure=_of("wire", wire.REST_CANCEL, wire.SOAP_CANCEL, 8), at_least=0.4
    ),
    Bound(says="SQLite, of memory", figure=_of("stores", stores.SQLITE, stores.MEMORY, 8), at_least=0.4),
    Bound(
        says="PostgreSQL with two workers, of SQLite with one",
        figure=_of("stores", stores.TWO_WORKERS, stores.SQLITE, 8),
        at_least=1,
    ),
    Bound(says="start to first answer", figure=_one("start", start.FIRST_ANSWER), at_most=0.4, unit="s"),
    Bound(says="memory at start", figure=_one("memory", memory.AT_START), at_most=60, unit="MB"),
    # "Flat": the readings themselves differ by some hundredths; what leaks 50 bytes a call is above this.
    Bound(
        says="memory after 60,000 to 100,000 calls, of before",
        figure=_of("memory", memory.SECOND_HALF, memory.FIRST_HALF),
        at_most=1.05,
    ),
    Bound(says=large.each(large.MANY), figure=_either("large", "million", large.each(large.MANY)), at_most=1, unit="KB"),
    Bound(
        says=f"{large.POLL}, of writing the same bytes to a socket",
        figure=_of("large", large.POLL, large.FLOOR),
        at_most=4,
    ),
    *(
        Bound(says=f"first view of the console: {name}", figure=_one("console", name), at_most=0.2, unit="s")
        for name in (JOURNAL, WORK_ITEMS)
    ),
)


def found(results: Results) -> Iterator[tuple[Bound, float | None]]:
    """Walk the bounds, with each figure; None where it was not measured."""
    return ((bound, bound.figure(results)) for bound in BOUNDS)


def as_data(results: Results) -> list[dict[str, Any]]:
    """Give them as data for a file."""
    return [
        {
            "says": bound.says,
            "bound": bound.limit,
            "found": figure,
            "holds": None if figure is None else bound.holds(figure),
        }
        for bound, figure in found(results)
    ]
