"""The return codes on a console: which were reached, through which door."""

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from contracts.reports.wording import count, visible
from contracts.run.reached_codes import DOORS, ReachedCode

LONGEST_OPERATION = 24
_NOT_REACHED = "not reached"


def code_summary(codes: Sequence[ReachedCode], doors: Sequence[str] = DOORS) -> Text:
    """Say in one line how many documented codes were reached through which of the doors, and name those that were not."""
    documented = [row for row in codes if row.documented]
    if not documented:
        return Text(f"codes    {count(len(codes), 'code')} met; the document names none that it can answer (x-codes)")
    line = Text(f"codes    {count(len(documented), 'documented code')}: ")
    missed = [(door, [row for row in documented if door in row.missed]) for door in doors]
    if not any(rows for _, rows in missed):
        line.append(f"all reached by {' and by '.join(doors)}")
    else:
        told = [f"not reached by {door}: {_named(rows)}" for door, rows in missed if rows]
        line.append("; ".join(told), style="yellow")
    others = [row for row in codes if not row.documented]
    if others:
        line.append(f"; {count(len(others), 'other')}")
    return line


def code_lines(codes: Iterable[ReachedCode], width: int, doors: Sequence[str] = DOORS) -> Iterator[Text]:
    """Give a line for each code of each operation: its types, and how it was reached through each door."""
    rows = list(codes)
    operations = min(LONGEST_OPERATION, max(len("operation"), *(len(visible(row.operation)) for row in rows)))
    widths = [operations, 10, 13, *[max(8, (width - operations - 23) // len(doors) - 2)] * len(doors)]
    yield _line(["operation", "code", "type", *(f"by {door}" for door in doors)], widths, style="bold")
    for row in rows:
        told = [row.operation, row.code, " ".join(row.types) or "-"]
        yield _line([*told, *(row.doors[door] or _NOT_REACHED for door in doors)], widths)


def _line(cells: Sequence[str], widths: Sequence[int], style: str = "") -> Text:
    line = Text(style=style)
    for cell, width in zip(cells, widths, strict=True):
        text = Text(visible(cell), style="yellow" if cell == _NOT_REACHED else "")
        text.truncate(width, overflow="ellipsis", pad=True)
        line.append_text(text)
        line.append("  ")
    line.rstrip()
    return line


def _named(rows: list[ReachedCode]) -> str:
    operations = dict.fromkeys(row.operation for row in rows)
    return ", ".join(f"{each} {' '.join(row.code for row in rows if row.operation == each)}" for each in operations)
