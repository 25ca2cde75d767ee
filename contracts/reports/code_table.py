"""The return codes on a console: which were reached, through which door."""

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from contracts.reports.wording import count, visible
from contracts.run.reached_codes import DOORS, ReachedCode


def code_summary(codes: Sequence[ReachedCode]) -> Text:
    """Say in one line how many documented codes were reached through which door, and name those that were not."""
    documented = [row for row in codes if row.documented]
    line = Text(f"codes    {count(len(documented), 'documented code')}: ")
    missed = [(door, [row for row in documented if door in row.missed]) for door in DOORS]
    if not any(rows for _, rows in missed):
        line.append(f"all reached by {' and by '.join(DOORS)}")
    else:
        told = [f"not reached by {door}: {_named(rows)}" for door, rows in missed if rows]
        line.append("; ".join(told), style="yellow")
    others = [row for row in codes if not row.documented]
    if others:
        line.append(f"; {count(len(others), 'other')}")
    return line


def code_lines(codes: Iterable[ReachedCode], width: int) -> Iterator[Text]:
    """Give a line for each code of each operation: its types, and how it was reached through each door."""
    rows = list(codes)
    operations = max((len(row.operation) for row in rows), default=9)
    room = max(12, (width - operations - 32) // len(DOORS))
    heading = f"{'operation':<{operations}}  {'code':>10}  {'type':<16}"
    yield Text(heading + "".join(f"  {'by ' + door:<{room}}" for door in DOORS).rstrip(), style="bold")
    for row in rows:
        line = Text(f"{visible(row.operation):<{operations}}  {row.code:>10}  {' '.join(row.types) or '-':<16}")
        for door in DOORS:
            how = row.doors[door]
            cell = Text(visible(how) if how is not None else "not reached", style="" if how is not None else "yellow")
            cell.truncate(room, overflow="ellipsis", pad=True)
            line.append("  ")
            line.append_text(cell)
        line.rstrip()
        yield line


def _named(rows: list[ReachedCode]) -> str:
    operations = dict.fromkeys(row.operation for row in rows)
    return ", ".join(f"{each} {' '.join(row.code for row in rows if row.operation == each)}" for each in operations)
