"""JOC's tables, schemas and routes, and openapi/joc.yaml are written apart; here they are compared, and the examples tried."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from werkzeug.test import Client

from contracts.document.keys import clauses_named
from emulator.app import create_emulator
from emulator.facades.joc.dates import PATTERN
from emulator.facades.joc.order_ids import LONGEST, LONGEST_NAME
from emulator.facades.joc.orders import SEVERITIES
from emulator.facades.joc.refusals import Refusal, Turned
from emulator.facades.joc.routes import LOGIN, LOGOUT, ROUTES, VERSION, Route
from emulator.facades.joc.schemas import STATES
from emulator.facades.joc.sessions import TIMEOUT
from emulator.mapping.joc import CANCEL_JOB
from emulator.mapping.servicebroker import LOGIN as SOAP_LOGIN
from emulator.settings import Settings, setting_rows
from emulator.settings_joc import DEFAULT_JOC_ACCOUNT

TOP = Path(__file__).parents[2]
DOCUMENT: dict[str, Any] = yaml.safe_load((TOP / "openapi" / "joc.yaml").read_text(encoding="utf-8"))
CLAUSES = yaml.safe_load((TOP / "contracts" / "clauses" / "joc.yaml").read_text(encoding="utf-8"))["clauses"]
OPERATIONS = {item["post"]["operationId"]: (path, item["post"]) for path, item in DOCUMENT["paths"].items()}
WITH_BODY = [route for route in ROUTES.values() if route.schema is not None]
# What a document tells a reader, or the harness, and a validator does not look at.
_TOLD = {"description", "default", "examples"}


def resolved(node: Any) -> Any:
    if isinstance(node, list):
        return [resolved(each) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        found: Any = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return resolved(found)
    return {key: resolved(value) for key, value in node.items()}


def judged(schema: Any) -> Any:
    """Leave what a validator judges by; the names of properties stay, whatever they are."""
    if isinstance(schema, list):
        return [judged(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in _TOLD and not key.startswith("x-")}
    found = {key: judged(value) for key, value in kept.items() if key not in ("properties", "required")}
    if kept.get("required"):
        found["required"] = sorted(kept["required"])
    if "properties" in kept:
        found["properties"] = {name: judged(value) for name, value in kept["properties"].items()}
    return found


def asked(route: Route) -> Any:
    return resolved(OPERATIONS[route.name][1]["requestBody"]["content"]["application/json"]["schema"])


def test_the_document_is_openapi():
    validate(DOCUMENT)


def test_the_routes_are_the_operations():
    assert {route.name: route.path for route in ROUTES.values()} == {name: path for name, (path, _) in OPERATIONS.items()}
    assert all(list(item) == ["post"] for item in DOCUMENT["paths"].values())


def test_a_route_reads_a_body_and_asks_for_a_session_where_the_document_says():
    for route in ROUTES.values():
        operation = OPERATIONS[route.name][1]
        assert ("requestBody" in operation) is (route.schema is not None), route.name
        assert operation.get("security", DOCUMENT["security"]) == ([{"account": []}] if route is LOGIN else [{"session": []}])
        assert ("403" in operation["responses"]) is route.changes, route.name


def portable(schema: Any) -> Any:
    """Spell digits out in patterns: some readers of a document take the digits of every script for one."""
    if isinstance(schema, list):
        return [portable(each) for each in schema]
    if isinstance(schema, dict):
        return {
            key: value.replace(r"\d", "[0-9]") if key == "pattern" and isinstance(value, str) else portable(value)
            for key, value in schema.items()
        }
    return schema


@pytest.mark.parametrize("route", WITH_BODY, ids=lambda route: route.name)
def test_a_body_s_schema_is_the_document_s(route):
    here, there = portable(judged(dict(route.schema))), judged(asked(route))

    # What the facade judges beside its schema, with the codes that its own tables have.
    if route.name == "addOrders":
        order = there["properties"]["orders"]["items"]["properties"]
        assert order["orderName"].pop("maxLength") == LONGEST_NAME
        assert here["properties"]["orders"]["items"]["properties"]["orderName"].pop("maxLength") > LONGEST_NAME
    if route.name == "getOrders":
        assert here["properties"].pop("regex")
        assert "regex is not emulated" in OPERATIONS[route.name][1]["description"]
    assert here == there


def test_the_date_pattern_is_the_published_one_in_both():
    assert DOCUMENT["components"]["schemas"]["Date"]["pattern"] == portable({"pattern": PATTERN})["pattern"]
    assert PATTERN == (
        r"^([+-]?0|([+-]?[0-9]+[smhdwMy])+|\d{4}-\d{2}-\d{2}(?:T| )\d{2}:\d{2}:\d{2}([,.]\d{1,3})?)(Z|[+-]\d{2}(:?\d{2})?)?$"
    )


def test_the_states_are_the_document_s_and_each_has_a_severity():
    state = DOCUMENT["components"]["schemas"]["Order"]["properties"]["state"]["properties"]

    assert tuple(DOCUMENT["components"]["schemas"]["State"]["enum"]) == STATES == tuple(SEVERITIES)
    assert (state["severity"]["minimum"], state["severity"]["maximum"]) == (min(SEVERITIES.values()), max(SEVERITIES.values()))


def test_a_cancel_s_rows_are_the_document_s_properties():
    properties = dict(_properties(asked(next(route for route in WITH_BODY if route.name == "cancelOrders"))))
    elements = {name: found["x-soap-element"] for name, found in properties.items() if "x-soap-element" in found}
    beside = {element for found in properties.values() for element in found.get("x-soap-beside", {})}
    rows = {row.json: row for row in CANCEL_JOB.request.fields}

    # The object around a comment is no promise: Scheduling gets a reason when there is a comment in it, and never without.
    assert elements == {name: row.soap for name, row in rows.items() if name not in ("auditLog", "joc_default_reason_id")}
    assert beside == {row.soap for name, row in rows.items() if name.startswith("joc_")}
    assert rows["auditLog.comment"].max == properties["auditLog.comment"]["maxLength"]
    assert properties["orderIds"]["x-sendable"] == {"maxLength": LONGEST, "otherwise": "not-found"}
    assert rows["orderIds"].max == LONGEST
    for name, row in rows.items():
        old = properties.get(name, {}).get("x-when", {}).get("scheduling_version<11.3")
        assert name not in elements or (old == {"x-dropped": True}) is bool(row.since), name
    operation = OPERATIONS["cancelOrders"][1]
    assert operation["x-soap-operation"] == CANCEL_JOB.name
    assert operation["x-soap-messages"] == {"request": CANCEL_JOB.request.element, "reply": CANCEL_JOB.reply.element}
    assert DOCUMENT["x-soap-login"] == [row.soap for row in SOAP_LOGIN if row.parent]


def _properties(schema: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, found in schema.get("properties", {}).items():
        # What is said of a list's entries is said of the list: each of them makes a message of its own.
        entry = found.get("items", {})
        yield above + name, {**found, **{key: value for key, value in entry.items() if key.startswith("x-")}}
        yield from _properties(found, f"{above}{name}.")
        yield from _properties(entry, f"{above}{name}.")


def test_every_refusal_has_its_status_and_code_in_the_document():
    codes = DOCUMENT["components"]["schemas"]["Error"]["properties"]["error"]["properties"]["code"]["enum"]
    statuses = {status for _, operation in OPERATIONS.values() for status in operation["responses"]}

    assert {refusal.code for refusal in Refusal} == set(codes)
    assert {str(row.status) for row in (*Refusal, *Turned)} | {"200"} == statuses


def test_a_session_lasts_as_long_as_the_document_says():
    logged_in = DOCUMENT["components"]["schemas"]["LoggedIn"]["properties"]
    scheme = DOCUMENT["components"]["securitySchemes"]["session"]["x-credentials"]

    assert logged_in["sessionTimeout"]["const"] == TIMEOUT.total_seconds() * 1000
    assert scheme["expires"] == {"idle": TIMEOUT.total_seconds()}
    assert (scheme["obtain"]["operation"], scheme["release"]) == (LOGIN.name, LOGOUT.name)


def test_the_settings_are_the_emulator_s_with_its_defaults():
    account = DEFAULT_JOC_ACCOUNT
    known = {row.name: row.default for row in setting_rows()} | {
        "joc_account": account.account,
        "joc_password": account.password,
        "login": "SCHEMA:secret:broker",
    }

    assert {name: row["default"] for name, row in DOCUMENT["x-settings"].items()} == {
        name: known[name] for name in DOCUMENT["x-settings"]
    }


def test_every_clause_is_kept_somewhere_in_the_document_and_every_one_named_is_a_clause():
    assert set(clauses_named(DOCUMENT)) == {clause["id"] for clause in CLAUSES}


def examples_of(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    return operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})


EXAMPLES = [
    (name, summary, example)
    for name, (_, operation) in OPERATIONS.items()
    for summary, example in examples_of(operation).items()
]


class Tried:
    """The emulator as it starts, and a log-in."""

    def __init__(self) -> None:
        self.client = Client(create_emulator(Settings()).wsgi)
        basic = "Basic " + b64encode(b"root:root").decode()
        self.logged_in = self.client.post(OPERATIONS["login"][0], headers={"Authorization": basic})
        self.headers = {"X-Access-Token": self.logged_in.json["accessToken"]}

    def call(self, name: str, body: Any = None) -> Any:
        data = b"" if body is None else json.dumps(body).encode()
        return self.client.post(OPERATIONS[name][0], data=data, headers=self.headers)


def shape_problems(name: str, response: Any) -> list[str]:
    answer = resolved(OPERATIONS[name][1]["responses"][str(response.status_code)])
    schema = answer["content"]["application/json"]["schema"]
    missing = [key for key, row in answer.get("headers", {}).items() if row.get("required") and key not in response.headers]
    return [error.message for error in Draft202012Validator(schema).iter_errors(response.json)] + missing


@pytest.mark.parametrize(("name", "summary", "example"), EXAMPLES, ids=[f"{name}-{summary}" for name, summary, _ in EXAMPLES])
def test_an_example_gets_the_answer_and_the_shape_that_the_document_says(name, summary, example):
    response = Tried().call(name, example["value"])

    code = response.json.get("error", {}).get("code", "0" if name == "cancelOrders" else None)
    expected = example["x-answer"]
    assert (response.status_code, code) == (expected["status"], expected.get("code"))
    assert shape_problems(name, response) == []


def test_every_operation_answers_in_the_document_s_shape():
    tried = Tried()
    (order,) = tried.call(
        "addOrders",
        {"controllerId": "controller", "orders": [{"workflowPath": "/a/w", "scheduledFor": "never", "tags": ["x"]}]},
    ).json["orderIds"]

    assert shape_problems("login", tried.logged_in) == []
    assert shape_problems("version", tried.call(VERSION.name)) == []
    assert shape_problems("getOrder", tried.call("getOrder", {"controllerId": "controller", "orderId": order})) == []
    assert shape_problems("getOrders", tried.call("getOrders", {"controllerId": "controller"})) == []
    assert shape_problems("logout", tried.call("logout")) == []
    for name in ("version", "getOrders", "cancelOrders", "logout"):
        response = tried.call(name, {})
        assert response.status_code == 440
        assert shape_problems(name, response) == []


@pytest.mark.parametrize(
    ("name", "status", "example"),
    [
        (name, status, example["value"])
        for name, (_, operation) in OPERATIONS.items()
        for status, answer in resolved(operation["responses"]).items()
        for example in answer["content"]["application/json"].get("examples", {}).values()
    ],
)
def test_an_example_of_an_answer_has_the_answer_s_shape(name, status, example):
    schema = resolved(OPERATIONS[name][1]["responses"][status])["content"]["application/json"]["schema"]

    assert [error.message for error in Draft202012Validator(schema).iter_errors(example)] == []
