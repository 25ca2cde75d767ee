"""What a run measured, part by part, and its file reports/bench.json."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.measured import Measured, find

FORMAT = 1


class NoResults(Exception):
    """Say why a file holds no results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartResult:
    """The rows of a part, the instant at which it began (ISO 8601, UTC), its seconds, and what it left out and why."""

    at: str
    seconds: float
    rows: tuple[Measured, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The machine, and each part's latest result on it."""

    machine: Mapping[str, str]
    parts: Mapping[str, PartResult] = field(default_factory=dict)

    def with_part(self, name: str, result: PartResult) -> "Results":
        """Put a part's newer result in the place of an older one."""
        return Results(machine=self.machine, parts={**self.parts, name: result})

    def row(self, part: str, name: str, clients: int = 0) -> Measured | None:
        """Find a row; None where it was not measured."""
        result = self.parts.get(part)
        return find(result.rows, name, clients) if result else None


def read(path: Path) -> Results:
    """Read a file that ``write`` wrote. Raise NoResults."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoResults(f"{path}: expected the figures of a run; {error}") from None
    found = document.get("format") if isinstance(document, dict) else None
    if found != FORMAT:
        raise NoResults(f"{path}: expected the figures of a run, with format {FORMAT}; found format {found}")
    return Results(
        machine=document["machine"],
        parts={name: _part(part) for name, part in document["parts"].items()},
    )


def write(results: Results, path: Path, *, bounds: list[dict[str, Any]]) -> None:
    """Write the results, with the bounds as they were found."""
    parts = {name: {**asdict(part), "rows": [_row(row) for row in part.rows]} for name, part in results.parts.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"format": FORMAT, "machine": dict(results.machine), "parts": parts, "bounds": bounds}
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _part(part: dict[str, Any]) -> PartResult:
    rows = tuple(
        Measured(
            name=row["name"],
            unit=row["unit"],
            clients=row["clients"],
            **{key: tuple(row[key]) for key in ("rounds", "p50s", "p99s")},
        )
        for row in part["rows"]
    )
    return PartResult(at=part["at"], seconds=part["seconds"], rows=rows, left_out=tuple(part["left_out"]))


def _row(row: Measured) -> dict[str, Any]:
    figures = {"median": row.median, "least": row.least, "most": row.most}
    if row.p50s:
        figures |= {"p50_ms": row.p50, "p99_ms": row.p99}
    return asdict(row) | figures
