"""Scenario files say what a system holds, or where they are wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from emulator.scheduling.document import WORK_ITEM_KEYS
from emulator.scheduling.jeopardy import SET_BY_HAND, STATES
from emulator.scheduling.scenario import read_scenario
from emulator.scheduling.scenario_file import ScenarioError
from emulator.scheduling.snapshot import Snapshot, read_snapshot, write_snapshot
from emulator.scheduling.work_item import DispatchStatus, Unit, Window, WorkItem, WorkItemType

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
DAY = datetime(2026, 1, 5, tzinfo=UTC)
UNITS = "units:\n  - {id: NORTH}\n"


@pytest.fixture
def write(tmp_path):
    def write(text: str) -> str:
        file = tmp_path / "scenario.yaml"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


def state(file: str, now: datetime = NOW) -> Snapshot:
    return read_scenario(file).state(now)


def item(file: str, now: datetime = NOW) -> WorkItem:
    (found,) = state(file, now).items
    return found


def refusal(file: str) -> str:
    with pytest.raises(ScenarioError) as refused:
        state(file)
    return str(refused.value).removeprefix(str(Path(file).parent) + "/")


# -- what can be said


def test_every_key_of_a_work_item_is_read(write):
    found = item(write(UNITS + """
items:
  - id: "Dep 1306 \U0001f6e0"
    type: Job
    unit: NORTH
    region: LEEDS
    employee: TECH01
    start: 2026-01-05T08:30:00Z
    arrival: 2026-01-05T10:00:00+01:00
    finish: "2026-01-05T10:00:00.5Z"
    status: LoggedOn
    fixed: true
    on_hold: true
    all_day: true
    actual_minutes: 40
    promise: {from: day 09:00, to: day 11:00}
    contract: {latest: day+1}
    jeopardy: [noGo, ovlShift]
