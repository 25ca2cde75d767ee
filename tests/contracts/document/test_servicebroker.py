"""The document of the ServiceBroker facade."""

import pytest
import yaml
from openapi_spec_validator import validate

from contracts.clauses import all_clauses
from contracts.document import OutcomeKind, find, load, names

OWN_STATUSES = {
    "GetAccessToken": [200, 400, 401, 404, 405, 413, 415, 500],
    "GetWorkItemNotifications": [200, 400, 401, 404, 405, 500],
}
CODES = {"CancelJob": {"0", "1"}, "GetChangedWorkItems": {"0", "80", "278", "281", "504"}}


@pytest.fixture
def document():
    return load("servicebroker")


def test_it_is_valid_by_an_independent_validator():
    validate(yaml.safe_load(find("servicebroker").read_text("utf-8")))


def test_it_is_found_by_name_and_by_path(document):
    assert "servicebroker" in names()
    assert load(find("servicebroker")).operations[0].name == document.operations[0].name


@pytest.mark.parametrize("operation", CODES)
def test_every_documented_code_has_an_example_that_reaches_it(document, operation):
    found = document.operation(operation)

    assert set(found.codes) == CODES[operation]
    assert {example.code for example in found.examples} == CODES[operation]


@pytest.mark.parametrize("operation", CODES)
def test_every_status_of_the_contract_is_documented(document, operation):
    assert sorted(document.operation(operation).answers) == [200, 400, 401, 404, 405, 413, 415, 500, 502, 504]


@pytest.mark.parametrize("operation", OWN_STATUSES)
def test_what_the_facade_answers_of_itself_has_these_statuses(document, operation):
    found = document.operation(operation)

    assert sorted(found.answers) == OWN_STATUSES[operation]
    assert (found.soap_operation, found.calls_accepted) == (None, "none")


def test_a_client_is_known_where_its_tenant_has_jwts(document):
    jwt = document.under({"auth_type": "JWT", "client_id": "me", "client_secret": "mine"})

    assert not document.operation("GetAccessToken").callers.anybody
    assert jwt.operation("GetAccessToken").callers.anybody
    assert jwt.operation("GetAccessToken").callers.known == {"ClientId": "me", "ClientSecret": "mine"}
    assert document.credentials.obtaining is None
    assert jwt.credentials.obtaining.body["ClientSecret"] == "mine"


def test_notifications_are_kept_as_long_as_the_setting_says(document):
    assert document.operation("GetWorkItemNotifications").notices.places["days"] == 30
    assert document.under({"work_item_notify_ttl": 2}).operation("GetWorkItemNotifications").notices.places["days"] == 2


def test_every_example_of_a_request_has_an_answer_of_its_name(document):
    for operation in map(document.operation, CODES):
        raw = document.raw["paths"][operation.path]["put"]
        requests = raw["requestBody"]["content"]["application/json"]["examples"]
        answers = raw["responses"]["200"]["content"]["application/json"]["examples"]

        assert set(requests) == set(answers)
        for name, request in requests.items():
            payload = answers[name]["value"]["Payload"]
            assert (payload.get("result") or payload["returnCode"])["code"] == request["x-answer"]["code"], name


def test_every_clause_it_names_is_a_clause(document):
    def clauses(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if key in ("x-clauses", "clauses"):
                    lists = value.values() if isinstance(value, dict) else [value]
                    yield from (clause for each in lists for clause in each)
                else:
                    yield from clauses(value)
        elif isinstance(node, list):
            for each in node:
                yield from clauses(each)

    named = set(clauses(document.source))

    assert named <= set(all_clauses())
    assert len(named) > 20


def test_a_validating_broker_refuses_what_is_passed_through_otherwise(document):
    broker = document.under({"validation": "broker"})

    for name, path in (("CancelJob", "Id"), ("GetChangedWorkItems", "FRU")):
        passing, refusing = document.operation(name).request.child(path), broker.operation(name).request.child(path)
        for rule in ("missing", "empty", "too_long"):
            assert getattr(passing, rule).kind is OutcomeKind.CODE
            assert getattr(refusing, rule).kind is OutcomeKind.REFUSED


@pytest.mark.parametrize(
    ("version", "dropped"), [("9.4", True), ("11.2", True), ("11.3", False), ("11.10", False), ("14.2", False)]
)
def test_the_reason_is_dropped_below_11_3(document, version, dropped):
    reason = document.under({"scheduling_version": version}).operation("CancelJob").request.child("CancelReason")

    assert reason.dropped is dropped


def test_job_info_is_there_only_when_it_is_switched_on(document):
    def paths(each):
        return {prop.path for prop in each.operation("CancelJob").answers[200].variants[0].root.walk()}

    assert "Payload.jobInfo" not in paths(document)
    assert "Payload.jobInfo.empID" in paths(document.under({"payload_job_info": True}))


def test_settings_that_it_does_not_know_are_left_out(document):
    assert document.under({"journal_size": 5, "error_status": 400}).settings["error_status"] == 400
    assert "journal_size" not in document.under({"journal_size": 5}).settings
