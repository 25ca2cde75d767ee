"""The campaign as files: a table for people, a line of JSON a mutant for machines."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from contracts.mutants.campaign import Row
from contracts.mutants.table import by

FILES = ("mutants.md", "mutants.jsonl")


def write(folder: Path, rows: Sequence[Row], totals: Iterable[str]) -> None:
    """Write both files into a folder, which is made where it is not there; raise OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mutants.md").write_text("\n".join(_markdown(rows, totals)) + "\n", "utf-8")
    lines = [json.dumps(_json(row), ensure_ascii=True) for row in rows if row.mutant is not None]
    (folder / "mutants.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _markdown(rows: Sequence[Row], totals: Iterable[str]) -> Iterable[str]:
    yield "# Mutants\n"
    yield from (f"- {line}" for line in totals)
    yield "\n| mutant | defect | breaks | named | found by | s | schemathesis |\n|---|---|---|---|---|---|---|"
    for row in rows:
        if row.mutant is None:
            continue
        found = row.hunted.found
        named = " ".join(found.clauses) if found is not None else "**not found**"
        others = "" if row.objections is None else "found" if row.objections else "-"
        cells = (row.mutant.id, row.mutant.defect, " ".join(row.mutant.clauses), named, by(row) or row.hunted.why_not)
        shown = " | ".join(each.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ") for each in cells)
        yield f"| {shown} | {row.hunted.seconds:.1f} | {others} |"


def _json(row: Row) -> dict[str, Any]:
    mutant, hunted = row.mutant, row.hunted
    assert mutant is not None
    found = hunted.found
    return {
        "mutant": mutant.id,
        "defect": mutant.defect,
        "clauses": mutant.clauses,
        "found": found is not None,
        "phase": found.phase if found is not None else None,
        "check": found.check if found is not None else None,
        "named": found.clauses if found is not None else [],
        "says": found.says if found is not None else hunted.why_not,
        "cases": hunted.cases,
        "seconds": round(hunted.seconds, 2),
        "schemathesis": None if row.objections is None else sorted(row.objections),
    }
