"""Requests at the same time."""

import threading
from dataclasses import replace

import pytest

from contracts.document import load
from contracts.run import together
from contracts.run.budget import Budget
from contracts.run.events import Checked, NotExercised, RunContext
from contracts.target import InProcess

(PHASE,) = together.PHASES


def told(target, *, budget=None):
    context = RunContext(target=target, documents=(load("servicebroker"),), seed=1, budget=Budget(budget))
    return list(PHASE(context))


def failures(events):
    return [failure for event in events if isinstance(event, Checked) for failure in event.failures]


class Mixing(InProcess):
    """A facade with one pair of hands: what it does to the answers, or the calls, of requests at once."""

    def __init__(self, *, answers=lambda answers: answers, calls=lambda calls: calls):
        super().__init__()
        self._answers, self._calls = answers, calls

    def rest_at_once(self, requests):
        responses, calls = super().rest_at_once(requests)
        return self._answers(responses), tuple(self._calls(list(calls)))


def test_our_facade_mixes_nothing_up():
    events = told(InProcess())

    assert failures(events) == []
    assert {event.cases for event in events} == {6 * 8 + 6}
    assert all("SB-P-01" in event.clauses for event in events)


def test_they_really_come_at_the_same_time():
    met = threading.Barrier(8, timeout=30)

    class Meeting(InProcess):
        def _call(self, request):
            if "/CancelJob" in request.path:
                met.wait()
            return super()._call(request)

    assert failures(told(Meeting())) == []


@pytest.mark.parametrize(
    ("target", "clause"),
    [
        (Mixing(calls=lambda calls: [calls[0], *calls[:-1]]), "SB-P-01"),
        (Mixing(calls=lambda calls: [*calls, calls[0]]), "SB-P-01"),
        (Mixing(calls=lambda calls: [replace(calls[0], request=calls[0].request.replace(">T", ">X")), *calls[1:]]), "SB-P-01"),
        (Mixing(answers=lambda answers: [*answers[1:], answers[0]]), "SB-G-07"),
    ],
    ids=["one caller's id sent twice", "a call too many", "nobody's id", "answers swapped"],
)
def test_what_gets_mixed_up_is_found(target, clause):
    assert any(clause in failure.clauses for failure in failures(told(target)))


def test_a_round_for_which_there_is_no_time_is_left_out():
    events = told(InProcess(), budget=0)

    assert [event.reason for event in events if isinstance(event, NotExercised)] == ["the time budget was spent"]
