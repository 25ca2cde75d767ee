"""Failures of a run made smaller, and put together by their cause."""

import json
from dataclasses import replace

import pytest

from contracts.again.finishing import Finisher
from contracts.again.steps import ToFacade
from contracts.run.budget import Budget
from tests.contracts.again.failing import failing
from tests.contracts.run.tampered import in_answers, in_messages, with_status


def two_defects(exchange):
    """Name an element wrongly, and write a number as a text."""
    return in_answers(b'"Code": 9', b'"Code": "9"')(in_messages("cancelReasonDesc>", "cancelDescription>")(exchange))


@pytest.fixture(scope="module")
def two():
    return failing(two_defects, phases=("mapping", "codes"))


def test_two_defects_are_two_groups_however_many_kinds_of_failure_they_cause(two):
    groups = two.verdict.groups

    assert len(groups.kinds) > len(groups) == 2
    assert [group.id for group in groups] == ["F1", "F2"]


def test_each_is_played_again_and_needs_no_more_than_one_request(two):
    for group in two.verdict.groups:
        assert group.lead.proved, group.lead.why_not
        (step,) = group.story.steps
        assert isinstance(step.action, ToFacade)


def test_what_the_failure_is_not_about_is_left_out_of_its_request(two):
    shape, mapping = two.verdict.groups

    assert shape.lead.needs == ()
    assert json.loads(shape.example.exchange.request.body) == {}
    assert mapping.lead.needs == ("cancelReason/cancelReasonDesc",)
    assert json.loads(mapping.example.exchange.request.body).keys() == {"CancelReason"}


def test_what_is_left_of_a_time_budget_is_all_that_is_spent_on_making_failures_smaller():
    prepared = failing(two_defects, phases=("codes",))
    asked = len(prepared.context.target.inner.log)
    spent = replace(prepared.context, budget=Budget(0.0))

    Finisher(context=spent).finish(prepared.verdict.groups)

    assert len(prepared.context.target.inner.log) == asked
    assert {kind.why_not for kind in prepared.verdict.groups.kinds} == {"the time for it was spent"}


def test_a_facade_without_defects_is_asked_for_nothing_more():
    prepared = failing(lambda exchange: exchange, phases=("codes",))

    assert len(prepared.verdict.groups) == 0
    asked = len(prepared.context.target.inner.log)
    assert asked == len(failing(lambda exchange: exchange, phases=("codes",)).context.target.inner.log)


def test_a_failure_that_needs_a_state_keeps_the_steps_that_make_it():
    again = with_status(200, 500)

    def breaks_the_second_time(exchange):
        second = b'"code": "1"' in exchange.response.body and exchange.operation == "CancelJob"
        return again(exchange) if second and exchange.request.body.count(b"J-1001") else exchange

    prepared = failing(breaks_the_second_time, phases=("mapping",))

    story = next(iter(prepared.verdict.groups)).story
    assert len(story.steps) == 2
    assert all(b"J-1001" in step.action.request.body for step in story.steps)


def test_the_same_seed_gives_the_same_groups_and_the_same_smallest_requests(two):
    again = failing(two_defects, phases=("mapping", "codes"))

    def told(prepared):
        return [(g.id, g.count, g.example.message, g.example.exchange.request.body) for g in prepared.verdict.groups]

    assert told(again) == told(two)
