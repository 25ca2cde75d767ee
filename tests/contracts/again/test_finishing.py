"""Failures of a run made smaller, and put together by their cause."""

import itertools
import json
from dataclasses import replace

import pytest

from contracts.again.effort import Effort
from contracts.again.finishing import SECONDS_BESIDE, SECONDS_FOR_ALL, Finisher
from contracts.again.shrinking import Shrinker
from contracts.again.steps import ToFacade
from contracts.reports.wording import failure_lines
from contracts.run.budget import Budget
from tests.contracts.again.failing import failing
from tests.contracts.run.tampered import in_answers, in_messages, with_status


def two_defects(exchange):
    """Name an element wrongly, and write a number as a text."""
    return in_answers(b'"Code": 9', b'"Code": "9"')(in_messages("cancelReasonDesc>", "cancelDescription>")(exchange))


def breaks_the_second_time(exchange):
    """Answer 500 to who cancels a job again."""
    second = b'"code": "1"' in exchange.response.body and exchange.operation == "CancelJob"
    return with_status(200, 500)(exchange) if second and exchange.request.body.count(b"J-1001") else exchange


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


def test_whoever_waits_for_a_report_waits_for_a_time_that_is_known_before():
    """Every look at the clock is a second later, so the seconds that finishing takes can be counted."""
    clock = itertools.count().__next__
    prepared = failing(two_defects, phases=("mapping", "codes"), finished=False)
    asked = len(prepared.context.target.inner.log)

    Finisher(context=prepared.context, clock=clock).finish(prepared.verdict.groups)

    spent = clock()
    kinds = list(prepared.verdict.groups.kinds)
    assert spent <= SECONDS_FOR_ALL[False] + SECONDS_BESIDE + 3 * len(kinds)
    assert len(prepared.context.target.inner.log) - asked <= SECONDS_FOR_ALL[False]
    assert "the time for it was spent" in {kind.why_not for kind in kinds}
    assert "  as found: the time for it was spent" in [
        line for group in prepared.verdict.groups for line in failure_lines(group, prepared.verdict)
    ]


def test_a_long_story_is_played_again_only_as_far_as_the_time_goes():
    prepared = failing(breaks_the_second_time, phases=("mapping",), finished=False)
    kind = next(iter(prepared.verdict.groups.kinds))
    story = kind.example.exchange.response.moment.story()
    target = prepared.context.target.inner
    asked = len(target.log)
    effort = Effort(tries=150, seconds=3, clock=itertools.count().__next__)

    shrunk = Shrinker(kind.example, kind.example.judge, target, effort).shrink(story)

    assert len(story.steps) > 20
    assert shrunk is None
    assert len(target.log) - asked <= 3


def test_a_facade_without_defects_is_asked_for_nothing_more():
    prepared = failing(lambda exchange: exchange, phases=("codes",))

    assert len(prepared.verdict.groups) == 0
    asked = len(prepared.context.target.inner.log)
    assert asked == len(failing(lambda exchange: exchange, phases=("codes",)).context.target.inner.log)


def test_a_failure_that_needs_a_state_keeps_the_steps_that_make_it():
    prepared = failing(breaks_the_second_time, phases=("mapping",))

    story = next(iter(prepared.verdict.groups)).story
    assert len(story.steps) == 2
    assert all(b"J-1001" in step.action.request.body for step in story.steps)


def test_the_same_seed_gives_the_same_groups_and_the_same_smallest_requests(two):
    again = failing(two_defects, phases=("mapping", "codes"))

    def told(prepared):
        return [(g.id, g.count, g.example.message, g.example.exchange.request.body) for g in prepared.verdict.groups]

    assert told(again) == told(two)
