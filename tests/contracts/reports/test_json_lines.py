"""The run as JSON lines."""

import base64
import json
from dataclasses import replace

import jsonschema
import pytest

from contracts.exchange import Response
from contracts.reports.json_lines import SCHEMA, JsonLines
from contracts.run.clause_verdict import Standing
from contracts.run.events import Checked
from contracts.run.milestones import Ending
from contracts.run.verdict import Outcome
from contracts.strategies.ways import Way
from tests.contracts.reports.stream import (
    BROKEN_RUN,
    KEPT_RUN,
    NASTY,
    RICH_RUN,
    STARTED,
    exchange,
    failure,
    nasty_run,
    planted_run,
    tell_all,
)

VALIDATOR = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def objections(lines) -> list[str]:
    return [f"{line['event']}: {error.message[:300]}" for line in lines for error in VALIDATOR.iter_errors(line)]


@pytest.fixture
def written(tmp_path):
    def write(events) -> list[dict]:
        tell_all(events, JsonLines(tmp_path / "contracts.jsonl"))
        assert [path.name for path in tmp_path.iterdir()] == ["contracts.jsonl"]
        text = (tmp_path / "contracts.jsonl").read_text("ascii")
        return [json.loads(line, parse_constant=pytest.fail) for line in text.splitlines()]

    return write


def test_each_event_is_a_line_and_signs_of_life_are_left_out(written):
    assert written(KEPT_RUN) == [
        {
            "event": "run-started",
            "format": 3,
            "version": "0.1.0",
            "python": "3.12.1",
            "target": "the emulator in this process",
            "base_url": "http://127.0.0.1:8010",
            "documents": ["servicebroker"],
            "phases": ["mapping", "codes"],
            "clauses": [],
            "seed": 7,
            "profile": "quick",
            "again": "contracts run --seed 7",
            "time_budget": None,
            "settings": {},
            "in_force": {},
            "codes": {},
            "required": [],
            "libraries": {},
            "chosen": {},
        },
        {"event": "phase-started", "name": "mapping", "number": 1, "of": 1},
        {"event": "checked", "name": "values_arrive", "clauses": ["SB-C-01", "SCH-T-07"], "cases": 1200, "failures": []},
        {
            "event": "not-exercised",
            "name": "codes",
            "clauses": ["SB-N-01"],
            "reason": "the document has no such operation",
        },
        {"event": "phase-finished", "name": "mapping", "seconds": 1.25},
        {"event": "run-finished", "seconds": 1.5, "ending": "finished"},
        *(
            {
                "event": "clause",
                "id": id_,
                "system": "scheduling" if id_ == "SCH-T-07" else "servicebroker",
                "basis": basis,
                "setting": "error_status" if basis == "assumed" else None,
                "in_force": None,
                "required": False,
                "standing": standing,
                "cases": cases,
                "checks": checks,
                "reason": reason,
            }
            for id_, basis, standing, cases, checks, reason in (
                ("SCH-T-07", "interface", "kept", 1200, {"values_arrive": {"cases": 1200, "failures": 0}}, None),
                ("SB-C-01", "documented", "kept", 1200, {"values_arrive": {"cases": 1200, "failures": 0}}, None),
                ("SB-C-04", "documented", "not exercised", 0, {}, "no check put it to the test"),
                ("SB-E-03", "assumed", "not exercised", 0, {}, "no check put it to the test"),
                ("SB-N-01", "documented", "not exercised", 0, {}, "the document has no such operation"),
            )
        ),
        {
            "event": "verdict",
            "outcome": "kept",
            "exit_code": 0,
            "ending": "finished",
            "cases": 1200,
            "failures": 0,
            "missed": [],
        },
    ]


def test_a_failure_carries_the_whole_exchange(written):
    lines = written(BROKEN_RUN)

    checked = next(line for line in lines if line.get("name") == "a_job_is_cancelled_once")
    assert [each["message"] for each in checked["failures"]] == [f"Job J-{n} is cancelled again" for n in (1, 2, 3)]
    assert checked["failures"][0]["exchange"] == {
        "operation": "CancelJob",
        "request": {
            "method": "PUT",
            "path": "/up/v5/rest/scheduling/CancelJob",
            "headers": {"Content-Type": "application/json"},
            "body": '{"Id":"J-1"}',
        },
        "response": {"status": 200, "headers": {"content-type": "application/json"}, "body": '{"Success":true}'},
        "soap": [
            {
                "operation": "CancelJob",
                "request": "<e:Envelope><e:Body><a/></e:Body></e:Envelope>",
                "response": "<ok/>",
                "status": 200,
            }
        ],
    }


