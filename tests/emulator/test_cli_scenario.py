"""emulator scenario: check, schema, generate."""

import json

from emulator.faults.document import plan_schema
from emulator.record_kinds import record_kinds
from emulator.scheduling.scenario_generator import generate_scenario
from emulator.scheduling.scenario_schema import scenario_schema
from tests.emulator.test_cli import run


def test_check_covers_the_timeline_and_the_files_that_are_included(tmp_path):
    (tmp_path / "units.yaml").write_text("units: [{id: NORTH}]\n")
    file = tmp_path / "mine.yaml"
    file.write_text("include: [units.yaml]\ntimeline:\n  - {at: +1m, book: {id: J, unit: NORTH}}\n")
    good = run("scenario", "check", str(file))

    file.write_text("include: [units.yaml]\ntimeline:\n  - at: +1m\n    book: {id: J, unti: NORTH}\n")
    bad = run("scenario", "check", str(file))
    (tmp_path / "units.yaml").write_text("units:\n  - {id: NORTH, zone: Mars/North}\n")
    bad_inside = run("scenario", "check", str(file))

    assert (good.exit_code, good.output) == (0, f"{file}: good, 1 units, 0 work items, 1 events\n")
    assert bad.output.startswith(f"emulator: {file}:4: timeline[0].book.unti: expected one of the keys id, type, unit,")
    assert bad_inside.output.startswith(
        f"emulator: {tmp_path / 'units.yaml'}:2: units[0].zone: expected the name of a time zone"
    )
    assert (bad.exit_code, bad_inside.exit_code) == (2, 2)


def test_schema_prints_the_schema():
    assert json.loads(run("scenario", "schema").output) == scenario_schema(record_kinds(), plan_schema())


def test_generate_writes_a_scenario_that_check_finds_good(tmp_path):
    file = tmp_path / "large.yaml"

    written = run("scenario", "generate", "--jobs", "250", "--units", "4", "--seed", "7", "--out", str(file))
    printed = run("scenario", "generate", "--jobs", "250", "--units", "4", "--seed", "7")

    assert (written.exit_code, written.output) == (0, "")
    assert file.read_bytes() == printed.output.encode() == "".join(generate_scenario(jobs=250, units=4, seed=7)).encode()
    assert run("scenario", "check", str(file)).output == f"{file}: good, 4 units, 250 work items, 0 events\n"


def test_generate_says_when_it_cannot_write(tmp_path):
    result = run("scenario", "generate", "--jobs", "1", "--out", str(tmp_path / "no" / "file.yaml"))

    assert result.exit_code == 2
    assert result.output.startswith("emulator: --out: expected a file that can be written; found ")
