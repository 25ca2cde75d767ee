"""The ways in which a property is tried: what each value is, and where a document leaves no room for one."""

import pytest

from contracts.document import load
from contracts.document.reading import read
from contracts.expected.message import expected_message
from contracts.inputs import ABSENT
from contracts.strategies.messages import full, misspelt, trials, tried, with_value
from contracts.strategies.possible import impossible
from contracts.strategies.spoiled import at_the_limits, out_of_shape
from contracts.strategies.ways import Way
from contracts.wsdl import packaged

DOCUMENT = load("servicebroker")
OPERATIONS = [operation for operation in DOCUMENT.operations if operation.soap_operation]
PROPERTIES = [
    pytest.param(operation, prop, id=f"{operation.name}.{prop.path}")
    for operation in OPERATIONS
    for prop in operation.request.walk()
]
TEXTS = {Way.ACCENTS, Way.ASTRAL, Way.WHITE_SPACE, Way.MARKUP}
NOT_OF_AN_OBJECT = TEXTS | {Way.SHORTEST, Way.LONGEST, Way.TOO_LONG, Way.NOT_IN_XML, Way.NUMBER_AS_TEXT, Way.OLDER_SPELLING}


@pytest.mark.parametrize(
    ("operation", "path", "ways"),
    [
        ("CancelJob", "Id", {Way.OLDER_SPELLING}),
        ("CancelJob", "CancelReason", NOT_OF_AN_OBJECT),
        ("CancelJob", "CancelReason.cancelReasonId", TEXTS),
        ("CancelJob", "CancelReason.CancelReasonId", TEXTS | {Way.OLDER_SPELLING}),
        ("CancelJob", "CancelReason.cancelReasonDesc", set()),
        ("CancelJob", "CancelReason.CancelReasonDesc", {Way.OLDER_SPELLING}),
        ("GetChangedWorkItems", "FRU", {Way.OLDER_SPELLING}),
        ("GetChangedWorkItems", "OffsetId", {Way.LONGEST, Way.TOO_LONG, Way.OLDER_SPELLING}),
        ("GetChangedWorkItems", "Options", NOT_OF_AN_OBJECT),
        ("GetChangedWorkItems", "Options.JeopOnly", NOT_OF_AN_OBJECT | {Way.EMPTY}),
    ],
)
def test_a_way_is_impossible_only_where_the_document_leaves_no_room_for_it(operation, path, ways):
    operation = DOCUMENT.operation(operation)
    prop = next(each for each in operation.request.walk() if each.path == path)

    found = impossible(operation, prop)

    assert set(found) == ways
    assert all(found.values())


def test_every_property_of_the_facade_is_in_that_table():
    assert len(PROPERTIES) == 10


@pytest.mark.parametrize(("operation", "prop"), PROPERTIES)
def test_the_value_of_a_way_is_what_the_way_says(operation, prop):
    found = [(each.way, each.value) for each in (*trials(prop), *at_the_limits(prop), *out_of_shape(prop))]

    for way, value in found:
        match way:
            case Way.ABSENT:
                assert value is ABSENT
            case Way.NULL:
                assert value is None
            case Way.EMPTY:
                assert value in ("", {})
            case Way.SHORTEST if isinstance(value, str) and not value.isdigit():
                assert len(value) == (prop.min_length or 1)
            case Way.LONGEST if prop.max_length:
                assert len(value) in (prop.max_length, prop.max_length - 1)
            case Way.TOO_LONG if prop.max_length:
                assert len(value) == prop.max_length + 1
            case Way.TOO_LONG:
                assert not prop.minimum <= int(value) <= prop.maximum
            case Way.ACCENTS:
                assert not value.isascii()
            case Way.WHITE_SPACE:
                assert any(each in value for each in " \t\r\n")
    assert {way for way, _ in found} >= {Way.ABSENT, Way.NULL, Way.USUAL, Way.OTHER_TYPE}


@pytest.mark.parametrize(("operation", "prop"), PROPERTIES)
def test_a_misspelt_name_is_nobodys_and_counts_as_absent(operation, prop):
    root = operation.request
    absent = expected_message(root, with_value(root, full(root), prop.path, ABSENT))
    found = misspelt(operation, prop)

    assert len(found) >= 3
    for trial in found:
        body = tried(root, full(root), prop, trial)
        assert trial.spelling not in {each.name for each in root.walk()}
        assert str(full(prop)) in str(body) or body != full(root)
        message = expected_message(root, body)
        assert ([each.path for each in message.sent], message.promised) == (
            [each.path for each in absent.sent],
            absent.promised,
        )


def test_an_older_spelling_is_no_misspelling():
    operation = DOCUMENT.operation("CancelJob")
    prop = next(each for each in operation.request.walk() if each.name == "cancelReasonId")

    assert "CancelReasonId" not in {trial.spelling for trial in misspelt(operation, prop)}


def parameter(where, name="key", **schema):
    source = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/jobs/{key}" if where == "path" else "/jobs": {
                "get": {
                    "operationId": "cancel",
                    "x-soap-operation": "CancelJob",
                    "parameters": [
                        {"name": name, "in": where, "required": where == "path", "schema": schema, "x-soap-element": "jobID"}
                    ],
                    "responses": {"200": {"description": "done"}},
                }
            }
        },
    }
    (operation,) = read(source, name="t", file="t.yaml", settings={}, interface=packaged()).operations
    return operation, operation.request.properties[0]


@pytest.mark.parametrize(
    ("where", "ways"),
    [
        ("path", {Way.ABSENT, Way.NULL, Way.EMPTY, Way.UNKNOWN_SPELLING}),
        ("query", {Way.NULL}),
        ("header", {Way.NULL, Way.UNKNOWN_SPELLING}),
    ],
)
def test_a_parameter_cannot_be_tried_in_ways_that_its_place_has_no_room_for(where, ways):
    operation, prop = parameter(where, type="string", maxLength=9)

    assert ways <= set(impossible(operation, prop))
    assert Way.LONGEST not in impossible(operation, prop)


def test_a_query_is_misspelt_by_the_name_that_stands_in_it():
    operation, prop = parameter("query", name="since", type="string")

    assert [trial.spelling for trial in misspelt(operation, prop)] == ["SINCE", "Since", "sincee"]


def test_the_ways_are_known_by_their_words():
    assert [Way.of(way.word) for way in Way] == list(Way)
    with pytest.raises(KeyError):
        Way.of("sideways")
