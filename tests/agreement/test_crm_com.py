"""CRM.COM's tables, its routes, settings and openapi/crm-com.yaml are written apart; here they are compared."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from werkzeug.test import Client

from contracts.clauses import all_clauses
from contracts.document.keys import clauses_named
from emulator.app import create_emulator
from emulator.facades.crm_com.catalogue import row_id
from emulator.facades.crm_com.ids import id_of
from emulator.facades.crm_com.index import job_id
from emulator.facades.crm_com.refusals import Refusal
from emulator.facades.crm_com.routes import ROUTES, Route
from emulator.facades.crm_com.sessions import IDLE_SECONDS, WHOLE_SECONDS
from emulator.mapping.crm_com import CANCEL_JOB, LARGEST_WHOLE, R13, R14, TOKEN, Parameter, Takes
from emulator.mapping.operation import Presence
from emulator.settings import Settings

FILE = Path(__file__).parents[2] / "openapi" / "crm-com.yaml"
DOCUMENT = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SETTINGS = Settings()
JSON_TYPES = {
    Takes.TEXT: "string",
    Takes.NAMES: "string",
    Takes.FLAG: "boolean",
    Takes.WHOLE: "integer",
    Takes.OBJECT: "object",
    Takes.IDENTIFIER: "object",
}
OPERATIONS = {
    operation["operationId"]: (path, method.upper(), operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
EACH_ROUTE = pytest.mark.parametrize("route", ROUTES.values(), ids=[route.name for route in ROUTES.values()])


def resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in node:
        return node
    found: Any = DOCUMENT
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return {**resolved(found), **{key: value for key, value in node.items() if key != "$ref"}}


def whole(node: Any) -> Any:
    """Put every reference's own in its place, for a validator that knows no document."""
    if isinstance(node, list):
        return [whole(each) for each in node]
    if isinstance(node, dict):
        return {key: whole(value) for key, value in resolved(node).items()}
    return node


def body_of(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    return resolved(operation["requestBody"]["content"]["application/json"]["schema"])


def documented(route: Route) -> dict[str, Mapping[str, Any]]:
    """Give the schema of each parameter of a route, the token among them."""
    operation = OPERATIONS[route.name][2]
    if route.method == "POST":
        return {name: resolved(schema) for name, schema in body_of(operation)["properties"].items()}
    return {row["name"]: resolved(row["schema"]) for row in map(resolved, operation["parameters"])}


def required(route: Route) -> set[str]:
    operation = OPERATIONS[route.name][2]
    if route.method == "POST":
        return set(body_of(operation)["required"])
    return {row["name"] for row in map(resolved, operation["parameters"]) if row.get("required")}


def test_the_document_is_valid_by_an_independent_validator():
    validate(DOCUMENT)


def test_the_routes_are_the_operation_ids():
    assert {route.name: (route.path, route.method) for route in ROUTES.values()} == {
        name: (path, method) for name, (path, method, _) in OPERATIONS.items()
    }


@EACH_ROUTE
def test_a_route_takes_the_parameters_that_are_documented(route):
    token = () if route.open else (TOKEN,)

    assert list(documented(route)) == [row.name for row in (*token, *route.parameters)]
    assert required(route) == {row.name for row in (*token, *route.parameters) if row.required((15,))}


@EACH_ROUTE
def test_a_route_is_open_where_the_document_asks_for_no_token(route):
    assert route.open is (OPERATIONS[route.name][2].get("security") == [])


@pytest.mark.parametrize(
    ("route", "row"),
    [(route, row) for route in ROUTES.values() for row in route.parameters],
    ids=[f"{route.name} {row.name}" for route in ROUTES.values() for row in route.parameters],
)
def test_a_parameter_has_the_type_the_members_and_the_limits_that_are_documented(route: Route, row: Parameter):
    schema = documented(route)[row.name]
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]

    if route.method == "GET" and row.takes is Takes.IDENTIFIER:
        assert schema["pattern"] == f"^({'|'.join(row.members)})="
        return
    assert types[0] == JSON_TYPES[row.takes]
    assert ("null" in types) is (route.method == "POST" and row.presence is Presence.OPTIONAL)
    if row.takes is Takes.IDENTIFIER:
        assert tuple(schema["properties"]) == row.members
        assert [each["required"] for each in schema["oneOf"] if "required" in each] == [[name] for name in row.members]
        assert ({"type": "null"} in schema["oneOf"]) is (row.presence is Presence.OPTIONAL)
    if row.takes is Takes.WHOLE:
        assert (schema["minimum"], schema["maximum"], schema["default"]) == (row.least, LARGEST_WHOLE, row.default)


