"""Results as a picture: bars with their spread, as SVG that carries all it needs and follows the reader's light or dark."""

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from tests.benchmarks.measured import Measured
from tests.benchmarks.results import Results
from tests.benchmarks.tables import number

_WIDTH, _LABELS, _FIGURES, _BAR, _STEP, _EDGE = 820, 190, 260, 14, 20, 16
_CALLS = "calls/s"
_STYLE = """
svg { background: #ffffff; font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
text { fill: #1f2328; } .quiet { fill: #59636e; } .title { font-size: 14px; font-weight: 600; }
.ours { fill: #0969da; } .floor { fill: #9198a1; } .other { fill: #bc4c00; } .spread { stroke: #1f2328; stroke-width: 1.2; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; } text { fill: #f0f6fc; } .quiet { fill: #9198a1; }
  .ours { fill: #4493f8; } .floor { fill: #656c76; } .other { fill: #db6d28; } .spread { stroke: #f0f6fc; }
}
"""
_PEERS = ("WireMock", "Mountebank", "MockServer")

Bar = tuple[str, Measured]


def chart(results: Results) -> str:
    """Draw calls a second: by the number of clients, on each store, and beside other mock servers, as far as measured."""
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")
    ET.SubElement(root, "title").text = "How fast the emulator answers"
    machine = results.machine
    where = f"{machine['processor']}, {machine['cores']} cores, Python {machine['Python'].split()[-1]}"
    ET.SubElement(root, "desc").text = f"Calls a second, median and spread of several rounds; {where}"
    ET.SubElement(root, "style").text = _STYLE
    y = _EDGE
    for title, bars in _panels(results):
        y = _panel(root, y, title, bars)
    _text(root, _EDGE, y + 4, f"median of the rounds, and from the least to the most; {where}", "quiet")
    height = y + 4 + _EDGE
    root.set("viewBox", f"0 0 {_WIDTH} {height}")
    root.set("width", str(_WIDTH))
    root.set("height", str(height))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def _panels(results: Results) -> Iterator[tuple[str, list[Bar]]]:
    wire = list(_calls(results, "wire"))
    for clients in sorted({row.clients for row in wire}):
        bars = [(row.name, row) for row in wire if row.clients == clients]
        yield f"calls a second, {clients} client{'s' if clients > 1 else ''}", bars
    for part, title in (
        ("stores", "SOAP cancels a second on each store"),
        ("peers", "SOAP cancels a second beside mock servers"),
    ):
        if rows := list(_calls(results, part)):
            yield f"{title}, {rows[0].clients} clients", [(row.name, row) for row in rows]


def _calls(results: Results, part: str) -> Iterator[Measured]:
    result = results.parts.get(part)
    return (row for row in (result.rows if result else ()) if row.unit == _CALLS)


def _panel(root: ET.Element, y: int, title: str, bars: Iterable[Bar]) -> int:
    """Draw a panel from ``y`` down; give where the next one begins."""
    bars = list(bars)
    _text(root, _EDGE, y + 12, title, "title")
    y += 24
    scale = (_WIDTH - _LABELS - _FIGURES - _EDGE) / max(row.most for _, row in bars)
    for label, row in bars:
        middle = y + _BAR / 2
        _text(root, _LABELS - 8, y + _BAR - 3, label, "", anchor="end")
        kind = "floor" if label.startswith("floor") else "other" if label.startswith(_PEERS) else "ours"
        _shape(root, "rect", kind, x=_LABELS, y=y, width=row.median * scale, height=_BAR, rx=2)
        _shape(root, "line", "spread", x1=_LABELS + row.least * scale, x2=_LABELS + row.most * scale, y1=middle, y2=middle)
        _text(root, _WIDTH - _FIGURES + 56, y + _BAR - 3, number(row.median), "", anchor="end")
        if row.p50s:
            _text(root, _WIDTH - _FIGURES + 68, y + _BAR - 3, f"p50 {number(row.p50)} ms, p99 {number(row.p99)} ms", "quiet")
        y += _STEP
    return y + _EDGE


def _shape(root: ET.Element, name: str, kind: str, **places: float) -> None:
    ET.SubElement(root, name, {"class": kind, **{key: f"{value:.1f}" for key, value in places.items()}})


def _text(root: ET.Element, x: float, y: float, text: str, kind: str, *, anchor: str = "start") -> None:
    ET.SubElement(root, "text", {"x": f"{x:g}", "y": f"{y:g}", "class": kind, "text-anchor": anchor}).text = text
