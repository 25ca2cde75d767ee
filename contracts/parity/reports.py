"""A comparison as text, as JSON lines and as Markdown."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from contracts.clauses import Clause, all_clauses
from contracts.parity.outcome import Difference, Outcome
from contracts.reports.markdown_text import code, plain, table
from contracts.reports.wording import visible

FILES = ("parity.md", "parity.jsonl")
# So many differences of a clause are shown on the console; the files have all.
_MOST = 5
_LONGEST = 160


def text_lines(outcome: Outcome, *, verbose: bool) -> Iterator[str]:
    """Tell it on a console, clause by clause."""
    known = all_clauses()
    yield f"left   {outcome.left}"
    yield f"right  {outcome.right}"
    for clause, found in outcome.by_clause().items():
        yield ""
        yield f"{clause}  {_says(known, clause)}"
        shown = found if verbose else found[:_MOST]
        for each in shown:
            also = f"  (also {', '.join(each.clauses[1:])})" if each.clauses[1:] else ""
            yield f"  {visible(each.call)}: {visible(each.where)}{also}"
            yield f"    left   {visible(each.left, longest=_LONGEST)}"
            yield f"    right  {visible(each.right, longest=_LONGEST)}"
        if len(found) > len(shown):
            yield f"  and {len(found) - len(shown)} more (-v shows all)"
    yield ""
    for line in outcome.meant:
        yield f"by what it means: {line}"
    left_out = list(outcome.left_out.items())
    for name, why in left_out if verbose else left_out[:_MOST]:
        yield f"not compared: {visible(name)}: {visible(why)}"
    if len(left_out) > _MOST and not verbose:
        yield f"not compared: {len(left_out) - _MOST} more (-v shows all)"
    yield verdict(outcome)


def verdict(outcome: Outcome) -> str:
    """Say in one line what it came to."""
    calls = f"{outcome.calls} call{'' if outcome.calls == 1 else 's'}"
    if not outcome.calls:
        return "parity: nothing could be compared"
    if not outcome.differences:
        return f"parity: alike in {calls}"
    clauses = len(outcome.by_clause())
    number = len(outcome.differences)
    differ = "difference" if number == 1 else "differences"
    return f"parity: {number} {differ} under {clauses} clause{'' if clauses == 1 else 's'} in {calls}"


def json_lines(outcome: Outcome) -> Iterator[str]:
    """Write a line for each difference, then one for the whole."""
    for each in outcome.differences:
        yield json.dumps({"type": "difference", **_row(each)})
    whole = {"calls": outcome.calls, "differences": len(outcome.differences), "by_meaning": outcome.meant}
    sides = {"left": outcome.left, "right": outcome.right}
    yield json.dumps({"type": "parity", **sides, **whole, "not_compared": outcome.left_out, "exit_code": outcome.exit_code})


def markdown(outcome: Outcome) -> Iterator[str]:
    """Write a page: a table for each clause."""
    known = all_clauses()
    yield f"# {plain(verdict(outcome))}"
    yield f"Left: {plain(outcome.left)}. Right: {plain(outcome.right)}."
    for clause, found in outcome.by_clause().items():
        yield f"## {clause}"
        yield plain(_says(known, clause))
        rows = [(plain(each.call), code(each.where), code(each.left), code(each.right)) for each in found]
        yield table(("call", "where", "left", "right"), rows)
    if outcome.meant:
        yield "## Compared by what it means"
        yield "\n".join(f"- {plain(line)}" for line in outcome.meant)
    if outcome.left_out:
        yield "## Not compared"
        yield table(("what", "why"), [(plain(name), plain(why)) for name, why in outcome.left_out.items()])


def write_reports(outcome: Outcome, folder: Path) -> list[Path]:
    """Write the files; raise OSError where that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in FILES]
    paths[0].write_text("\n\n".join(markdown(outcome)) + "\n", encoding="utf-8")
    paths[1].write_text("".join(f"{line}\n" for line in json_lines(outcome)), encoding="utf-8")
    return paths


def _row(each: Difference) -> dict[str, object]:
    return {
        "call": each.call, "where": each.where, "left": each.left, "right": each.right, "clauses": list(each.clauses),
    }  # fmt: skip


def _says(known: Mapping[str, Clause], clause: str) -> str:
    return known[clause].says.partition(";")[0].partition(". ")[0]
