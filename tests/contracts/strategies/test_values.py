"""Values made from a document."""

import pytest

from contracts.document import load
from contracts.expected.message import expected_message
from contracts.expected.rules import carried_by_xml
from contracts.strategies.bodies import valid_bodies
from contracts.strategies.drawing import drawn
from contracts.strategies.messages import ABSENT, full, trials, with_both_spellings, with_value
from contracts.strategies.spoiled import at_the_limits, out_of_shape
from contracts.strategies.texts import AWKWARD, of_length
from contracts.strategies.ways import Way

DOCUMENT = load("servicebroker")
OPERATIONS = [operation.name for operation in DOCUMENT.operations if operation.request]
PROPERTIES = [
    pytest.param(operation.request, prop, id=f"{operation.name}.{prop.path}")
    for operation in DOCUMENT.operations
    if operation.soap_operation
    for prop in operation.request.walk()
]
BROKER = DOCUMENT.under({"validation": "broker"})


@pytest.mark.parametrize("name", OPERATIONS)
def test_valid_bodies_break_no_rule_even_of_a_validating_broker(name):
    root = BROKER.operation(name).request

    for body in drawn(valid_bodies(root), seed_value=1, count=200):
        assert expected_message(root, body).objections == (), body


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_same_seed_gives_the_same_bodies(name):
    strategy = valid_bodies(DOCUMENT.operation(name).request)

    first = drawn(strategy, seed_value=7, count=50)

    assert drawn(strategy, seed_value=7, count=50) == first
    assert drawn(strategy, seed_value=8, count=50) != first


@pytest.mark.parametrize("name", OPERATIONS)
def test_valid_bodies_have_each_property_there_absent_and_null(name):
    root = DOCUMENT.operation(name).request
    bodies = drawn(valid_bodies(root), seed_value=1, count=200)

    for prop in root.properties:
        found = [body.get(prop.name, ABSENT) for body in bodies]
        assert any(value not in (ABSENT, None) for value in found)
        assert prop.required or ABSENT in found
        assert not prop.nullable or None in found


def test_valid_bodies_speak_older_spellings_too():
    bodies = drawn(valid_bodies(DOCUMENT.operation("CancelJob").request), seed_value=1, count=200)

    assert any("CancelReasonId" in (body.get("CancelReason") or {}) for body in bodies)


@pytest.mark.parametrize(("root", "prop"), PROPERTIES)
def test_a_trial_of_one_property_breaks_no_rule(root, prop):
    for trial in trials(prop):
        body = with_value(root, full(root), prop.path, trial.value)

        assert expected_message(root, body).objections == (), trial.name


@pytest.mark.parametrize(("root", "prop"), PROPERTIES)
def test_trials_tell_absent_null_and_empty_apart(root, prop):
    values = [trial.value for trial in trials(prop)]

    assert ABSENT in values
    assert (None in values) is prop.nullable
    assert "object" not in prop.types or {} in values


@pytest.mark.parametrize(("root", "prop"), PROPERTIES)
def test_a_spoiled_value_breaks_the_rule_that_it_names(root, prop):
    broker = BROKER.operation("CancelJob" if root.child("Id") else "GetChangedWorkItems").request

    for spoiled in (*at_the_limits(prop), *out_of_shape(prop)):
        found = expected_message(broker, with_value(broker, full(broker), prop.path, spoiled.value))

        broken = [each.property.path for each in (*found.objections, *found.promised)]
        assert (prop.path in broken) is spoiled.breaks, spoiled.rule


@pytest.mark.parametrize("limit", [8, 50, 500])
def test_limits_are_tried_one_below_at_and_one_above(limit):
    prop = next(each for operation in DOCUMENT.operations for each in operation.request.walk() if each.max_length == limit)

    texts = [each.value for each in at_the_limits(prop)]

    assert {len(text) for text in texts} == {limit - 1, limit, limit + 1}
    assert any(len(text) == limit < len(text.encode("utf-16-le")) // 2 for text in texts)


def test_every_awkward_text_can_be_carried():
    assert all(carried_by_xml(each.text) for each in (*AWKWARD, *of_length(9, Way.LONGEST)))


def test_a_value_is_put_at_its_place_and_its_older_spelling_leaves():
    root = DOCUMENT.operation("CancelJob").request
    body = {"Id": "J", "CancelReason": {"cancelReasonId": 1}}

    assert with_value(root, body, "CancelReason.CancelReasonId", 2) == {"Id": "J", "CancelReason": {"CancelReasonId": 2}}
    assert with_value(root, body, "Id", ABSENT) == {"CancelReason": {"cancelReasonId": 1}}
    assert body == {"Id": "J", "CancelReason": {"cancelReasonId": 1}}


def test_both_spellings_have_values_of_their_own():
    root = DOCUMENT.operation("CancelJob").request
    older = root.child("CancelReason").child("CancelReasonDesc")

    body = with_both_spellings(root, {"Id": "J"}, older)

    assert body["CancelReason"] == {"cancelReasonDesc": "the newer", "CancelReasonDesc": "the older"}