"""))  # fmt: skip

    assert found == WorkItem(
        id="Dep 1306 \U0001f6e0",
        type=WorkItemType.JOB,
        unit="NORTH",
        region="LEEDS",
        employee="TECH01",
        start=DAY + timedelta(hours=8, minutes=30),
        arrival=DAY + timedelta(hours=9),
        finish=DAY + timedelta(hours=10, milliseconds=500),
        status=DispatchStatus.LOGGED_ON,
        fixed=True,
        on_hold=True,
        all_day=True,
        actual_minutes=40,
        promise=Window(earliest=DAY + timedelta(hours=9), latest=DAY + timedelta(hours=11)),
        contract=Window(latest=DAY + timedelta(days=1)),
        jeopardy=frozenset({"noGo", "ovlShift"}),
    )


def test_a_unit_and_an_id_are_enough_for_an_unresourced_job(write):
    assert item(write(UNITS + "items: [{id: J, unit: NORTH}]")) == WorkItem(id="J", unit="NORTH")


@pytest.mark.parametrize(
    ("text", "since_day"),
    [
        ("day", timedelta()),
        ("day 09:30", timedelta(hours=9, minutes=30)),
        ("day+1 00:00", timedelta(days=1)),
        ("day-7 23:59:58", timedelta(days=-7, hours=23, minutes=59, seconds=58)),
        ("2026-01-05T09:30-05:00", timedelta(hours=14, minutes=30)),
    ],
)
def test_a_time_is_iso_8601_with_a_zone_or_counts_from_the_utc_day(write, text, since_day):
    found = item(write(UNITS + f"items: [{{id: J, unit: NORTH, start: {text}}}]"))

    assert found.start == DAY + since_day


def test_relative_times_move_with_the_day_and_not_with_the_hour(write):
    scenario = read_scenario(write(UNITS + "items: [{id: J, unit: NORTH, start: day 09:30}]"))

    today, later, tomorrow = (
        scenario.state(NOW + after).items[0].start for after in (timedelta(), timedelta(hours=9), timedelta(1))
    )

    assert today == later == DAY + timedelta(hours=9, minutes=30)
    assert tomorrow == today + timedelta(days=1)


def test_texts_are_told_from_other_values_as_in_yaml_1_2(write):
    assert state(write("units: [{id: NO}, {id: ON}, {id: '007'}, {id: 1e3x}]")).units == tuple(
        Unit(id=name) for name in ("NO", "ON", "007", "1e3x")
    )


@pytest.mark.parametrize("number", [0, -5, 100_000, 100_001, 2**40])
def test_a_units_maximum_may_be_any_whole_number(write, number):
    assert state(write(f"units: [{{id: U, max_work_items: {number}}}]")).units[0].max_work_items == number


def test_reading_what_was_written_gives_the_same_state():
    before = state("default")

    assert read_snapshot(write_snapshot(before), now=NOW + timedelta(days=100)) == before


def test_each_state_that_is_set_by_hand_can_be_set(write):
    names = sorted(SET_BY_HAND)

    assert item(write(UNITS + f"items: [{{id: J, unit: NORTH, jeopardy: [{', '.join(names)}]}}]")).jeopardy == SET_BY_HAND


# -- what cannot


def test_a_typo_gets_the_line_the_key_and_the_allowed_keys(write):
    file = write(UNITS + "items:\n  - id: J\n    unit: NORTH\n    strat: day 09:00\n")

    assert refusal(file) == (
        f'scenario.yaml:6: items[0].strat: expected one of the keys {", ".join(WORK_ITEM_KEYS)}; found the key "strat"'
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "events: []",
            "1: events: expected one of the keys include, units, regions, employees, items, timeline, audit, records, faults; "
            'found the key "events"',
        ),
        (
            "- 1",
            "1: the document: expected an object with the keys include, units, regions, employees, items, timeline, audit",
        ),
        ("units: 5", "1: units: expected a list; found 5"),
        ("units:\n  - {}", "2: units[0]: expected the key id; found only no keys"),
        ("units:\n  - {id: 5}", "2: units[0].id: expected a text of 1 to 8 characters; found 5 (put it in quotes)"),
        ("units:\n  - {id: ''}", "2: units[0].id: expected a text of 1 to 8 characters; found 0 characters"),
        ("units:\n  - {id: NORTHWEST}", "2: units[0].id: expected a text of 1 to 8 characters; found 9 characters"),
        ("units:\n  - {id: A}\n  - {id: A}", '3: units[1].id: expected an id of its own; found "A" again, as in units[0]'),
        ("units:\n  - id: A\n    id: B", '3: units[0].id: expected each key once; found the key "id" again'),
        ("units: [{id: A, max_work_items: 1.5}]", "found 1.5"),
        (
            "units: [{id: A, zone: Europe/Atlantis}]",
            'expected the name of a time zone, such as Europe/London; found "Europe/Atlantis"',
        ),
        (
            "units: [{id: A, gcj_jeop_check_states: UQ}]",
            "units[0].gcj_jeop_check_states: expected jeopardy letters (SCH-G-09); found",
        ),
        ("employees: [{id: " + "x" * 26 + "}]", "employees[0].id: expected a text of 1 to 25 characters; found 26 characters"),
        ("units: [", "expected YAML; the reader says"),
        ("units: *x", "expected YAML; the reader says"),
        ("units: &x [*x]", "one that is too deep, or holds itself"),
        ("units: [{id: !!python/name:os.system x}]", "expected a value without a tag"),
        ("units: [{id: A, max_work_items: !!int x}]", "expected a value without a tag"),
        ("? [a]\n: 1", "expected texts as keys"),
        ("units: []\n---\nunits: []", "expected YAML; the reader says"),
    ],
)
def test_a_wrong_document_is_refused_with_the_line_and_the_place(write, text, message):
    found = refusal(write(text))

    assert found.startswith("scenario.yaml:")
    assert message in found


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ("unit: SOUTH", '5: items[0].unit: expected a unit that is there (NORTH); found "SOUTH"'),
        ("unit: NORTH\n    type: Activity", '6: items[0].type: expected one of Job, StandardActivity; found "Activity"'),
        ("unit: NORTH\n    status: Done", "6: items[0].status: expected one of Tentative, Fixed,"),
        ("unit: NORTH\n    fixed: yes", '6: items[0].fixed: expected true or false; found "yes"'),
        ("unit: NORTH\n    actual_minutes: -1", "6: items[0].actual_minutes: expected a whole number from 0 to"),
        ("unit: NORTH\n    start: 2026-01-05T08:00", "6: items[0].start: expected a time: ISO 8601 with a zone"),
        ("unit: NORTH\n    start: day 25:00", "6: items[0].start: expected a time"),
        ("unit: NORTH\n    finish: 0001-01-01T00:00+10:00", "items[0].finish: expected a time"),
        ("unit: NORTH\n    type: StandardActivity", "items[0].employee: expected a value, since an activity needs"),
        ("unit: NORTH\n    employee: T\n    start: day", "items[0].arrival: expected a value, since a work item"),
        (
            "unit: NORTH\n    start: day 09:00\n    arrival: day 08:59",
            "7: items[0].arrival: expected no time before start, 2026-01-05T09:00:00Z; found 2026-01-05T08:59:00Z",
        ),
        ("unit: NORTH\n    start: day 09:00\n    finish: day 08:00", "7: items[0].finish: expected no time before start"),
        ("unit: NORTH\n    arrival: day 09:00\n    finish: day 08:00", "7: items[0].finish: expected no time before arrival"),
        ("unit: NORTH\n    promise:\n      from: day 09:00\n      to: day 08:00", "8: items[0].promise.to: expected no time"),
        ("unit: NORTH\n    contract:\n      from: day 09:00", "7: items[0].contract.from: expected one of the keys"),
        ("unit: NORTH\n    employee: ''", "6: items[0].employee: expected a text of 1 to 25 characters; found 0 characters"),
        ("unit: NORTH\n    region: \"\\x01\"", "6: items[0].region: expected characters that XML 1.0 can carry"),
        ("unit: NORTH\n    jeopardy: [noGo, nogo]", '6: items[0].jeopardy[1]: expected one of ovlShift, ovlOT'),
    ],
)  # fmt: skip
def test_a_wrong_work_item_is_refused_with_the_line_and_the_place(write, members, message):
    found = refusal(write(UNITS + f"items:\n  - id: J\n    {members}\n"))

    assert message in found


@pytest.mark.parametrize("name", [state.element for state in STATES if state.element not in SET_BY_HAND])
def test_a_derived_state_cannot_be_set_by_hand(write, name):
    found = refusal(write(UNITS + f"items: [{{id: J, unit: NORTH, jeopardy: [{name}]}}]"))

    assert f"items[0].jeopardy[0]: expected a state that is set by hand (SCH-J-06); found {name}, which is derived" in found


def test_a_name_that_is_neither_ours_nor_a_file_gets_the_list_of_ours():
    assert refusal("defalt") == (
        "scenario defalt: expected a file, or one of a-day, default, empty; "
        "found that it cannot be read: No such file or directory"
    )


def test_a_file_in_another_encoding_is_refused(tmp_path):
    file = tmp_path / "scenario.yaml"
    file.write_bytes(b"units: [{id: \xff}]")

    assert refusal(str(file)) == "scenario.yaml:1: expected UTF-8; found a wrong byte at 14"


# -- our own scenarios


def test_the_empty_scenario_is_empty():
    assert state("empty") == Snapshot()


def test_the_default_scenario_has_the_units_and_the_jobs_that_others_lean_on():
    found = state("default")
    jobs = [job for job in found.items if job.id.startswith("J-10")]

    assert [unit.id for unit in found.units] == ["NORTH", "SOUTH", "LONDON", "BADMAX"]
    assert [job.id for job in jobs] == [f"J-{number}" for number in range(1001, 1041)]
    assert {job.unit for job in jobs} == {"NORTH", "SOUTH"}
    assert {job.type for job in jobs} == {WorkItemType.JOB}
    assert next(unit for unit in found.units if unit.id == "BADMAX").max_work_items == 0
    assert 45 <= len(found.items) <= 60


def test_the_default_scenario_has_work_items_of_every_kind():
    items = state("default").items

    assert {found.status for found in items} == set(DispatchStatus)
    assert {found.type for found in items} == set(WorkItemType)
    for kind in ("fixed", "on_hold", "all_day", "promise", "contract", "jeopardy", "actual_minutes", "region"):
        assert any(getattr(found, kind) for found in items), kind
    assert any(found.employee is None for found in items)
    assert any(found.employee is None and found.all_day for found in items)
    assert any(found.employee and found.all_day for found in items)


def test_two_jobs_of_the_default_scenario_lie_outside_the_memory_horizon_and_no_other():
    first, last = DAY - timedelta(days=7), DAY + timedelta(days=29)
    outside = {found.id for found in state("default").items if found.start and not first <= found.start < last}

    assert outside == {"J-2004", "J-2005"}
