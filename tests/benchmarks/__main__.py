"""Measure, print the table, and keep the figures in reports/bench.json."""

import json
import platform
from dataclasses import asdict
from os import cpu_count
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import exchanges, in_process, scale, served


def main() -> None:
    """Run all benchmarks."""
    console = Console()
    console.print(f"Python {platform.python_version()} on {platform.machine()}, {cpu_count()} processors")
    costs = in_process.measure()
    base = costs[0].median
    table = Table("in-process, CPU per call", "median ms", "least", "most", "of the floor")
    for cost in costs:
        figures = (f"{figure:.3f}" for figure in (cost.median, cost.least, cost.most))
        table.add_row(cost.name, *figures, f"{cost.median / base:.1f} x")
    console.print(table)

    cost = served.measure()
    table = Table("emulator serve", "")
    table.add_row("start to first answer", f"{cost.first_answer:.2f} s (median of {served.STARTS})")
    table.add_row("memory at start, all processes", f"{cost.at_start:.1f} MB")
    table.add_row(f"after {served.CALLS // 2:,} polls", f"{cost.half_way:.1f} MB")
    table.add_row(f"after {served.CALLS:,} polls", f"{cost.after:.1f} MB")
    console.print(table)

    grown = scale.measure()
    table = Table("scale", "ms", "", "ms", "ratio")
    for small, one, large, many in (
        (f"poll of {scale.CHANGES} changes, {scale.SMALL:,} items", grown.poll_small, f"{scale.LARGE:,}", grown.poll_large),
        (f"clock a day on, {scale.DUE:,} due, {scale.DUE:,} jobs", grown.day_alone, f"{scale.JOBS:,}", grown.day_among_many),
    ):
        table.add_row(small, f"{one:.3f}", large, f"{many:.3f}", f"{many / one:.1f} x")
    console.print(table)

    rates = exchanges.measure()
    slowest = rates[0].a_second
    table = Table("checked exchanges", "number", "seconds", "a second", f"of {rates[0].name}")
    for rate in rates:
        figures = (f"{rate.exchanges:,}", f"{rate.seconds:.1f}", f"{rate.a_second:.0f}", f"{rate.a_second / slowest:.1f} x")
        table.add_row(rate.name, *figures)
    console.print(table)

    reports = Path("reports")
    reports.mkdir(exist_ok=True)
    figures = {"in_process": [asdict(one) for one in costs], "served": asdict(cost), "scale": asdict(grown)}
    figures["exchanges"] = [{**asdict(rate), "a_second": rate.a_second} for rate in rates]
    (reports / "bench.json").write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
