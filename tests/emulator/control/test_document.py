"""openapi/control.yaml says what the control API does."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from emulator.control.application import ROUTES
from emulator.control.routes import PREFIX
from emulator.faults.keys import RULE_KEYS
from emulator.scheduling.document import UNIT_KEYS, WORK_ITEM_KEYS
from emulator.scheduling.jeopardy import SET_BY_HAND
from emulator.scheduling.snapshot import KEYS
from emulator.scheduling.timeline_document import EVENT_KEYS
from emulator.scheduling.work_item import DispatchStatus, WorkItemType

DOCUMENT: dict[str, Any] = yaml.safe_load((Path(__file__).parents[3] / "openapi" / "control.yaml").read_text(encoding="utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
METHODS = {"get", "put", "post", "patch", "delete"}


TIMELINE = [
    {"at": "+1m", "book": {"id": "N", "unit": "NORTH"}},
    {"at": "+1m", "change": {"id": "N", "start": "day 09:00", "promise": None}},
    {"at": "+1m", "status": {"id": "N", "status": "Fixed"}},
    {"at": "+1m", "reassign": {"id": "N", "employee": None}},
    {"at": "+1m", "move": {"id": "N", "unit": "SOUTH"}},
    {"at": "+1m", "cancel": {"id": "N"}},
    {"at": "+1m", "jeopardy": {"id": "N", "states": ["noGo"]}},
    {"at": "+1m", "scan": True},
]


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, operation)
        for path, item in DOCUMENT["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def check(schema: dict[str, Any], value: Any) -> None:
    Draft202012Validator(schema | {"components": DOCUMENT["components"]}).validate(value)


def schema_of(path: str, method: str, status: str) -> dict[str, Any]:
    response = DOCUMENT["paths"][path][method]["responses"][status]
    while "$ref" in response:
        response = DOCUMENT["components"]["responses"][response["$ref"].rpartition("/")[2]]
    found: dict[str, Any] = response["content"]["application/json"]["schema"]
    return found


def assert_same_choices(shown: dict[str, Any], schema: Any) -> None:
    choices = [each for part in schema.get("anyOf", [schema]) for each in part.get("enum", [None])]
    assert shown["enum"] == choices


def test_it_is_a_valid_openapi_document():
    validate(DOCUMENT)


def test_its_operations_are_the_routes():
    routes = {(route.method, route.path, route.name) for route in ROUTES}

    assert {(method, path, operation["operationId"]) for method, path, operation in operations()} == routes
    assert DOCUMENT["servers"][0]["url"].endswith(PREFIX)


def test_its_keys_and_names_are_those_of_the_tables():
    item, unit, rule = (SCHEMAS[name]["properties"] for name in ("WorkItem", "Unit", "FaultRule"))

    assert list(item) == list(WORK_ITEM_KEYS)
    assert list(unit) == list(UNIT_KEYS)
    assert list(SCHEMAS["State"]["properties"]) == list(KEYS)
    assert list(SCHEMAS["Event"]["properties"]) == list(EVENT_KEYS)
    assert SCHEMAS["StatusEvent"]["properties"]["status"]["enum"] == item["status"]["enum"]
    assert set(SCHEMAS["WorkItem"]["required"]) == {name for name, key in WORK_ITEM_KEYS.items() if key.required}
    assert set(item["jeopardy"]["items"]["enum"]) == SET_BY_HAND
    assert item["status"]["enum"] == [status.text for status in DispatchStatus]
    assert item["type"]["enum"] == [type_.value for type_ in WorkItemType]
    assert list(rule) == list(RULE_KEYS)
    for name in ("at", "operation", "facade", "type", "fault"):
        assert_same_choices(rule[name], RULE_KEYS[name].schema)


@pytest.mark.parametrize(
    ("path", "examples"),
    [
        (f"{method} {path}", [content["example"], operation, path])
        for method, path, operation in operations()
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ],
)
def test_its_examples_are_accepted(control, path, examples):
    example, operation, template = examples
    method = path.split(" ")[0]
    check(operation["requestBody"]["content"]["application/json"]["schema"], example)

    response = control.call(method, template.replace("{id}", "NORTH" if "units" in template else "J-1001"), json=example)

    assert str(response.status_code) in operation["responses"]
    assert response.status_code < 300, response.text


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/health", "/health"),
        ("/state", "/state"),
        ("/audit", "/audit"),
        ("/assumptions", "/assumptions"),
        ("/work-items", "/work-items"),
        ("/work-items/J-1015", "/work-items/{id}"),
        ("/units", "/units"),
        ("/units/NORTH", "/units/{id}"),
        ("/clock", "/clock"),
        ("/journal", "/journal"),
        ("/faults", "/faults"),
    ],
)
def test_answers_have_the_shape_it_gives(control, path, template):
    control.rest("CancelJob", {"Id": "J-1001"})
    control.rest("CancelJob", {"Id": 1})
    control.put("/state", control.get("/state") | {"timeline": TIMELINE})
    control.put("/faults", [{"code": 5}, {"status": 500}, {"reset": True}, {"fault": "Sender", "delay_ms": 5}])
    control.rest("CancelJob", {"Id": "J-1001"})

    check(schema_of(template, "get", "200"), control.get(path))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/work-items/x", 404), ("POST", "/units", 415), ("GET", "/journal?after=x", 400), ("PUT", "/reset", 405)],
)
def test_refusals_have_the_shape_it_gives(control, method, path, status):
    check({"$ref": "#/components/schemas/Error"}, {"error": control.refused(method, path, status)})
