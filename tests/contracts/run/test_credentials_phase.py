"""Credentials: our facades keep what their documents say of them, and a gateway that looks at less is found."""

from pathlib import Path

import pytest

from contracts.clauses import all_clauses
from contracts.document import load
from contracts.exchange import Exchange
from contracts.run.budget import Budget
from contracts.run.credentials import PHASES
from contracts.run.events import Checked, NotExercised, RunContext
from contracts.run.exercises import EXERCISES
from contracts.target import InProcess, NotPossible
from contracts.target_clock import TargetClock
from contracts.targets.signed_in import signed_in
from contracts.targets.wsgi import call
from tests.gateway import signed

(CREDENTIALS,) = PHASES
SIGNED = load(Path(signed.__file__).parent / "signed.yaml")


class SignedGateway:
    """The gateway with the emulator's clock."""

    name, base_url = "signed", "http://127.0.0.1:8010"

    def __init__(self, defect=""):
        self.emulator = InProcess()
        self.gateway = signed.Signed(TargetClock(self.emulator).now, defect=defect)

    def rest(self, request, *, operation=None):
        return Exchange(operation=operation, request=request, response=call(self.gateway, request), soap=())

    def control(self, method, path, body=None):
        return self.emulator.control(method, path, body)

    def with_settings(self, settings):
        raise NotPossible(f"no settings here: {settings}")


def told(document, target, **more):
    context = RunContext(target=signed_in(target, [document]), documents=(document,), seed=1, budget=Budget(None), **more)
    return list(CREDENTIALS(context))


def failures(events):
    return [failure for event in events if isinstance(event, Checked) for failure in event.failures]


def names(events):
    return {event.name.removeprefix("credentials: ") for event in events if isinstance(event, Checked)}


@pytest.mark.parametrize("name", ["joc", "crm-com", "azure-job-router"])
def test_our_facades_turn_away_whom_their_documents_say(name):
    events = told(load(name), InProcess())

    assert [str(failure) for failure in failures(events)] == []
    assert not [event for event in events if isinstance(event, NotExercised)]
    exercised = {clause for event in events if isinstance(event, Checked) for clause in event.clauses}
    assert {clause for clause in EXERCISES["credentials"] if all_clauses()[clause].system == name} <= exercised


def test_each_way_to_set_the_facade_up_that_a_scheme_knows_is_tried():
    events = told(load("crm-com"), InProcess())

    # A token of R15 lives for two hours, one of R11 until it was idle for one.
    assert {"a token is good just before its end", "CancelJob puts the end of an idle token off"} <= names(events)


def test_a_sound_gateway_keeps_all_that_its_document_says():
    events = told(SIGNED, SignedGateway())

    assert [str(failure) for failure in failures(events)] == []
    assert {"a clock that is a second farther ahead is not", "a signature with a wrong key opens nothing"} <= names(events)


@pytest.mark.parametrize(
    ("defect", "message"),
    [
        ("another method", "and the answer is another"),
        ("another path", "and the answer is another"),
        ("another query", "and the answer is another"),
        ("no query", "and the answer is another"),
        ("another host", "and the answer is another"),
        ("another date", "and the answer is another"),
        ("another key", "and the answer is another"),
        ("a hash of another body", "and the answer is another"),
        ("a host that is not named", "and the answer is another"),
        ("any algorithm", "and the answer is another"),
        ("a cut signature", "and the answer is another"),
        ("another first character", "and the answer is another"),
        ("a second too far apart", "and the answer is another"),
        ("a second too near", "is near enough, and"),
    ],
)
def test_a_gateway_that_looks_at_less_is_found(defect, message):
    found = failures(told(SIGNED, SignedGateway(defect)))

    assert any(message in failure.message for failure in found), [str(failure) for failure in found]


def test_of_a_facade_by_url_nobody_moves_the_clock():
    events = told(load("joc"), InProcess(), soap_side=False)

    (left,) = [event for event in events if isinstance(event, NotExercised)]
    assert left.name == "credentials: joc: a token that has come to its end"
    assert "a token opens nothing from its end on" not in names(events)
