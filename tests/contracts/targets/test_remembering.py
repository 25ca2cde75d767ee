"""A target that remembers what was done to it: every answer can tell what led to it."""

import pytest

from contracts.again import moment
from contracts.again.steps import AtOnce, ToControl, ToFacade, ToSoap
from contracts.exchange import Request
from contracts.target import InProcess, NotPossible
from contracts.targets.remembering import Remembering

PATH = "/up/v5/rest/scheduling/CancelJob"


@pytest.fixture
def target():
    return Remembering(InProcess())


def cancel(id_):
    return Request(method="PUT", path=PATH, headers={"Content-Type": "application/json"}, body=f'{{"Id": "{id_}"}}'.encode())


def story_of(response):
    return response.moment.story()


def test_an_answer_tells_what_led_to_it_in_order_and_nothing_that_came_later(target):
    target.control("POST", "/units", {"id": "U"})
    first = target.rest(cancel("J-1001"), operation="CancelJob").response
    responses, _ = target.rest_at_once([cancel("J-1002"), cancel("J-1003")])
    target.control("GET", "/health")
    message = Request(method="POST", path="/soap", body=b"<x/>")
    last = target.soap(message)

    assert [step.action for step in story_of(last).steps] == [
        ToControl(method="POST", path="/units", body={"id": "U"}),
        ToFacade(request=cancel("J-1001"), operation="CancelJob"),
        AtOnce(requests=(cancel("J-1002"), cancel("J-1003"))),
        ToSoap(request=message),
    ]
    assert [step.number for step in story_of(last).steps] == [1, 2, 3, 4]
    assert len(story_of(first).steps) == 2
    assert {len(story_of(response).steps) for response in responses} == {3}


def test_a_reset_begins_anew_and_leaves_the_clock_and_the_faults_as_they_are(target):
    target.control("PUT", "/clock", {"now": "2026-03-01T08:00:00Z", "running": False})
    target.control("POST", "/clock/advance", {"seconds": 5})
    target.control("POST", "/units", {"id": "U"})
    target.control("POST", "/reset")

    story = story_of(target.rest(cancel("J-1001")).response)

    assert [call.path for call in story.given] == ["/clock", "/clock/advance"]
    assert len(story.steps) == 1
    assert story.clock == {"now": "2026-01-05T08:00:00Z", "running": False}


@pytest.mark.parametrize(
    ("calls", "kept"),
    [
        ([("PUT", "/clock", {"now": "2026-03-01T08:00:00Z", "running": False}), ("PUT", "/clock", {"running": True})], 2),
        ([("POST", "/clock/advance", {"seconds": 5}), ("PUT", "/clock", {"now": "2026-03-01T08:00:00Z", "running": False})], 1),
        ([("PUT", "/clock", {"running": False}), ("PUT", "/clock", {"now": "2026-03-01T08:00:00Z"})], 2),
        ([("DELETE", "/faults", None)], 0),
    ],
)
def test_of_the_clock_and_the_faults_only_what_is_in_force_is_kept(target, calls, kept):
    for call in calls:
        target.control(*call)
    target.control("POST", "/reset")

    assert len(story_of(target.rest(cancel("J-1001")).response).given) == kept


def test_a_call_that_is_refused_is_remembered_and_the_next_answer_has_it(target):
    with pytest.raises(NotPossible):
        target.control("POST", "/units", {"id": ""})

    assert len(story_of(target.rest(cancel("J-1001")).response).steps) == 2


def test_a_fresh_target_with_settings_remembers_what_is_done_to_it_alone(target):
    target.rest(cancel("J-1001"))

    with target.with_settings({"error_status": 400}) as other, other.with_settings({"validation": "broker"}) as third:
        story = story_of(third.rest(cancel("J-1002")).response)

    assert dict(story.settings) == {"error_status": 400, "validation": "broker"}
    assert len(story.steps) == 1
    assert story_of(target.rest(cancel("J-1003")).response).settings == {}


def test_what_is_too_much_to_remember_begins_a_chapter_that_says_so(target, monkeypatch):
    monkeypatch.setattr(moment, "MOST_STEPS", 3)
    answers = [target.rest(cancel(f"J-{number}")).response for number in range(7)]

    assert [(len(story_of(each).steps), story_of(each).cut) for each in answers] == [
        (1, False),
        (2, False),
        (3, False),
        (1, True),
        (2, True),
        (3, True),
        (1, True),
    ]


def test_a_target_that_has_no_clock_is_remembered_without_one():
    class Clockless(InProcess):
        def control(self, method, path, body=None):
            if path == "/clock":
                raise NotPossible("there is none")
            return super().control(method, path, body)

    assert story_of(Remembering(Clockless()).rest(cancel("J-1001")).response).clock is None