def test_what_a_release_insists_on_is_documented():
    cancel, create = DOCUMENT["components"]["schemas"]["CancelJob"], DOCUMENT["components"]["schemas"]["CreateJob"]

    for schema, release, route in ((cancel, R13, "CancelJob"), (create, R14, "CreateJob")):
        before = schema["x-when"][f"crm_release<R{release[0]}"]["required"]
        rows = next(each for each in ROUTES.values() if each.name == route).parameters
        assert set(before) == {"token", *(row.name for row in rows if row.required((release[0] - 1,)))}


def test_every_row_of_the_cancel_is_documented():
    def elements(node: Any) -> Iterator[str]:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
            if key == "x-soap-element":
                yield value
            elif key in ("x-soap-beside", "x-soap-default"):
                yield from value
            else:
                yield from elements(value)

    operation = OPERATIONS["CancelJob"][2]

    assert operation["x-soap-operation"] == CANCEL_JOB.name
    assert operation["x-soap-messages"] == {"request": CANCEL_JOB.request.element, "reply": CANCEL_JOB.reply.element}
    assert {*elements(whole(body_of(operation))), *elements(operation)} == {row.soap for row in CANCEL_JOB.request.fields}


def test_the_tables_of_the_document_are_the_default_reasons():
    numbers, names = {}, {}
    for row in SETTINGS.crm_reasons:
        for value in (row_id(row), row.name, row.alternative_code):
            numbers[value], names[value] = row.number, row.name
    default = next(row for row in SETTINGS.crm_reasons if row.default)

    assert DOCUMENT["x-tables"] == {"reason-numbers": numbers, "reason-names": names}
    assert OPERATIONS["CancelJob"][2]["x-soap-default"] == {
        "cancelReason/cancelReasonId": default.number,
        "cancelReason/cancelReasonDesc": default.name,
    }


def test_the_examples_of_identifiers_are_in_the_default_settings():
    def examples(name: str, member: str) -> list[str]:
        return body_of(OPERATIONS[name][2])["properties"][PROPERTY[name]]["properties"][member]["examples"]

    PROPERTY = {"CancelJob": "cancellation_reason_identifier"}
    types = resolved({"$ref": "#/components/schemas/JobTypeIdentifier"})["properties"]
    states = {
        "CreateJob": "DRAFT PENDING",
        "StartProgress": "IN PROGRESS",
        "CompleteJob": "COMPLETED",
        "CancelJob": "CANCELLED",
    }

    for member in ("id", "name", "alternative_code"):
        known = [
            {row_id(row) if member == "id" else getattr(row, member) for row in rows}
            for rows in (SETTINGS.crm_reasons, SETTINGS.crm_types)
        ]
        assert set(examples("CancelJob", member)) <= known[0]
        assert set(types[member]["examples"]) <= known[1]
        for name, state in states.items():
            fitting = [row for row in SETTINGS.crm_statuses if row.state in state]
            known_here = {row_id(row) if member == "id" else getattr(row, member) for row in fitting}
            status = resolved(body_of(OPERATIONS[name][2])["properties"]["status_identifier"])["properties"]
            assert set(status[member]["examples"]) <= known_here