def test_a_group_of_failures_has_an_id_a_count_and_an_example(written):
    (group,) = [line for line in written(BROKEN_RUN) if line["event"] == "failure"]

    assert (group["id"], group["check"], group["clauses"], group["count"]) == (
        "F1",
        "a_job_is_cancelled_once",
        ["SB-C-04", "SB-C-01"],
        3,
    )
    assert group["example"]["message"] == "Job J-1 is cancelled again"


def test_any_value_makes_valid_json(written):
    checked = next(line for line in written(nasty_run()) if line["event"] == "checked")

    (told,) = checked["failures"]
    assert told["expected"] == NASTY
    assert told["found"]["raw"] == r"b'\xff\x00'"
    assert told["found"]["not a number"] == "nan"
    assert told["found"][NASTY] == "{1, 2}"
    assert base64.b64decode(told["exchange"]["request"]["body_base64"]) == b"\xff\x00\x1b"


def test_a_body_that_is_too_large_is_told_by_its_size(written):
    huge = failure(exchange=exchange(body=b"x" * (1024 * 1024 + 1)))

    lines = written((STARTED, Checked(name="a", clauses=(), failures=(huge,))))

    assert lines[1]["failures"][0]["exchange"]["request"].keys() == {"method", "path", "headers", "body_size"}
    assert lines[1]["failures"][0]["exchange"]["request"]["body_size"] == 1024 * 1024 + 1


def test_until_the_run_is_over_the_report_has_another_name(tmp_path):
    path = tmp_path / "contracts.jsonl"

    report = JsonLines(path)
    assert not path.exists()
    tell_all((), report)
    assert path.exists()


def test_the_schema_is_one_and_can_object():
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)

    assert not VALIDATOR.is_valid({"event": "phase-started", "name": "a", "number": 1})
    assert not VALIDATOR.is_valid({"event": "something", "name": "a"})
    assert not VALIDATOR.is_valid({"event": "run-finished", "seconds": 1.0, "ending": "finished", "more": 1})
    assert not VALIDATOR.is_valid({"event": "not-exercised", "name": "a", "clauses": [], "reason": ""})


@pytest.mark.parametrize("events", [(), KEPT_RUN, RICH_RUN, BROKEN_RUN, nasty_run(), planted_run("<b>"), planted_run(NASTY)])
def test_every_line_of_any_run_is_as_the_schema_says(written, events):
    assert objections(written(events)) == []


def test_a_broken_answer_and_a_huge_body_are_in_the_schema_too(written):
    huge = failure(exchange=exchange(body=b"x" * (1024 * 1024 + 1)))
    silent = failure(exchange=replace(exchange(), response=Response(status=0, headers={}, body=b"", broken="time-out")))

    lines = written((STARTED, Checked(name="a", clauses=(), failures=(huge, silent))))

    assert objections(lines) == []
    assert lines[1]["failures"][1]["exchange"]["response"]["broken"] == "time-out"


def test_the_words_of_the_schema_are_those_of_the_code():
    words = VALIDATOR.schema["$defs"]

    assert words["mapped"]["properties"]["way"]["enum"] == [way.word for way in Way]
    assert words["ending"]["enum"] == [ending.value for ending in Ending]
    assert words["verdict"]["properties"]["outcome"]["enum"] == [outcome.word for outcome in Outcome]
    assert words["clause"]["properties"]["standing"]["enum"] == [standing.value for standing in Standing]


def test_a_real_failing_run_is_as_the_schema_says(failed):
    folder, verdict = failed

    lines = [json.loads(line) for line in (folder / "contracts.jsonl").read_text("ascii").splitlines()]

    assert objections(lines) == []
    assert len([line for line in lines if line["event"] == "failure"]) == len(list(verdict.groups))
    assert {"mapped", "reached", "checked", "clause"} <= {line["event"] for line in lines}
    assert lines[-1]["missed"] == ["SB-P-02"]
