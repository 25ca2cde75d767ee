"""Refusals for what a facade's own records hold, beside those for values."""

import pytest

from contracts.checks import judge
from contracts.document import load
from contracts.exchange import Exchange, Response
from contracts.inputs import request_for

AZURE, CRM = load("azure-job-router"), load("crm-com")


def exchange(document, operation, values, status, code):
    at = "error" if document is AZURE else "status"
    body = f'{{"{at}": {{"code": "{code}", "message": "priority, unit and jobId", "description": ""}}, "data": null}}'
    request = request_for(document, document.operation(operation), values)
    headers = {"x-ms-error-code": code, "api-supported-versions": "2023-11-01", "content-type": "application/json"}
    answer = Response(status=status, headers=headers, body=body.encode())
    return Exchange(operation=operation, request=request, response=answer)


def failed(document, found, made=None):
    return {each.check.name for each in judge(document, found, made) if each.failures}


@pytest.mark.parametrize(
    ("values", "status", "code", "expected"),
    [
        ({"If-Match:": "*"}, 412, "PreconditionFailed", False),
        ({}, 412, "PreconditionFailed", True),
        ({"If-Match:": "*", "priority": "x"}, 412, "PreconditionFailed", True),
        ({"If-Match:": "*", "priority": "x"}, 400, "BadRequest", False),
    ],
)
def test_a_condition_excuses_its_refusal_and_comes_after_what_is_wrong_with_values(values, status, code, expected):
    usual = {"?api-version": "2023-11-01", "{jobId}": "job-1"}

    found = failed(AZURE, exchange(AZURE, "JobRouterOperations_UpsertJob", usual | values, status, code))

    assert ("a_body_is_refused_where_the_document_says" in found) is expected


@pytest.mark.parametrize(
    ("unit", "status", "code", "expected"),
    [
        ("Head Office", 401, "INVALID_CREDENTIALS", True),
        (None, 401, "INVALID_CREDENTIALS", True),
        ("elsewhere", 401, "INVALID_CREDENTIALS", False),
        ("elsewhere", 200, "OK", True),
    ],
)
def test_a_caller_is_known_by_one_of_several_values_or_by_none(unit, status, code, expected):
    values = {"username": "emulator", "password": "emulator-secret", "organisation": "EMULATOR", "unit": unit}

    found = failed(CRM, exchange(CRM, "GetToken", values, status, code))

    assert ("a_caller_is_known_by_its_values" in found) is expected


def test_a_request_with_a_text_that_xml_cannot_carry_is_a_refusal_of_the_facades_own():
    values = {"username": "\x01", "password": "p", "organisation": "o"}

    assert "a_caller_is_known_by_its_values" not in failed(CRM, exchange(CRM, "GetToken", values, 400, "INVALID_PARAMETERS"))
    assert "a_body_is_refused_where_the_document_says" in failed(CRM, exchange(CRM, "GetToken", values, 200, "OK"))