def test_the_settings_of_the_document_have_the_emulator_s_defaults():
    user = SETTINGS.crm_users[0]
    derived = {
        "crm_username": user.username,
        "crm_password": user.password,
        "crm_organisation": user.organisation,
        "login": ":".join((SETTINGS.tenants[0].database_user, SETTINGS.tenants[0].password, SETTINGS.tenants[0].sp_user)),
    }

    for name, row in DOCUMENT["x-settings"].items():
        assert row["default"] == (derived[name] if name in derived else getattr(SETTINGS, name)), name


def test_tokens_end_when_the_document_says():
    credentials = DOCUMENT["components"]["securitySchemes"]["token"]["x-credentials"]

    assert credentials["expires"] == {"seconds": WHOLE_SECONDS}
    assert credentials["x-when"]["crm_release<R12"]["expires"] == {"idle": IDLE_SECONDS}


def test_every_code_is_documented_with_its_status():
    codes = resolved({"$ref": "#/components/schemas/Failure"})["properties"]["status"]["properties"]["code"]["enum"]
    documented = {int(status) for _, _, operation in OPERATIONS.values() for status in operation["responses"]}

    assert codes == [refusal.name for refusal in Refusal]
    assert {refusal.status for refusal in Refusal} | {200} == documented


def test_every_clause_of_crm_com_is_in_the_document_and_no_other():
    ours = {id_ for id_, clause in all_clauses().items() if clause.system == "crm-com"}

    assert set(clauses_named(DOCUMENT)) == ours


def test_every_example_of_an_answer_is_what_its_schema_says():
    for _, _, operation in OPERATIONS.values():
        for status, answer in operation["responses"].items():
            content = resolved(answer)["content"]["application/json"]
            for name, example in content["examples"].items():
                value = resolved(example)["value"]
                Draft202012Validator(whole(content["schema"])).validate(value), (status, name)


def test_the_example_of_a_job_is_what_the_emulator_makes():
    client = Client(create_emulator(Settings(clock="2026-01-05T08:00:00Z", clock_running=False)).wsgi)
    user = SETTINGS.crm_users[0]
    login = {"username": user.username, "password": user.password, "organisation": user.organisation}
    token = client.post(_path("GetToken"), json=login).json["data"]["token"]
    asked = OPERATIONS["CreateJob"][2]["requestBody"]["content"]["application/json"]["examples"]["a-job"]["value"]

    made = client.post(_path("CreateJob"), json={**asked, "token": token}).json
    cancelled = client.post(_path("CancelJob"), json={"token": token, "job_identifier": {"id": made["data"]["id"]}}).json

    assert made == DOCUMENT["components"]["examples"]["Created"]["value"]
    assert cancelled == DOCUMENT["components"]["examples"]["Cancelled"]["value"]
    assert made["data"]["id"] == job_id("J00000001")
    assert made["data"]["assigned_to"]["unit"]["id"] == id_of("unit", user.unit)


@pytest.mark.parametrize("name", [name for name, (_, method, _) in OPERATIONS.items() if method == "POST"])
def test_every_answered_example_of_a_request_gets_its_answer(name):
    client = Client(create_emulator(Settings()).wsgi)
    user = SETTINGS.crm_users[0]
    login = {"username": user.username, "password": user.password, "organisation": user.organisation}
    token = client.post(_path("GetToken"), json=login).json["data"]["token"]

    for label, example in _examples(OPERATIONS[name][2]):
        value = {key: token if each == "{token}" else each for key, each in example["value"].items()}
        answer = client.post(_path(name), json=value)
        if "x-answer" in example:
            code = example["x-answer"].get("code", "OK")
            assert (answer.status_code, answer.json["status"]["code"]) == (example["x-answer"]["status"], code), label
        else:
            assert (answer.status_code, answer.json["status"]["code"]) == (200, "OK"), label


def _path(name: str) -> str:
    return OPERATIONS[name][0]


def _examples(operation: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list(operation["requestBody"]["content"]["application/json"]["examples"].items())
