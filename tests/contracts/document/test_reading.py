"""Reading documents: what is wrong with one is named with its place."""

from copy import deepcopy

import pytest
import yaml

from contracts.document import DocumentError, Outcome, OutcomeKind, TextKind, load

SMALL = {
    "openapi": "3.1.0",
    "info": {"title": "small", "version": "1"},
    "x-settings": {"mode": {"default": "a"}, "version": {"default": "2.10"}},
    "paths": {
        "/x": {
            "put": {
                "operationId": "Put",
                "x-soap-operation": "Do",
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["Name"],
                                "properties": {
                                    "Name": {"type": "string", "maxLength": 5, "x-soap-element": "a/name"},
                                    "Link": {"$ref": "#/components/schemas/Link"},
                                },
                            }
                        }
                    }
                },
                "responses": {"200": {"description": "done"}},
            }
        }
    },
    "components": {"schemas": {"Link": {"type": ["string", "null"], "x-soap-element": "link"}}},
}


@pytest.fixture
def small():
    return deepcopy(SMALL)


@pytest.fixture
def name(small):
    return small["paths"]["/x"]["put"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["Name"]


@pytest.fixture
def read(tmp_path, small):
    def write_and_load(settings=None):
        path = tmp_path / "small.yaml"
        path.write_text(yaml.safe_dump(small, sort_keys=False), "utf-8")
        return load(path, settings)

    return write_and_load


def test_a_property_is_read_with_its_rules(read):
    prop = read().operation("Put").request.child("Name")

    assert prop.required
    assert prop.max_length == 5
    assert prop.soap_element == ("a", "name")
    assert prop.missing == Outcome(kind=OutcomeKind.REFUSED)


def test_a_reference_is_put_in_place(read):
    link = read().operation("Put").request.child("Link")

    assert link.nullable
    assert link.soap_element == ("link",)


def test_what_a_value_gets_is_read_with_its_code(read, name):
    name["x-too-long"] = "code: 17"

    assert read().operation("Put").request.child("Name").too_long == Outcome(kind=OutcomeKind.CODE, code="17")


def test_a_text_rule_can_be_a_table_of_the_document(read, small, name):
    small["x-tables"] = {"sizes": {"S": 1}}
    name["x-soap-text"] = {"table": "sizes"}

    text = read().operation("Put").request.child("Name").text

    assert (text.kind, text.table) == (TextKind.ENUM, {"S": 1})


@pytest.mark.parametrize(
    ("condition", "settings", "holds"),
    [
        ("mode=a", {}, True),
        ("mode=b", {}, False),
        ("mode=b", {"mode": "b"}, True),
        ("version<2.9", {}, False),
        ("version<2.11", {}, True),
        ("version<10", {}, True),
    ],
)
def test_a_key_holds_under_its_condition(read, name, condition, settings, holds):
    name["x-when"] = {condition: {"maxLength": 9}}

    assert read(settings).operation("Put").request.child("Name").max_length == (9 if holds else 5)


def test_a_property_that_must_never_be_there_is_taken_out(read, name):
    name["x-never"] = True

    assert read().operation("Put").request.child("Name") is None


NAME = "#/paths/~1x/put/requestBody/content/application~1json/schema/properties/Name"


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("x-too-long", "cut", "expected one of refused, sent, absent, not-found or 'code: n', found 'cut'"),
        ("x-too-long", "code: one", "expected one of"),
        ("x-other-types", "sent", "expected one of refused, json-text, found 'sent'"),
        ("x-soap-text", "upper", "expected plain, digits, utc, names"),
        ("x-soap-text", {"cut": 0}, "expected plain"),
        ("x-soap-text", {"table": "sizes"}, "expected plain"),
        ("x-soap-element", ["a"], "expected a text, found ['a']"),
        ("x-clauses", "SB-C-01", "expected a list of clause ids"),
        ("x-clauses", {"element": "SB-C-01"}, "expected a list of clause ids"),
        ("x-clauses", {None: ["SB-C-01"]}, "in YAML, null needs quotes"),
        ("x-reads", {"pattern": "(", "otherwise": "code: 1"}, "expected a regular expression, found '('"),
        ("x-reads", {"pattern": "a", "otherwise": "1"}, "expected 'code: n', found '1'"),
        ("x-when", {"colour=a": {}}, "expected a condition setting=value or setting<version, with one of mode, version"),
        ("x-when", {"mode": {}}, "expected a condition"),
        ("x-when", {"mode=a": "sent"}, "expected a map of conditions to keys"),
    ],
)
def test_a_wrong_key_is_named_with_its_place(read, name, key, value, expected):
    name[key] = value

    with pytest.raises(DocumentError) as error:
        read()

    assert f"{NAME}/{key}" in str(error.value)
    assert expected in str(error.value)


def test_a_misspelt_key_is_not_passed_over(read, name):
    name["x-soap-elment"] = "a"

    with pytest.raises(DocumentError, match="x-soap-elment: unknown key; did you mean x-soap-element"):
        read()


def test_keys_of_others_are(read, name):
    name["x-internal-id"] = 7

    assert read().operation("Put")


def test_a_reference_that_leads_nowhere_is_named(read, small):
    del small["components"]["schemas"]["Link"]

    with pytest.raises(DocumentError, match=r"Link: \$ref '#/components/schemas/Link' leads nowhere: there is no 'Link'"):
        read()


def test_a_reference_to_elsewhere_is_refused(read, name):
    name["$ref"] = "other.yaml#/x"

    with pytest.raises(DocumentError, match="expected a \\$ref inside the document"):
        read()


def test_a_schema_that_holds_itself_is_refused(read, small):
    small["components"]["schemas"]["Link"] = {"type": "object", "properties": {"Next": {"$ref": "#/components/schemas/Link"}}}

    with pytest.raises(DocumentError, match="leads back to itself"):
        read()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[1, 2]", "found list"), ("swagger: '2.0'", "found openapi: None"), ("a: [", "cannot be read as YAML or JSON")],
)
def test_what_is_no_openapi_document_is_refused(tmp_path, text, expected):
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(DocumentError) as error:
        load(path)

    assert str(path) in str(error.value)
    assert expected in str(error.value)


def test_a_name_that_nobody_knows_is_told_with_those_there_are():
    with pytest.raises(DocumentError, match=r"nothing: expected a document's file or one of the names .*servicebroker"):
        load("nothing")


def test_a_setting_without_a_default_is_refused(read, small):
    small["x-settings"]["mode"] = "a"

    with pytest.raises(DocumentError, match="x-settings/mode: expected a map with the key default"):
        read()


def test_calls_are_one_each_or_none(read, small):
    small["paths"]["/x"]["put"]["x-soap-calls"] = {"accepted": "two"}

    with pytest.raises(
        DocumentError, match="x-soap-calls/accepted: expected accepted or refused: one, each, none, found 'two'"
    ):
        read()
