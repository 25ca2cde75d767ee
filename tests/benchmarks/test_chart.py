"""The chart is well-formed, tells what was measured, and its bars are as long as the figures are large."""

from xml.etree import ElementTree as ET

import pytest

from tests.benchmarks.chart import chart
from tests.benchmarks.measured import Measured
from tests.benchmarks.results import PartResult, Results

SVG = "{http://www.w3.org/2000/svg}"


def row(name: str, clients: int, *rounds: float) -> Measured:
    return Measured(name=name, unit="calls/s", clients=clients, rounds=rounds, p50s=(1.25,), p99s=(4.0,))


@pytest.fixture
def picture() -> ET.Element:
    parts = {
        "wire": [row("floor: <bare> & lxml", 8, 9000.0, 10000.0, 12000.0), row("SOAP cancel", 8, 4000.0, 5000.0, 5500.0)],
        "peers": [row("WireMock 3.13.2", 8, 500.0), row("our emulator", 8, 5000.0)],
        "start": [Measured(name="start to first answer", unit="s", rounds=(0.3,))],
    }
    told = {name: PartResult(at="2026-01-05", seconds=1.0, rows=tuple(rows)) for name, rows in parts.items()}
    machine = {"processor": "Abacus", "cores": "2", "Python": "CPython 3.11.7"}
    return ET.fromstring(chart(Results(machine=machine, parts=told)))


def test_it_tells_each_call_with_its_median_and_latencies_and_the_machine(picture):
    said = [text.text for text in picture.iter(f"{SVG}text")]

    assert {"floor: <bare> & lxml", "SOAP cancel", "WireMock 3.13.2", "our emulator", "calls a second, 8 clients"} <= set(said)
    assert said[said.index("SOAP cancel") + 1 :][:2] == ["5,000", "p50 1.25 ms, p99 4.00 ms"]
    assert "Abacus, 2 cores, Python 3.11.7" in said[-1]
    assert "start to first answer" not in said


def test_bars_are_in_proportion_and_the_spread_goes_from_the_least_to_the_most(picture):
    floor, ours, peer, ours_beside = (float(bar.get("width")) for bar in picture.iter(f"{SVG}rect"))
    spread = list(picture.iter(f"{SVG}line"))[1]

    assert floor / ours == pytest.approx(2, rel=0.01)
    assert ours_beside / peer == pytest.approx(10, rel=0.05)
    length = float(spread.get("x2")) - float(spread.get("x1"))
    assert length / ours == pytest.approx((5500 - 4000) / 5000, rel=0.01)


def test_nothing_is_drawn_outside_and_it_needs_nothing_else(picture):
    _, _, width, height = map(float, picture.get("viewBox").split())

    assert all(float(bar.get("x")) + float(bar.get("width")) <= width for bar in picture.iter(f"{SVG}rect"))
    assert all(float(text.get("y")) <= height for text in picture.iter(f"{SVG}text"))
    assert "prefers-color-scheme: dark" in picture.find(f"{SVG}style").text
    assert not [element for element in picture.iter() if element.tag == f"{SVG}image" or "href" in element.attrib]
