"""The phase of told lives: what it tells, what it leaves out, and how it leaves the target."""

from collections import Counter

import pytest

from contracts.document.reading import load
from contracts.run import told
from contracts.run.budget import Budget
from contracts.run.events import Checked, NotExercised, Progress, RunContext
from contracts.scenarios.collection import scenario_files
from contracts.target import InProcess, NotPossible

(PHASE,) = told.PHASES
JUDGED = ("scheduling", "servicebroker")


class WithoutSettings(InProcess):
    """The emulator, as somebody else started it."""

    def with_settings(self, settings):
        raise NotPossible(f"no other settings here: {', '.join(settings)}")


def run(target, *, budget=None, only=frozenset()):
    documents = (load("servicebroker"),)
    context = RunContext(target=target, documents=documents, seed=1, budget=Budget(budget), only_clauses=frozenset(only))
    return list(PHASE(context))


@pytest.fixture(scope="module")
def events():
    return run(WithoutSettings())


def test_every_life_of_who_is_judged_is_told_once_and_by_name(events):
    names = [event.name for event in events if isinstance(event, Checked | NotExercised)]

    assert names == [f"{path.parent.name}: {path.stem}" for path in scenario_files() if path.parent.name in JUDGED]
    assert Counter(type(event) for event in events)[Progress] > 3


def test_a_life_that_needs_other_settings_says_that_it_was_not_exercised(events):
    (event,) = [event for event in events if getattr(event, "name", "").endswith(": a_tenants_login_goes_with_every_call")]

    assert isinstance(event, NotExercised)
    assert event.reason == "no other settings here: auth, logins, tenants"
    assert "SB-H-02" in event.clauses


def test_only_lives_of_the_clauses_asked_for_are_played():
    events = run(InProcess(), only={"SCH-L-03"})

    assert [event.name for event in events] == [
        "scheduling: a_wrong_login_cannot_log_in",
        "scheduling: one_can_log_in_and_quit",
    ]


def test_no_life_begins_when_the_budget_is_spent():
    events = run(InProcess(), budget=0, only={"SCH-L-03"})

    assert [event.reason for event in events] == ["the time budget was spent before it"] * 2


def test_the_target_gets_its_clock_and_its_state_back():
    target = InProcess()
    target.control("PUT", "/clock", {"now": "2026-05-01T12:00:00Z", "running": False})

    run(target, only={"SCH-C-09", "SCH-R-02"})

    assert target.control("GET", "/clock") == {"now": "2026-05-01T12:00:00Z", "running": False}
    assert target.control("GET", "/faults")["rules"] == []
    assert "U1" not in [unit["id"] for unit in target.control("GET", "/units")]
