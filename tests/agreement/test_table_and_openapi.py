"""The mapping tables and openapi/servicebroker.yaml are written apart; here they are compared."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator.facades.servicebroker.notification_query import DEFAULT_LIMIT, LARGEST_LIMIT, LAST_VERSION, LONGEST_ID
from emulator.facades.servicebroker.notifications import CHANGED, WORK_ITEM_TYPES
from emulator.facades.servicebroker.refusals import Refusal
from emulator.facades.servicebroker.routes import ROUTES
from emulator.facades.servicebroker.token_request import LONGEST
from emulator.mapping.operation import Field, Kind, Message, Presence
from emulator.mapping.servicebroker import LOGIN, OPERATIONS

DOCUMENT = yaml.safe_load((Path(__file__).parents[2] / "openapi" / "servicebroker.yaml").read_text(encoding="utf-8"))
METHODS = {"get", "put", "post", "delete", "patch", "head", "options", "trace"}
JSON_TYPES = {
    Kind.TEXT: "string",
    Kind.OBJECT: "object",
    Kind.DIGITS: "string",
    Kind.INTEGER: "integer",
    Kind.FLAG: "boolean",
    Kind.TIME: "string",
    Kind.STATES: "string",
    Kind.ITEMS: "array",
}
BY_NAME = pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.name for operation in OPERATIONS])


def documented(*, passed_on: bool = True) -> dict[str, tuple[str, str, Mapping[str, Any]]]:
    return {
        operation["operationId"]: (path, method.upper(), operation)
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
        if method in METHODS and (operation.get("x-soap-operation") or not passed_on)
    }


def test_the_routes_are_the_operation_ids():
    routes = {route.name: (route.path, route.method) for route in ROUTES.values()}

    assert routes == {name: (path, method) for name, (path, method, _) in documented(passed_on=False).items()}


def test_a_route_passes_on_asks_for_a_token_and_reads_a_body_where_the_document_says():
    for route in ROUTES.values():
        operation = documented(passed_on=False)[route.name][2]

        assert (route.operation.name if route.operation else None) == operation.get("x-soap-operation")
        assert route.open is (operation.get("security") == [])
        assert route.body is ("requestBody" in operation)


def test_a_token_s_limits_are_the_document_s():
    seconds = _resolved({"$ref": "#/components/schemas/AccessTokenRequest"})["properties"]["ExpiresInSeconds"]
    answered = _resolved({"$ref": "#/components/schemas/AccessToken"})["properties"]["expires_in"]

    assert (seconds["minimum"], seconds["maximum"]) == (answered["minimum"], answered["maximum"]) == (1, LONGEST)


def test_a_query_s_limits_are_the_document_s():
    rows = documented(passed_on=False)["GetWorkItemNotifications"][2]["parameters"]
    schemas = {row["name"]: row["schema"] for row in rows}

    assert schemas == {
        "rowver": {"type": "integer", "minimum": 0, "maximum": LAST_VERSION},
        "limit": {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
        "wid": {"type": "string", "minLength": 1, "maxLength": LONGEST_ID},
    }


def test_a_notification_s_numbers_are_the_document_s():
    row = _resolved({"$ref": "#/components/schemas/Notifications"})["properties"]["row"]["items"]["properties"]

    assert row["Type"]["const"] == CHANGED
    assert row["WorkItemType"]["enum"] == list(WORK_ITEM_TYPES.values())


@BY_NAME
def test_an_operation_has_the_messages_of_the_document(operation):
    document = documented()[operation.name][2]

    assert document["x-soap-operation"] == operation.name
    assert document["x-soap-messages"] == {"request": operation.request.element, "reply": operation.reply.element}


@BY_NAME
def test_a_request_s_rows_are_the_document_s_properties(operation):
    schema = documented()[operation.name][2]["requestBody"]["content"]["application/json"]["schema"]
    properties = dict(_properties(schema))
    rows = {row.json: row for row in operation.request.fields}
    older = {f"{row.parent}.{row.older}": row for row in operation.request.fields if row.older}

    assert {name: found["x-soap-element"] for name, found in properties.items()} == {
        name: row.soap for name, row in (rows | older).items()
    }
    for name, row in (rows | older).items():
        assert properties[name].get("maxLength") == row.max, name
        assert (name in _required(schema)) is (row.presence is Presence.REQUIRED), name
        if row.kind in (Kind.TEXT, Kind.OBJECT):
            assert JSON_TYPES[row.kind] in properties[name]["type"], name
        if row.kind is Kind.NUMBER:
            assert {"integer", "string"} <= set(properties[name]["type"]), name
            assert (properties[name]["minimum"], properties[name]["maximum"]) == (0, 2**32 - 1), name


@BY_NAME
def test_a_reply_s_rows_are_the_document_s_properties(operation):
    alternatives = documented()[operation.name][2]["responses"]["200"]["content"]["application/json"]["schema"]["oneOf"]
    envelope = next(found for found in map(_resolved, alternatives) if found["properties"]["Success"] == {"const": True})
    properties = dict(_properties(envelope["properties"]["Payload"]))
    rows = dict(_reply_rows(operation.reply))

    assert {name: found["x-soap-element"] for name, found in properties.items() if "x-soap-element" in found} == {
        name: soap for name, (soap, row) in rows.items() if row.json not in ("result", "AtRisk")
    } | {name: "workItem/jobJeopardy" for name in properties if name == "WorkItems.AtRisk"}
    for name, (_, row) in rows.items():
        found = properties[name]
        if row.table is None and row.kind in JSON_TYPES:
            assert found["type"] == JSON_TYPES[row.kind], name
        if row.table and "enum" in found.get("x-soap-text", {}):
            assert found["x-soap-text"]["enum"] == row.table, name
        if row.default is not None:
            assert found["x-soap-absent"] == row.default, name


def test_the_login_is_the_document_s():
    assert DOCUMENT["x-soap-login"] == [row.soap for row in LOGIN if row.kind is Kind.TEXT]


def test_every_refusal_of_ours_has_a_status_in_the_document():
    for _, _, operation in documented().values():
        assert {str(refusal.status) for refusal in Refusal} <= set(operation["responses"])


@pytest.mark.parametrize("name", ["not-configured", "unreachable", "timeout", "fault", "not-soap"])
def test_the_failures_of_scheduling_have_the_codes_of_the_document(name):
    refusal = next(refusal for refusal in Refusal if refusal.code == name)

    assert DOCUMENT["x-upstream-failures"][name] == {"status": refusal.status, "code": refusal.code}


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Any = DOCUMENT
    for step in schema["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def _properties(schema: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    schema = _resolved(schema)
    for name, found in schema.get("properties", {}).items():
        found = _resolved(found)
        yield above + name, found
        yield from _properties(found, f"{above}{name}.")
        yield from _properties(found.get("items", {}), f"{above}{name}.")


def _required(schema: Mapping[str, Any], above: str = "") -> Iterator[str]:
    schema = _resolved(schema)
    for name in schema.get("required", ()):
        yield above + name
    for name, found in schema.get("properties", {}).items():
        yield from _required(found, f"{above}{name}.")


def _reply_rows(message: Message, json: str = "", soap: str = "") -> Iterator[tuple[str, tuple[str, Field]]]:
    for row in message.fields:
        yield json + row.json, (soap + row.soap, row)
        if row.item is not None:
            yield from _reply_rows(row.item, f"{json}{row.json}.", f"{soap}{row.soap}/")
