"""A document beside the WSDL."""

import pytest
import yaml

from contracts.document import DocumentError, check_against_wsdl, find, load
from contracts.wsdl import packaged

GATEWAY = "tests/gateway/gateway.yaml"


@pytest.fixture
def raw():
    return yaml.safe_load(find(GATEWAY).read_text("utf-8"))


@pytest.fixture
def checked(tmp_path, raw):
    def write_and_check():
        path = tmp_path / "mine.yaml"
        path.write_text(yaml.safe_dump(raw), "utf-8")
        check_against_wsdl(load(path))

    return write_and_check


@pytest.mark.parametrize("name", ["servicebroker", GATEWAY])
def test_a_sound_document_passes(name):
    check_against_wsdl(load(name))


def test_what_a_document_does_not_say_comes_from_the_wsdl():
    operation = load(GATEWAY).operation("getChanges")

    assert (operation.soap_request, operation.soap_reply) == ("GetChangedWorkItemsRequest", "GetChangedWorkItemsResponse")
    assert operation.soap_login == (("login", "databaseUser"), ("login", "password"), ("login", "spUser"))
    assert load(GATEWAY).soap_namespace == packaged().operations["CancelJob"].request.namespace
    assert load(GATEWAY).soap_result.places == {"type": "result/type", "code": "result/code"}
    assert operation.naming("unit").examples == ("NORTH",)


def test_an_unknown_element_is_named_with_its_place_and_what_there_is(raw, checked):
    raw["paths"]["/jobs/{id}"]["delete"]["parameters"][0]["x-soap-element"] = "jobId"

    with pytest.raises(DocumentError) as told:
        checked()

    assert "mine.yaml#/paths/~1jobs~1{id}/delete/parameters/0/schema/x-soap-element: expected an element of" in str(told.value)
    assert "JobCancelRequest in the WSDL, one of login, login/databaseUser" in str(told.value)
    assert "(do you mean jobID?), found 'jobId'" in str(told.value)


def test_an_unknown_element_of_an_answer_is_named(raw, checked):
    answers = raw["paths"]["/units/{unit}/changes"]["get"]["responses"]
    answers["200"]["content"]["application/json"]["schema"]["properties"]["next"]["x-soap-element"] = "timestampOut"

    with pytest.raises(DocumentError, match=r"expected an element of GetChangedWorkItemsResponse.*found 'timestampOut'"):
        checked()


def test_an_unknown_operation_is_named(raw, checked):
    raw["paths"]["/jobs/{id}"]["delete"]["x-soap-operation"] = "CancelJobs"

    with pytest.raises(
        DocumentError, match=r"x-soap-operation: expected an operation of the WSDL, .*\(do you mean CancelJob\?\)"
    ):
        checked()


def test_messages_that_are_not_the_wsdl_s_are_named(raw, checked):
    raw["paths"]["/jobs/{id}"]["delete"]["x-soap-messages"] = {"request": "JobCancel"}

    with pytest.raises(
        DocumentError, match="x-soap-messages/request: expected JobCancelRequest, as in the WSDL, found 'JobCancel'"
    ):
        checked()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"in": "cookie", "required": True}, "parameters/0/in: expected query, path or header, found 'cookie'"),
        ({"in": "body"}, "parameters/0/in: expected query, path or header, found 'body'"),
        ({"schema": None}, "parameters/0/schema: expected a schema, found None"),
    ],
)
def test_a_parameter_that_cannot_be_sent_is_refused(raw, checked, change, expected):
    raw["paths"]["/jobs/{id}"]["delete"]["parameters"][0] |= change

    with pytest.raises(DocumentError) as told:
        checked()

    assert expected in str(told.value)
