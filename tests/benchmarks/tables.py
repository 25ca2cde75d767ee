"""Results as tables: a title, a heading and rows of text, for the console and for Markdown alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks.bounds import found
from tests.benchmarks.measured import Measured, ratio
from tests.benchmarks.parts import PARTS, Part
from tests.benchmarks.results import Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The first column is text, the others figures."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def tables(results: Results) -> Iterator[Table]:
    """Give the table of each part that was measured, and last that of the bounds."""
    for part in PARTS:
        if part.name in results.parts:
            result = results.parts[part.name]
            yield _table(part, result.rows, result.left_out)
    yield Table(
        title="Must reach",
        heading=("what", "bound", "measured", "holds"),
        rows=tuple(
            (bound.says, bound.limit, "not measured", "-")
            if figure is None
            else (bound.says, bound.limit, f"{number(figure)} {bound.unit}", "yes" if bound.holds(figure) else "NO")
            for bound, figure in found(results)
        ),
    )


def number(figure: float) -> str:
    """Write a figure with about three digits."""
    digits = 0 if abs(figure) >= 100 else 1 if abs(figure) >= 10 else 2 if abs(figure) >= 1 else 3
    return f"{figure:,.{digits}f}"


def _table(part: Part, rows: tuple[Measured, ...], left_out: tuple[str, ...]) -> Table:
    calls = any(row.p50s for row in rows)
    heading = (
        "what",
        *(("clients",) if calls else ()),
        "median",
        "unit",
        "least to most",
        *(("p50 ms", "p99 ms") if calls else ()),
    )
    return Table(
        title=part.title,
        heading=(*heading, _of(part)),
        rows=tuple(_cells(row, _reference(part, rows, row), calls=calls) for row in rows),
        notes=left_out,
    )


def _of(part: Part) -> str:
    return f"of {part.beside[0].partition(':')[0]}" if len(part.beside) == 1 else "ratio"


def _cells(row: Measured, reference: Measured | None, *, calls: bool) -> tuple[str, ...]:
    spread = f"{number(row.least)} to {number(row.most)}" if len(row.rounds) > 1 else ""
    cells = [row.name, number(row.median), row.unit, spread]
    if calls:
        cells.insert(1, str(row.clients or ""))
        cells += [number(row.p50), number(row.p99)] if row.p50s else ["", ""]
    return (*cells, f"{number(ratio(row, reference))} x" if reference else "")


def _reference(part: Part, rows: tuple[Measured, ...], row: Measured) -> Measured | None:
    """Find the last row not after ``row`` that the part compares with, of the same unit and number of clients."""
    before = rows[: rows.index(row) + 1]
    for other in reversed(before):
        if other.name in part.beside and (other.unit, other.clients) == (row.unit, row.clients):
            return other
    return None
