"""A scenario file may include others; what is wrong is named in the file that holds it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from emulator.scheduling.scenario import read_scenario
from emulator.scheduling.scenario_file import ScenarioError
from emulator.scheduling.snapshot import Snapshot

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
UNITS = "units: [{id: N}]\n"


@pytest.fixture
def files(tmp_path):
    def files(**texts: str) -> Path:
        for name, text in texts.items():
            file = tmp_path / f"{name.replace('__', '/')}.yaml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path

    return files


def state(folder: Path) -> Snapshot:
    return read_scenario(str(folder / "main.yaml")).state(NOW)


def refusal(folder: Path) -> str:
    with pytest.raises(ScenarioError) as refused:
        state(folder)
    return str(refused.value).replace(f"{folder}/", "")


def test_the_lists_of_an_included_file_come_before_those_of_the_file_itself(files):
    found = state(
        files(
            main="include: [one.yaml, two.yaml]\nitems: [{id: M, unit: A}]\ntimeline: [{at: +1m, scan: true}]",
            one="units: [{id: A}]\nitems: [{id: O, unit: A}]",
            two="units: [{id: B}]\ntimeline: [{at: +2m, scan: true}]",
        )
    )

    assert [unit.id for unit in found.units] == ["A", "B"]
    assert [item.id for item in found.items] == ["O", "M"]
    assert [event.at.minute for event in found.timeline] == [2, 1]


def test_a_path_is_relative_to_the_file_that_includes(files):
    folder = files(
        main="include: [inner/one.yaml]", inner__one="include: [two.yaml, ../three.yaml]", inner__two=UNITS, three=""
    )

    assert [unit.id for unit in state(folder).units] == ["N"]


def test_a_packaged_scenario_is_included_by_its_name(files):
    found = state(files(main="include: [default]\nitems: [{id: MINE, unit: NORTH}]"))

    assert (found.items[0].id, found.items[-1].id) == ("J-1001", "MINE")


def test_a_file_that_is_included_twice_counts_once(files):
    found = state(
        files(main="include: [one.yaml, two.yaml]", one="include: [units.yaml]", two="include: [units.yaml]", units=UNITS)
    )

    assert [unit.id for unit in found.units] == ["N"]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"main": "include:\n  - main.yaml"},
         "main.yaml:2: include[0]: expected a file that does not include this one; "
         "found a circle: main.yaml includes main.yaml"),
        ({"main": "include: [one.yaml]", "one": "include: [two.yaml]", "two": "units: []\ninclude: [one.yaml]"},
         "two.yaml:2: include[0]: expected a file that does not include this one; "
         "found a circle: one.yaml includes two.yaml includes one.yaml"),
        ({"main": "include: [nowhere.yaml]"},
         'main.yaml:1: include[0]: expected a file, or one of a-day, default, empty; found "nowhere.yaml", and that it cannot '
         "be read: No such file or directory"),
        ({"main": "include: one.yaml"}, 'main.yaml:1: include: expected a list; found "one.yaml"'),
        ({"main": "include: [5]"}, "main.yaml:1: include[0]: expected a text of 1 to 4096 characters; found 5"),
        ({"main": UNITS + "include: [one.yaml]\nitems: [{id: J, unit: N}]",
          "one": "# jobs\nitems:\n  - {id: I, unit: N}\n  - {id: J, unit: N}"},
         'main.yaml:3: items[0].id: expected an id of its own; found "J" again, as in one.yaml:4: items[1]'),
        ({"main": "include: [one.yaml]\nitems: [{id: J, unit: N}]", "one": UNITS + "items:\n  - id: I\n    unti: N"},
         "one.yaml:4: items[0].unti: expected one of the keys id, type, unit,"),
        ({"main": "include: [one.yaml]\nitems: [{id: J, unit: N}]\ntimeline: [{at: +1m, scan: 1}]",
          "one": UNITS + "timeline: [{at: +1m, scan: true}]"},
         "main.yaml:3: timeline[0].scan: expected true; found 1"),
        ({"main": "include: [one.yaml]", "one": "units: 5"}, "one.yaml:1: units: expected a list; found 5"),
        ({"main": "include: [one.yaml]", "one": "units: ["}, "one.yaml:2: expected YAML; the reader says: "),
        ({"main": "include: [one.yaml]", "one": "unit: []"}, "one.yaml:1: unit: expected one of the keys include, units, "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_file_and_line(files, texts, message):
    assert refusal(files(**texts)).startswith(message)


def test_a_file_that_is_no_utf_8_is_named(files):
    folder = files(main="include: [one.yaml]")
    (folder / "one.yaml").write_bytes(b"units: [{id: \xff}]")

    assert refusal(folder) == "one.yaml:1: expected UTF-8; found a wrong byte at 14"
