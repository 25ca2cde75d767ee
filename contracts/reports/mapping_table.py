"""The proof of the mapping on a console: a line a property, a sign a way."""

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from contracts.reports.wording import count, visible
from contracts.run.mapped_properties import MappedProperty, Mark, marks
from contracts.strategies.ways import Way

_STYLES = {Mark.KEPT: "green", Mark.BROKEN: "bold red", Mark.NOT_TRIED: "yellow", Mark.DOES_NOT_APPLY: "dim"}
_GAP = 2
_TITLE = "property"
LONGEST_NAME = 24


def mapping_summary(properties: Sequence[MappedProperty]) -> Text:
    """Say in one line how many properties were tried in how many ways, and how that went."""
    counts = marks(properties)
    tried = counts[Mark.KEPT] + counts[Mark.BROKEN]
    named = count(len(properties), "property")
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
    """Give a line for each property with a sign for each way.

    Where there is room the ways are words and a property has its element beside it; else the ways are numbers, and the
    properties stand under their operations, without the names of what they are inside of.
    """
    rows = list(properties)
    names = [_name(row, only_ascii=only_ascii) for row in rows]
    words = [way.heading for way in Way]
    if max(map(len, names), default=0) + _width(words) > width:
        words = [str(number) for number in range(1, len(Way) + 1)]
        yield from _legend(words, width)
    under = max(map(len, names), default=0) + _width(words) > width
    if under:
        names = [_short_name(row) for row in rows]
    longest = max([len(_TITLE), *map(len, names)])
    yield Text(f"{_TITLE:<{longest}}" + "".join(f"{' ' * _GAP}{word}" for word in words), style="bold")
    operation = ""
    for name, row in zip(names, rows, strict=True):
        if under and row.operation != operation:
            operation = row.operation
            yield Text(visible(operation, longest=LONGEST_NAME * 2))
        line = Text(f"{name:<{longest}}")
        for way, word in zip(Way, words, strict=True):
            mark = row.ways[way].mark
            sign = mark.ascii_sign if only_ascii else mark.sign
            line.append(" " * _GAP + sign.rjust(len(word)), style=_STYLES[mark])
        yield line
    yield Text("  ".join(f"{mark.ascii_sign if only_ascii else mark.sign} {mark.word}" for mark in Mark), style="dim")


def _name(row: MappedProperty, *, only_ascii: bool) -> str:
    arrow = "->" if only_ascii else "→"
    return visible(f"{row.operation} {row.name} {arrow} {row.element or 'nothing'}")


def _short_name(row: MappedProperty) -> str:
    inside, _, last = row.name.rpartition(".")
    name = visible(f"  {'.' if inside else ''}{last}")
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}~"


def _width(words: Sequence[str]) -> int:
    return sum(len(word) + _GAP for word in words)


def _legend(numbers: Sequence[str], width: int) -> Iterator[Text]:
    line = ""
    for number, way in zip(numbers, Way, strict=True):
        piece = f"{number} {way.word}"
        if line and len(line) + 2 + len(piece) > width:
            yield Text(line, style="dim")
            line = ""
        line = f"{line}  {piece}" if line else piece
    yield Text(line, style="dim")
