"""Records in scenario files: read by their facade's schema, merged from several files, refused with file, line and key."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.record_kinds import record_kinds
from emulator.scheduling.scenario import read_scenario
from emulator.scheduling.scenario_file import ScenarioError
from emulator.scheduling.snapshot import read_snapshot, write_snapshot
from emulator.settings import Settings

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
BASE = "units: [{id: NORTH}]\nitems: [{id: A, unit: NORTH}]\n"
RECORDS = "records:\n  azure-job-router:\n    A: {queueId: q1, changed: day 07:00}\n    B: {status: closed, left: day 07:30}\n"


def write(folder: Path, text: str, name: str = "main.yaml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def refusal(file: str) -> str:
    with pytest.raises(ScenarioError) as refused:
        read_scenario(file, kinds=record_kinds()).state(NOW)
    return str(refused.value)


def test_records_are_read_with_their_times(tmp_path):
    state = read_scenario(write(tmp_path, BASE + RECORDS), kinds=record_kinds()).state(NOW)

    assert state.records == {
        "azure-job-router": {
            "A": {"version": 1, "changed": "2026-01-05T07:00:00Z", "queueId": "q1"},
            "B": {"version": 1, "changed": "2026-01-05T08:00:00Z", "status": "closed", "left": "2026-01-05T07:30:00Z"},
        }
    }
    assert read_snapshot(write_snapshot(state), now=NOW, kinds=record_kinds()) == state


def test_an_emulator_starts_with_the_records_of_its_scenario_and_goes_back_to_them(tmp_path):
    settings = Settings(scenario=write(tmp_path, BASE + RECORDS))
    emulator = create_emulator(settings, clock=Clock.frozen_at(NOW), first_stamp=1000)

    for _ in range(2):
        with emulator.store.transaction() as tx:
            assert [row.id for row in tx.documents("azure-job-router")] == ["A", "B"]
            tx.remove_document("azure-job-router", "A")
        emulator.reset()


def test_records_of_several_files_come_together_included_ones_first(tmp_path):
    write(tmp_path, "records: {azure-job-router: {Z: {}, Y: {}}}", "other.yaml")

    state = read_scenario(write(tmp_path, f"include: [other.yaml]\n{BASE}{RECORDS}"), kinds=record_kinds()).state(NOW)

    assert list(state.records["azure-job-router"]) == ["Z", "Y", "A", "B"]


def test_an_id_that_two_files_have_is_refused_with_both_places(tmp_path):
    other = write(tmp_path, "\nrecords: {azure-job-router: {A: {}}}", "other.yaml")
    main = write(tmp_path, f"include: [other.yaml]\n{BASE}{RECORDS}")

    found = refusal(main)

    assert found.startswith(f"{main}:6: records.azure-job-router.A: expected an id of its own; found ")
    assert f"{other}:2" in found


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ("records: 5", ":1: records: expected an object; found 5"),
        (
            "records:\n  azure: {}",
            ':2: records.azure: expected one of the keys azure-job-router, joc, crm-com; found the key "azure"',
        ),
        ("records:\n  azure-job-router: []", ":2: records.azure-job-router: expected an object; found a list"),
        ("records: {azure-job-router: {\nA: []}}", ':2: records.azure-job-router.A: expected type "object"; found a list'),
        (
            "records:\n  azure-job-router:\n    A:\n      priority: high",
            ':4: records.azure-job-router.A.priority: expected type "integer"; found "high"',
        ),
        (
            "records: {azure-job-router: {A: {status: queued}}}",
            ':1: records.azure-job-router.A.status: expected enum closed, completed; found "queued"',
        ),
        ("records: {azure-job-router: {A: {left: soon}}}", ":1: records.azure-job-router.A.left: expected "),
    ],
)
def test_a_wrong_record_is_refused_with_the_line_and_the_place(tmp_path, records, message):
    assert message in refusal(write(tmp_path, records))


def test_where_no_facade_keeps_records_none_can_be_given(tmp_path):
    with pytest.raises(ScenarioError, match="expected nothing, since no facade keeps records here; found an object"):
        read_scenario(write(tmp_path, RECORDS)).state(NOW)
