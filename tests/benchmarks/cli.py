"""The command: which parts to measure, and what to do with the figures of a run."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import click
from rich.console import Console
from rich.table import Table as RichTable

from tests.benchmarks import bounds, results
from tests.benchmarks.chart import chart
from tests.benchmarks.machine import describe
from tests.benchmarks.markdown import markdown, with_results
from tests.benchmarks.measured import LeftOut, Measured
from tests.benchmarks.parts import PARTS, Part
from tests.benchmarks.results import PartResult, Results
from tests.benchmarks.tables import Table, tables

_FILE = click.Path(path_type=Path, dir_okay=False)
# Of a file or a pipe, which has none.
_WIDTH = 120
_PAGE = Path(__file__).parents[2] / "docs" / "how-fast.md"


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice([part.name for part in PARTS]), metavar="[PART]...")
@click.option(
    "--report-dir", type=click.Path(path_type=Path), default=Path("reports"), help="Where bench.json and bench.svg go."
)
@click.option("--markdown", "to_print", type=_FILE, metavar="JSON", help="Only print the tables of a run as Markdown.")
@click.option("--chart", "to_draw", type=_FILE, metavar="SVG", help="Only draw the chart of the run in --report-dir.")
@click.option("--page", "to_tell", type=_FILE, metavar="JSON", help="Only put the tables of a run into docs/how-fast.md.")
def command(
    parts: tuple[str, ...], report_dir: Path, to_print: Path | None, to_draw: Path | None, to_tell: Path | None
) -> None:
    """Measure all parts but the peers, or those that are named.

    A part's figures take the place of its older ones in REPORT_DIR/bench.json, as long as the machine is the same.
    """
    kept = report_dir / "bench.json"
    if to_print:
        click.echo(markdown(results.read(to_print)), nl=False)
    if to_tell:
        _PAGE.write_text(with_results(_PAGE.read_text(encoding="utf-8"), results.read(to_tell)), encoding="utf-8")
    if to_draw:
        to_draw.parent.mkdir(parents=True, exist_ok=True)
        to_draw.write_text(chart(results.read(kept)), encoding="utf-8")
    if not (to_print or to_tell or to_draw):
        _measure([part for part in PARTS if part.name in parts or (part.by_itself and not parts)], kept)


def _measure(parts: list[Part], kept: Path) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    machine = describe()
    console.print(", ".join(f"{name} {value}" for name, value in machine.items()))
    told = _older(kept, machine)
    for part in parts:
        began, at = perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")
        given = list(part.measure())
        result = PartResult(
            at=at,
            seconds=perf_counter() - began,
            rows=tuple(one for one in given if isinstance(one, Measured)),
            left_out=tuple(f"{one.name}: left out, {one.why}" for one in given if isinstance(one, LeftOut)),
        )
        told = told.with_part(part.name, result)
        results.write(told, kept, bounds=bounds.as_data(told))
        kept.with_suffix(".svg").write_text(chart(told), encoding="utf-8")
        for table in tables(replace(told, parts={part.name: result})):
            if table.title == part.title:
                _show(console, table, f"{result.seconds:.0f} s")
    *_, must_reach = tables(told)
    _show(console, must_reach, str(kept))


def _older(kept: Path, machine: Mapping[str, str]) -> Results:
    with suppress(results.NoResults):
        before = results.read(kept)
        if before.machine == machine:
            return before
    return Results(machine=machine)


def _show(console: Console, table: Table, caption: str) -> None:
    shown = RichTable(title=table.title, caption="\n".join((*table.notes, caption)))
    for name in table.heading:
        shown.add_column(name, justify="right" if shown.columns else "left", no_wrap=True)
    for row in table.rows:
        shown.add_row(*row)
    console.print(shown)
