"""From a JSON pointer to a line of the file."""

import pytest

from contracts.document import find, load
from contracts.document.lines import FIRST, Lines, Position

TEXT = """\
openapi: 3.1.0
paths:
  /a/{id}:
    get:
      parameters:
        - {name: id, in: path}
        - $ref: '#/components/parameters/Other'
      responses:
        "200":
          content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}
components:
  parameters:
    Other: {name: other, in: query}
  schemas:
    A:
      type: object
      properties:
        one: &one
          type: string
          x-clauses: [MY-1]
        two: {<<: *one, maxLength: 5}
        again: {$ref: "#/components/schemas/A"}
        self: {$ref: "#/components/schemas/A/properties/self"}
"""
SCHEMA = "/paths/~1a~1{id}/get/responses/200/content/application~1json/schema"


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [
        ("", 1, 1),
        ("/openapi", 1, 1),
        ("/paths/~1a~1{id}", 3, 3),
        ("/paths/~1a~1{id}/get", 4, 5),
        ("/paths/~1a~1{id}/get/parameters/0", 6, 11),
        ("/paths/~1a~1{id}/get/parameters/0/name", 6, 12),
        ("/paths/~1a~1{id}/get/parameters/1/name", 13, 13),
        ("/paths/~1a~1{id}/get/responses/200", 9, 9),
        (f"{SCHEMA}/properties/one", 18, 9),
        (f"{SCHEMA}/properties/two", 21, 9),
        (f"{SCHEMA}/properties/two/maxLength", 21, 25),
        (f"{SCHEMA}/properties/two/type", 19, 11),
        (f"{SCHEMA}/properties/again/properties/one", 18, 9),
        (f"{SCHEMA}/properties/self/type", 23, 9),
        (f"{SCHEMA}/properties/none", 17, 7),
        ("/paths/~1b", 2, 1),
        ("/paths/~1a~1{id}/get/parameters/7", 5, 7),
        ("/openapi/deeper", 1, 1),
    ],
)
def test_a_pointer_leads_to_the_line_and_column_of_its_key(pointer, line, column):
    assert Lines(TEXT).at(pointer) == Position(line, column)


def test_json_has_lines_too():
    assert Lines('{\n  "a": {\n    "b": 1}}').at("/a/b") == Position(3, 5)


@pytest.mark.parametrize("text", ["", "a: [", "text"])
def test_what_is_no_document_has_its_first_line_for_everything(text):
    assert Lines(text).at("/a/b") == FIRST


def test_a_file_that_is_gone_has_one_too(tmp_path):
    assert Lines.of(tmp_path / "none.yaml").at("/a") == FIRST


def test_the_first_place_that_names_a_clause_is_found():
    assert Lines(TEXT).naming("MY-1") == Position(20, 23)
    assert Lines(TEXT).naming("MY-2") is None


def test_every_pointer_that_reading_gives_leads_to_a_line_that_names_it():
    document = load("servicebroker")
    lines, text = Lines.of(document.file), find("servicebroker").read_text("utf-8").splitlines()
    roots = [operation.request for operation in document.operations if operation.request]
    roots += [
        each.root for operation in document.operations for answer in operation.answers.values() for each in answer.variants
    ]

    properties = [prop for root in roots for prop in root.walk() if prop.name]

    assert len(properties) > 100
    for prop in properties:
        assert prop.name in text[lines.at(prop.pointer).line - 1], prop.pointer
    for operation in document.operations:
        assert text[lines.at(operation.pointer).line - 1].strip() == f"{operation.method.lower()}:"
