"""Which properties an object has, which go together, which exclude each other; read, judged, and drawn so."""

from copy import deepcopy

import pytest
import yaml

from contracts.document import load
from contracts.expected.message import expected_message
from contracts.strategies.bodies import valid_bodies
from contracts.strategies.drawing import drawn
from contracts.strategies.messages import full
from tests.contracts.document.test_reading import SMALL

TEXT = {"type": ["string", "null"]}
ONE_OF = [{"type": "object", "required": [name], "properties": {name: {"type": "string"}}} for name in ("id", "name")]


def root_of(tmp_path, **schema):
    small = deepcopy(SMALL)
    small["paths"]["/x"]["put"]["requestBody"]["content"]["application/json"]["schema"] = {"type": "object", **schema}
    path = tmp_path / "small.yaml"
    path.write_text(yaml.safe_dump(small, sort_keys=False), "utf-8")
    return load(path).operation("Put").request


def rules(root, body):
    return [(each.property.path, each.rule) for each in expected_message(root, body).objections]


@pytest.mark.parametrize("word", ["anyOf", "oneOf"])
def test_a_schema_beside_null_is_itself_or_null(tmp_path, word):
    row = {"type": "string", "maxLength": 3, "examples": ["abc"]}
    root = root_of(tmp_path, properties={"At": {word: [row, {"type": "null"}], "description": "when"}})

    at = root.child("At")
    assert (at.types, at.nullable, at.max_length, at.pointer) == ({"string"}, True, 3, f"{root.pointer}/properties/At/{word}/0")
    assert rules(root, {"At": None}) == []
    assert rules(root, {"At": "abcd"}) == [("At", "up to 3 characters")]


def test_of_two_schemas_neither_is_meant_alone(tmp_path):
    root = root_of(tmp_path, properties={"At": {"anyOf": [{"type": "string"}, {"type": "integer"}]}})

    assert root.child("At").types == frozenset()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"id": "x"}, []),
        ({"id": "x", "name": None}, []),
        ({"id": None}, [("Key", "alternatives")]),
        ({}, [("Key", "alternatives")]),
        ({"id": "x", "name": "y"}, [("Key", "alternatives")]),
        (None, []),
    ],
)
def test_of_alternatives_one_is_there_and_null_is_none(tmp_path, body, expected):
    key = {"type": ["object", "null"], "oneOf": [*ONE_OF, {"type": "null"}], "properties": {"id": TEXT, "name": TEXT}}
    root = root_of(tmp_path, properties={"Key": key})

    assert rules(root, {"Key": body}) == expected


def test_what_must_not_be_there_together_is_refused_and_never_drawn(tmp_path):
    root = root_of(tmp_path, properties={"a": TEXT, "b": TEXT}, **{"not": {"required": ["a", "b"]}})

    assert rules(root, {"a": "x", "b": "y"}) == [("", "apart")]
    assert rules(root, {"a": "x", "b": None}) == []
    assert full(root).keys() == {"a"}
    assert all(not rules(root, body) for body in drawn(valid_bodies(root), seed_value=1, count=50))


def test_what_is_needed_beside_a_value_is_missed_and_always_drawn(tmp_path):
    then = {"if": {"properties": {"kind": {"const": "later"}}}, "then": {"required": ["at"]}}
    kind = {"type": "string", "enum": ["now", "later"]}
    root = root_of(tmp_path, required=["kind"], properties={"kind": kind, "at": TEXT}, **then)

    assert rules(root, {"kind": "later"}) == [("at", "missing")]
    assert rules(root, {"kind": "now"}) == []
    bodies = drawn(valid_bodies(root), seed_value=1, count=50)
    assert any(body["kind"] == "later" for body in bodies)
    assert all(not rules(root, body) for body in bodies)


def test_what_a_record_may_have_already_is_not_judged_where_it_is_missing(tmp_path):
    root = root_of(tmp_path, required=["kind"], properties={"kind": {"type": "string", "x-missing": "record"}})

    found = expected_message(root, {})
    assert (found.objections, [each.property.path for each in found.unclear]) == ((), ["kind"])


def test_a_condition_is_no_part_of_a_usual_request(tmp_path):
    root = root_of(tmp_path, properties={"a": TEXT, "if": {**TEXT, "x-condition": {"status": 412, "code": "NotSo"}}})

    assert full(root).keys() == {"a"}
    assert root.child("if").condition.status == 412
