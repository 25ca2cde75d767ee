"""What was measured is kept, compared with what it belongs beside, and held against each bound."""

import json

import pytest

from tests.benchmarks import bounds, results
from tests.benchmarks.markdown import markdown, with_results
from tests.benchmarks.measured import Measured
from tests.benchmarks.parts import PARTS
from tests.benchmarks.results import NoResults, PartResult, Results
from tests.benchmarks.tables import tables

MACHINE = {"processor": "Abacus", "cores": "2", "memory": "1 GiB", "system": "Linux", "Python": "CPython 3.11.7"}


def calls(name: str, clients: int, *rounds: float, p50: float = 1.0, p99: float = 2.0) -> Measured:
    each = len(rounds)
    return Measured(name=name, unit="calls/s", clients=clients, rounds=rounds, p50s=(p50,) * each, p99s=(p99,) * each)


def told(**parts: list[Measured]) -> Results:
    at = "2026-01-05T08:00:00+00:00"
    return Results(
        machine=MACHINE, parts={name: PartResult(at=at, seconds=1.0, rows=tuple(rows)) for name, rows in parts.items()}
    )


WIRE = [
    calls("floor: bare lxml", 1, 1000.0),
    calls("floor: bare lxml", 8, 4000.0),
    calls("SOAP cancel", 1, 900.0),
    calls("SOAP cancel", 8, 2400.0, p50=2.0, p99=18.0),
    calls("REST cancel", 8, 1200.0),
]


def test_what_is_written_can_be_read(tmp_path):
    measured = told(wire=WIRE, start=[Measured(name="start to first answer", unit="s", rounds=(0.3, 0.5))])

    results.write(measured, tmp_path / "deeper" / "bench.json", bounds=bounds.as_data(measured))

    assert results.read(tmp_path / "deeper" / "bench.json") == measured


def test_the_file_tells_the_machine_the_medians_and_the_bounds(tmp_path):
    measured = told(wire=WIRE)
    results.write(measured, tmp_path / "bench.json", bounds=bounds.as_data(measured))

    document = json.loads((tmp_path / "bench.json").read_text())

    assert document["machine"] == MACHINE
    assert {"median": 2400.0, "p50_ms": 2.0, "p99_ms": 18.0}.items() <= document["parts"]["wire"]["rows"][3].items()
    found = {bound["says"]: (bound["found"], bound["holds"]) for bound in document["bounds"]}
    assert found["SOAP cancel, 8 clients, of the floor"] == (0.6, True)
    assert found["SOAP cancel, 8 clients, p99 of p50"] == (9.0, False)
    assert found["start to first answer"] == (None, None)


@pytest.mark.parametrize("text", ["", "[]", '{"in_process": []}', '{"format": 0}'])
def test_a_file_that_holds_no_results_is_refused_in_a_line(tmp_path, text):
    (tmp_path / "bench.json").write_text(text)

    with pytest.raises(NoResults, match=r"bench.json: expected the figures of a run") as refused:
        results.read(tmp_path / "bench.json")

    assert "\n" not in str(refused.value)


def test_a_row_is_compared_with_the_floor_at_as_many_clients():
    wire, _ = tables(told(wire=WIRE))

    assert [(row[0], row[1], row[-1]) for row in wire.rows] == [
        ("floor: bare lxml", "1", "1.00 x"),
        ("floor: bare lxml", "8", "1.00 x"),
        ("SOAP cancel", "1", "0.900 x"),
        ("SOAP cancel", "8", "0.600 x"),
        ("REST cancel", "8", "0.300 x"),
    ]


def test_a_bound_holds_up_to_its_figure_and_no_further():
    least = bounds.Bound(says="", figure=lambda _: None, at_least=0.5)
    most = bounds.Bound(says="", figure=lambda _: None, at_most=8)

    assert [least.holds(figure) for figure in (0.49, 0.5, 0.51)] == [False, True, True]
    assert [most.holds(figure) for figure in (7.9, 8, 8.1)] == [True, True, False]
    assert (least.limit, most.limit) == ("at least 0.5 x", "at most 8 x")


def test_every_row_that_others_are_compared_with_is_one_that_its_part_gives():
    from tests.benchmarks import console, exchanges, in_process, large, memory, scale, start, stores, wire
    from tests.benchmarks.peers import beside

    given = {
        "wire": [wire.FLOOR],
        "stores": [stores.MEMORY],
        "start": [start.FLOOR],
        "memory": [memory.FLOOR],
        "large": [large.FLOOR],
        "console": [console.VIEWS["clock"]],
        "million": [],
        "scale": [scale.poll(scale.UNITS[0]), scale.a_day(scale.JOBS[0])],
        "in-process": [in_process.FLOOR],
        "exchanges": [exchanges.PLAIN],
        "peers": [beside.FLOOR],
    }

    assert {part.name: list(part.beside) for part in PARTS} == given


def test_the_readme_takes_the_tables_between_its_marks_and_keeps_the_rest():
    readme = "before\n<!-- bench: written by make bench-docs -->\nold\n<!-- end of bench -->\nafter\n"

    changed = with_results(readme, told(wire=WIRE))

    assert changed == readme.replace("old\n", markdown(told(wire=WIRE)))
    assert "| SOAP cancel | 8 | 2,400 | calls/s |  | 2.00 | 18.0 | 0.600 x |" in changed
    assert "Abacus, 2 cores, 1 GiB, Linux; Python CPython 3.11.7; 2026-01-05." in changed
    with pytest.raises(ValueError, match="no place"):
        with_results("no marks\n", told(wire=WIRE))
