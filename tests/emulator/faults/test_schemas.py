"""The schema for editors and the control API's contract say of plans what their reader says, as far as a schema can."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from emulator.faults.document import plan_schema, read_plan
from emulator.scheduling.readings import DocumentError
from tests.emulator.test_scenario_schema import SPOILERS, places, put

DOCUMENT: dict[str, Any] = yaml.safe_load((Path(__file__).parents[3] / "openapi" / "control.yaml").read_text(encoding="utf-8"))
FOR_EDITORS = Draft202012Validator(plan_schema())
CONTRACT = Draft202012Validator({"$ref": "#/components/schemas/FaultPlan", "components": DOCUMENT["components"]})

# Each key, most at an end of what is allowed.
WHOLE: dict[str, Any] = {
    "seed": 2**53 - 1,
    "rules": [
        {
            "operation": "Quit",
            "facade": "soap",
            "after": 10**9,
            "count": 10**6,
            "delay_ms": 3_600_000,
            "code": 2**32 - 1,
            "type": "OK",
        },
        {
            "field": {"jobID": {"pattern": "x"}, "n": 1, "s": "", "t": True},
            "fault": "MustUnderstand",
            "reason": "",
            "performed": True,
        },
        {
            "at": "facade",
            "facade": "joc",
            "operation": "getOrder",
            "path": "x" * 1000,
            "status": 599,
            "body": "",
            "content_type": "",
        },
        {"operation": None, "facade": None, "count": None, "probability": 0.5, "delay_ms": {"from": 0, "to": 3_600_000}},
        {"truncate": {"bytes": 0}, "hang": True, "limit_ms": 1, "drip": {"bytes": 1, "pause_ms": 1}},
        {"truncate": {"share": 1}, "reset": True, "probability": None},
        {"operation": "GetChangedWorkItems", "malformed": True, "duplicates": 1000},
        {"empty": True, "type": "Warning", "code": 0} | {"type": "OK"},
    ],
}


def is_read(plan: object) -> bool:
    try:
        read_plan(plan)
    except DocumentError:
        return False
    return True


def test_they_are_valid_schemas():
    Draft202012Validator.check_schema(plan_schema())


@pytest.mark.parametrize("plan", [WHOLE, WHOLE["rules"], [], {"rules": []}], ids=["whole", "rules", "none", "no rules"])
def test_everything_that_can_be_said_validates_and_is_read(plan):
    FOR_EDITORS.validate(plan)
    CONTRACT.validate(plan)
    assert is_read(plan)


@pytest.mark.parametrize("value", [*SPOILERS, 0.5, 1.5, {"from": 1}, {"pattern": "x"}, "soap", "joc"], ids=repr)
def test_what_they_refuse_in_any_place_the_reader_refuses_and_they_refuse_the_same(value):
    for path in places(WHOLE):
        spoiled = put(WHOLE, path, value)
        good = FOR_EDITORS.is_valid(spoiled)
        assert CONTRACT.is_valid(spoiled) is good, path
        assert good or not is_read(spoiled), path


@pytest.mark.parametrize("plan", [{"seed": 1}, [{"resett": True}], [{"reset": False}], [{"operation": "Cancel", "code": 1}]])
def test_they_refuse_what_an_editor_should_underline(plan):
    assert not FOR_EDITORS.is_valid(plan)
    assert not CONTRACT.is_valid(plan)
