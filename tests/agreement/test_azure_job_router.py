"""The Azure Job Router facade's tables and openapi/azure-job-router.yaml are written apart; here they are compared."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from contracts.clauses import load
from emulator.facades.azure_job_router.answers import API_VERSION
from emulator.facades.azure_job_router.job import STATUSES
from emulator.facades.azure_job_router.listing import DEFAULT_PAGE, LARGEST_PAGE, SAME, SELECTORS
from emulator.facades.azure_job_router.members import MEMBERS, MODES, OPERATORS
from emulator.facades.azure_job_router.record import RECORD
from emulator.facades.azure_job_router.refusals import Refusal
from emulator.facades.azure_job_router.routes import PREFIX, ROUTES
from emulator.facades.azure_job_router.times import INSTANT
from emulator.facades.cancelling import Outcome
from emulator.mapping.azure_job_router import CANCEL_JOB
from emulator.mapping.operation import Kind
from emulator.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENT: dict[str, Any] = yaml.safe_load((ROOT / "openapi" / "azure-job-router.yaml").read_text(encoding="utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
METHODS = {"get", "put", "post", "delete", "patch", "head", "options", "trace"}


def operations() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield path, method.upper(), operation


def resolved(node: Any) -> Any:
    while isinstance(node, dict) and "$ref" in node:
        found: Any = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def parameters(operation_id: str) -> dict[str, Mapping[str, Any]]:
    operation = next(found for _, _, found in operations() if found["operationId"] == operation_id)
    return {row["name"]: row for row in map(resolved, operation["parameters"])}


def named_clauses(node: Any) -> Iterator[str]:
    match node:
        case dict():
            for key, value in node.items():
                if key in ("x-clauses", "clauses", "x-codes"):
                    yield from texts(value)
                else:
                    yield from named_clauses(value)
        case list():
            for value in node:
                yield from named_clauses(value)


def texts(node: Any) -> Iterator[str]:
    match node:
        case str():
            yield node
        case dict():
            for value in node.values():
                yield from texts(value)
        case list():
            for value in node:
                yield from texts(value)


def test_the_document_is_valid():
    validate(DOCUMENT)


def test_it_names_every_clause_of_the_system_and_no_other():
    clauses = load(ROOT / "contracts" / "clauses" / "azure-job-router.yaml")

    assert set(named_clauses(DOCUMENT)) == {clause.id for clause in clauses}


def test_the_routes_are_the_operations():
    documented = {
        (operation["operationId"], method, path, next(iter(operation.get("requestBody", {}).get("content", {})), None))
        for path, method, operation in operations()
    }

    assert {(route.name, route.method, route.path, route.media_type) for route in ROUTES} == documented
    required = {
        found["operationId"]: found["requestBody"]["required"] for _, _, found in operations() if "requestBody" in found
    }
    assert {route.name: route.required for route in ROUTES if route.media_type} == required
    assert DOCUMENT["x-http-rules"]["prefix"] == PREFIX


def test_every_operation_asks_for_the_version_there_is():
    for _, _, operation in operations():
        row = parameters(operation["operationId"])["api-version"]
        assert (row["required"], row["schema"]["enum"]) == (True, [API_VERSION])


def test_the_cancel_s_rows_are_the_document_s_properties():
    body = SCHEMAS["CancelJobOptions"]["properties"]
    elements = {name: row["x-soap-element"] for name, row in body.items()}
    elements["jobId"] = parameters("JobRouterOperations_CancelJob")["jobId"]["x-soap-element"]
    rows = {row.json: row for row in CANCEL_JOB.request.fields if row.kind is not Kind.OBJECT}

    assert {name: row.soap for name, row in rows.items()} == elements
    assert rows["note"].max == body["note"]["x-soap-text"]["cut"]
    assert rows["note"].cut
    assert rows["jobId"].max == parameters("JobRouterOperations_CancelJob")["jobId"]["schema"]["maxLength"]


def test_the_members_are_the_document_s_in_requests_answers_and_records():
    names = [member.name for member in MEMBERS]
    shown = SCHEMAS["RouterJob"]["properties"]

    assert sorted(SCHEMAS["JobPatch"]["properties"]) == sorted(names)
    assert set(names) < set(shown)
    assert set(RECORD["properties"]) == {*names, "enqueuedAt", "status"}
    always = {"etag", "id", "status", "attachedWorkerSelectors", "assignments"}
    assert set(SCHEMAS["RouterJob"]["required"]) == always | {member.name for member in MEMBERS if member.empty is not None}


def test_the_choices_are_the_document_s():
    status = parameters("JobRouterOperations_ListJobs")["status"]["schema"]

    assert tuple(SCHEMAS["Status"]["enum"]) == STATUSES
    assert tuple(status["enum"]) == SELECTORS
    assert tuple(SCHEMAS["Mode"]["enum"]) == MODES
    assert tuple(SCHEMAS["Operator"]["enum"]) == OPERATORS
    assert SCHEMAS["GivenInstant"]["pattern"] == INSTANT


def test_the_list_s_parameters_are_the_document_s():
    rows = parameters("JobRouterOperations_ListJobs")
    page = rows["maxpagesize"]["schema"]

    assert (page["minimum"], page["maximum"], page["default"]) == (1, LARGEST_PAGE, DEFAULT_PAGE)
    assert set(rows) == {"api-version", "maxpagesize", "status", "scheduledBefore", "scheduledAfter", *SAME}


def test_every_refusal_is_in_the_document():
    assert set(SCHEMAS["Error"]["properties"]["code"]["enum"]) == {refusal.code for refusal in Refusal}
    for step, refusal in (
        ("path", Refusal.NOT_FOUND),
        ("method", Refusal.METHOD_NOT_ALLOWED),
        ("type", Refusal.UNSUPPORTED_MEDIA_TYPE),
        ("size", Refusal.TOO_LARGE),
        ("json", Refusal.BAD_REQUEST),
    ):
        assert DOCUMENT["x-http-rules"]["refused"][step] == {"status": refusal.status, "code": refusal.code}


@pytest.mark.parametrize("name", ["not-configured", "unreachable", "timeout", "fault", "not-soap"])
def test_every_way_in_which_scheduling_fails_is_an_internal_error(name):
    ways = {"timeout": Outcome.TIMED_OUT, "fault": Outcome.FAULTED}
    assert ways.get(name) or Outcome[name.upper().replace("-", "_")]
    assert DOCUMENT["x-upstream-failures"][name] == {"status": Refusal.INTERNAL.status, "code": Refusal.INTERNAL.code}


def test_the_settings_have_the_defaults_of_the_document():
    settings = Settings()
    theirs = {name: row["default"] for name, row in DOCUMENT["x-settings"].items() if name != "login"}

    assert {name: getattr(settings, name) for name in theirs} == theirs


def test_every_example_keeps_to_its_schema():
    for _, _, operation in operations():
        contents = [operation.get("requestBody", {}), *map(resolved, operation["responses"].values())]
        for content in contents:
            for media in content.get("content", {}).values():
                validator = Draft202012Validator({**media["schema"], "components": DOCUMENT["components"]})
                for example in media.get("examples", {}).values():
                    validator.validate(example["value"])
