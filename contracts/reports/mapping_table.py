"""The proof of the mapping on a console: a line a property, a sign a way."""

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from contracts.reports.wording import count, visible
from contracts.run.mapped_properties import MappedProperty, Mark, marks
from contracts.strategies.ways import Way

_STYLES = {Mark.KEPT: "green", Mark.BROKEN: "bold red", Mark.NOT_TRIED: "yellow", Mark.DOES_NOT_APPLY: "dim"}
_GAP = 2
LONGEST_NAME = 60


def mapping_summary(properties: Sequence[MappedProperty]) -> Text:
    """Say in one line how many properties were tried in how many ways, and how that went."""
    counts = marks(properties)
    tried = counts[Mark.KEPT] + counts[Mark.BROKEN]
    named = count(len(properties), "property").replace("propertys", "properties")
    line = Text(f"mapping  {named} in {count(tried, 'way')}: ")
    if counts[Mark.BROKEN]:
        line.append(f"{counts[Mark.BROKEN]} broken", style=_STYLES[Mark.BROKEN])
    else:
        line.append("all kept")
    line.append(f"; {counts[Mark.DOES_NOT_APPLY]} do not apply")
    if counts[Mark.NOT_TRIED]:
        line.append(f", {counts[Mark.NOT_TRIED]} not tried", style=_STYLES[Mark.NOT_TRIED])
    return line


def mapping_lines(properties: Iterable[MappedProperty], width: int, *, only_ascii: bool) -> Iterator[Text]:
    """Give a line for each property with a sign for each way; the ways are words where there is room, else numbers."""
    rows = list(properties)
    names = [_name(row, only_ascii=only_ascii) for row in rows]
    longest = max(map(len, names), default=0)
    words = [way.heading for way in Way]
    if longest + sum(len(word) + _GAP for word in words) > width:
        numbers = [str(number) for number in range(1, len(Way) + 1)]
        yield from _legend(numbers, width)
        words = numbers
    widths = [len(word) for word in words]
    yield Text(f"{'property and element':<{longest}}" + "".join(f"{' ' * _GAP}{word}" for word in words), style="bold")
    for name, row in zip(names, rows, strict=True):
        line = Text(f"{name:<{longest}}")
        for way, column in zip(Way, widths, strict=True):
            mark = row.ways[way].mark
            sign = mark.ascii_sign if only_ascii else mark.sign
            line.append(" " * _GAP + sign.rjust(column), style=_STYLES[mark])
        yield line
    yield Text("  ".join(f"{mark.ascii_sign if only_ascii else mark.sign} {mark.word}" for mark in Mark), style="dim")


def _name(row: MappedProperty, *, only_ascii: bool) -> str:
    arrow = "->" if only_ascii else "→"
    return visible(f"{row.operation} {row.name} {arrow} {row.element or 'nothing'}", longest=LONGEST_NAME)


def _legend(numbers: Sequence[str], width: int) -> Iterator[Text]:
    line = ""
    for number, way in zip(numbers, Way, strict=True):
        piece = f"{number} {way.word}"
        if line and len(line) + 2 + len(piece) > width:
            yield Text(line, style="dim")
            line = ""
        line = f"{line}  {piece}" if line else piece
    yield Text(line, style="dim")
