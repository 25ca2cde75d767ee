"""Writing a request from one map of values, and reading them back."""

import json

import pytest
import yaml

from contracts.document import Carrier, load
from contracts.exchange import Request
from contracts.inputs import ABSENT, carries, repeated, request_for, values_of

DOCUMENT = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /units/{unit}/jobs/{id}:
    parameters:
      - {name: unit, in: path, required: true, schema: {type: string}, x-soap-element: FRUID}
    post:
      operationId: Do
      x-soap-operation: CancelJob
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, maxLength: 50}, x-soap-element: jobID}
        - {name: number, in: query, schema: {type: integer}, x-soap-element: cancelReason/cancelReasonId}
        - {name: flag, in: query, schema: {type: boolean}}
        - {name: tag, in: query, schema: {type: array, items: {type: integer}}}
        - {name: X-Why, in: header, schema: {type: string}, x-soap-element: cancelReason/cancelReasonDesc}
        - {name: session, in: cookie, schema: {type: string}}
      requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}
      responses: {"200": {description: done}}
    get:
      operationId: Look
      x-soap-operation: GetChangedWorkItems
      responses: {"200": {description: done}}
"""


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(DOCUMENT, "utf-8")
    return load(path)


def of(document, name):
    return next(prop for prop in document.operation("Do").request.properties if prop.name == name)


def test_values_go_into_path_query_header_and_body(document):
    values = {"{unit}": "N/A?", "{id}": "ä b", "?number": 7, "?flag": True, "?tag": [1, 2], "X-Why:": "so", "id": "in the body"}

    request = request_for(document, document.operation("Do"), values)

    assert request.path == "/units/N%2FA%3F/jobs/%C3%A4%20b?number=7&flag=true&tag=1&tag=2"
    assert request.headers == {"Content-Type": "application/json", "X-Why": "so"}
    assert json.loads(request.body) == {"id": "in the body"}


def test_what_was_written_is_read_back(document):
    values = {"{unit}": "N&=+", "{id}": "\U0001f9ea%41", "?number": 7, "?flag": False, "?tag": [1], "X-Why:": "so", "id": "x"}
    operation = document.operation("Do")

    request = request_for(document, operation, values)

    assert values_of(operation, request, json.loads(request.body)) == values


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("", {}),
        ("number=", {"?number": ""}),
        ("number=x", {"?number": "x"}),
        ("number=-1", {"?number": -1}),
        ("number=1.5", {"?number": "1.5"}),
        ("number=" + "9" * 301, {"?number": "9" * 301}),
        ("number=+7", {"?number": " 7"}),
        ("flag=TRUE", {"?flag": "TRUE"}),
        ("tag=x&tag=2", {"?tag": ["x", 2]}),
        ("other=1", {}),
        ("&&=", {}),
        ("%6Eumber=1", {"?number": 1}),
    ],
)
def test_a_parameter_that_is_no_value_of_its_type_stays_a_text(document, query, values):
    request = Request(method="POST", path=f"/units/U/jobs/J?{query}")

    assert values_of(document.operation("Do"), request, {}) == {"{unit}": "U", "{id}": "J", **values}


def test_a_parameter_that_is_there_twice_is_noticed_unless_it_is_a_list(document):
    operation = document.operation("Do")

    assert repeated(operation, Request(method="POST", path="/units/U/jobs/J?number=1&number=1"))
    assert not repeated(operation, Request(method="POST", path="/units/U/jobs/J?tag=1&tag=1&other=1&other=2"))


def test_a_name_without_a_place_goes_into_the_query_where_there_is_no_body(document):
    request = request_for(document, document.operation("Look"), {"{unit}": "U", "Unknown": 1, "deep": {}})

    assert (request.path, request.body) == ("/units/U/jobs/x?Unknown=1", b"")


@pytest.mark.parametrize(
    ("name", "value", "room"),
    [
        *(("{id}", value, True) for value in ("a", " ", "a b", "ä", "<&>", "%", "..a", 7, True)),
        *(
            ("{id}", value, False)
            for value in ("", ".", "..", "a/b", "a\\b", "a\nb", "\x00", "\ud800", "a;b", None, ABSENT, [], {})
        ),
        *(("?number", value, True) for value in ("", "a/b", "\x00", "a\nb", 1.5, False, ABSENT)),
        *(("?number", value, False) for value in (None, [1], {}, "\ud800")),
        *(("?tag", value, True) for value in ([], [1, "a"], 1)),
        *(("?tag", value, False) for value in ([[]], [None])),
        *(("X-Why:", value, True) for value in ("a b", "é", "", ABSENT)),
        *(("X-Why:", value, False) for value in (" a", "a ", "a\nb", "語", None, ["a"])),
        *(("id", value, True) for value in (None, [], "\x00", ABSENT)),
    ],
)
def test_a_place_has_room_for_some_values_only(document, name, value, room):
    assert carries(of(document, name), value) is room


def test_the_parameters_of_a_path_hold_for_its_operations_and_cookies_are_let_be(document):
    carriers = {prop.name: prop.carrier for prop in document.operation("Do").request.properties}

    assert carriers == {
        "id": Carrier.BODY,
        "{unit}": Carrier.PATH,
        "{id}": Carrier.PATH,
        "?number": Carrier.QUERY,
        "?flag": Carrier.QUERY,
        "?tag": Carrier.QUERY,
        "X-Why:": Carrier.HEADER,
    }
    assert [prop.label for prop in document.operation("Look").request.properties] == ["unit"]


def test_a_path_with_parameters_is_told_from_one_as_it_stands(tmp_path):
    raw = yaml.safe_load(DOCUMENT)
    raw["paths"]["/units/all/jobs/{id}"] = {"get": {"operationId": "All", "responses": {}}}
    path = tmp_path / "more.yaml"
    path.write_text(yaml.safe_dump(raw), "utf-8")
    document = load(path)

    assert {each.name for each in document.at("/units/U/jobs/J?x=1")} == {"Do", "Look"}
    assert document.at("/units/U/jobs/J/more") == document.at("/units//jobs/J") == document.at("/Units/U/jobs/J") == ()
