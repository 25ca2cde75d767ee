"""The JSON Schema of scenario files is what their reader says, as far as a schema can say it."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from emulator.faults.document import plan_schema
from emulator.record_kinds import record_kinds
from emulator.scheduling.packed_rows import PackedRows
from emulator.scheduling.readings import DocumentError
from emulator.scheduling.scenario_file import parse
from emulator.scheduling.scenario_generator import generate_scenario
from emulator.scheduling.scenario_parts import FILE_KEYS, SCENARIOS
from emulator.scheduling.scenario_schema import FILE, scenario_schema
from emulator.scheduling.snapshot import read_snapshot
from emulator.scheduling.timeline_document import EVENT_KEYS

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
SCHEMA = scenario_schema(record_kinds(), plan_schema())
VALIDATOR = Draft202012Validator(SCHEMA)

# Each key, most at an end of what is allowed.
TIMES = {"start": "day-1 23:59:58", "arrival": "2026-01-05T08:30:00Z", "finish": "20260105T093000.5+01:00"}
ITEM = {
    "id": "\U0001f6e0" * 50, "type": "StandardActivity", "unit": "N" * 8, "region": "R" * 26, "employee": "E" * 25, **TIMES,
    "status": "Fixed", "fixed": True, "on_hold": False, "all_day": True, "actual_minutes": 4294967295,
    "promise": {"from": "day", "to": "day"}, "contract": {"earliest": None}, "jeopardy": ["noGo", "ovlShift"],
}  # fmt: skip
WHOLE: dict[str, Any] = {
    "units": [
        {"id": "N" * 8, "zone": "Europe/London", "gcj_jeop_check_states": "UMMePBDeGt", "max_work_items": -(2**63)},
        {"id": "N", "zone": None, "gcj_jeop_check_states": "", "max_work_items": None},
    ],
    "regions": [{"id": "R" * 26, "zone": "GMT"}],
    "employees": [{"id": "E" * 25}],
    "items": [ITEM, {"id": "J", "unit": "N", "region": None, "start": None, "promise": None, "actual_minutes": None}],
    "timeline": [
        {"at": "+1d2h3m4s", "book": ITEM},
        {"at": "+0s", "change": {"id": "J", "status": None, "jeopardy": None, "promise": {"to": None}, "unit": "N"}},
        {"at": "day", "status": {"id": "J", "status": "Cleared"}},
        {"at": "2026-W02-1T08:00Z", "reassign": {"id": "J", "employee": None}},
        {"at": "+1m", "move": {"id": "J", "unit": "N"}},
        {"at": "+1m", "cancel": {"id": "J", "reason_id": 0, "reason": ""}},
        {"at": "+1m", "jeopardy": {"id": "J", "states": []}},
        {"at": "+1m", "scan": True},
    ],
    "audit": [
        {"at": "day", "job": "J", "unit": "N", "reason_id": None, "reason": "", "user": "", "facade": "joc", "kill": True}
    ],
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, member in inner:
        yield from places(member, (*path, step))


def put(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    spoiled = deepcopy(document)
    if not path:
        return value
    inside = spoiled
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    return spoiled


def is_read(document: object) -> bool:
    try:
        read_snapshot(document, now=NOW, kinds=record_kinds())
    except DocumentError:
        return False
    return True


texts = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=3),
    st.integers(0, 60).map(lambda length: "x" * length),
    st.sampled_from(["day", "+10m", "+", "day+1 25:00", "2026-01-05", "0000", "Fixed", "noGo", "Job", "UMe", "Europe/London"]),
)
leaves = st.one_of(st.none(), st.booleans(), st.integers(-(2**64), 2**64), texts)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2), max_leaves=4
)


def test_the_published_schema_is_the_one_that_the_tables_give():
    assert json.loads((SCENARIOS / FILE).read_text(encoding="utf-8")) == SCHEMA


def test_it_is_a_valid_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_it_knows_the_keys_of_a_file_and_of_an_event():
    assert set(SCHEMA["properties"]) == set(FILE_KEYS)
    assert set(SCHEMA["properties"]["timeline"]["items"]["properties"]) == set(EVENT_KEYS)


def unpacked(document: Any) -> Any:
    """Make plain lists of those that the reader packs."""
    return {key: list(rows) if isinstance(rows, PackedRows) else rows for key, rows in document.items()}


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_packaged_scenario_names_it_and_validates(file):
    text = file.read_text(encoding="utf-8")

    assert text.startswith(f"# yaml-language-server: $schema={FILE}\n")
    VALIDATOR.validate(unpacked(parse(text, file=file.name).value))


def test_what_is_generated_validates():
    VALIDATOR.validate(unpacked(parse("".join(generate_scenario(jobs=300, units=3, seed=2)), file="generated").value))


def test_everything_that_can_be_said_validates_and_is_read():
    VALIDATOR.validate(WHOLE)
    assert is_read(WHOLE)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("units", 0, "id"), "N" * 9),
        (("units", 0, "zone"), 5),
        (("units", 0, "gcj_jeop_check_states"), "Q"),
        (("items", 0, "unti"), "N"),
        (("items", 0, "status"), "Done"),
        (("items", 0, "promise", "till"), "day"),
        (("items", 0, "jeopardy", 0), "missedAppt"),
        (("items", 0, "region"), "\x01"),
        (("timeline", 0, "at"), "10m"),
        (("timeline", 0, "scan"), True),
        (("timeline", 1, "change"), {"fixed": True}),
        (("timeline", 5, "cancel", "reason_id"), -1),
        (("timeline", 7), {"at": "day"}),
        (("events",), []),
    ],
)
def test_it_refuses_what_an_editor_should_underline(path, value):
    assert not VALIDATOR.is_valid(put(WHOLE, path, value))


SPOILERS = (None, True, 5, -1, 2**64, "", "x", "\x01", *("x" * length for length in (9, 26, 27, 51, 101)), [], {})


@pytest.mark.parametrize("value", SPOILERS, ids=repr)
def test_what_it_refuses_in_any_place_the_reader_refuses_there(value):
    taken = [path for path in places(WHOLE) if is_read(spoiled := put(WHOLE, path, value)) and not VALIDATOR.is_valid(spoiled)]

    assert taken == []


@given(path=st.sampled_from(list(places(WHOLE))), value=values)
@example(path=("items", 0, "start"), value="0000")
def test_what_it_refuses_the_reader_refuses(path, value):
    spoiled = put(WHOLE, path, value)
    assume(not VALIDATOR.is_valid(spoiled))

    # A file may hold nothing at all; its content is an object then.
    assert not is_read(spoiled)


@given(path=st.sampled_from([path for path in places(WHOLE) if path]), key=texts)
def test_a_key_too_many_or_too_few_that_it_refuses_the_reader_refuses(path, key):
    spoiled = deepcopy(WHOLE)
    inside = spoiled
    for step in path[:-1]:
        inside = inside[step]
    del inside[path[-1]]
    with_key = put(WHOLE, (*path[:-1], key), True) if isinstance(path[-1], str) else WHOLE

    for document in (spoiled, with_key):
        assert VALIDATOR.is_valid(document) or not is_read(document)
