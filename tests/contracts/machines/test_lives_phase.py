"""The phase of random lives: what it tells of an honest system, of a liar, and of no time."""

import itertools

from contracts.document.reading import load
from contracts.run import lives
from contracts.run.budget import Budget
from contracts.run.events import Checked, NotExercised, Progress, RunContext
from contracts.target import InProcess
from tests.contracts.machines import liars

(PHASE,) = lives.PHASES
CANCEL_RACE = "one job cancelled by many at once"
JOBS = "any life of jobs, through every door at once"


def run(target, *, budget=None, only=frozenset(), documents=("servicebroker",), soap_side=True):
    known = tuple(load(name) for name in documents)
    # A second passes with every twenty looks at the clock, so that a busy machine changes nothing.
    looks = Budget(budget, itertools.count(step=0.05).__next__)
    context = RunContext(
        target=target, documents=known, seed=1, budget=looks, only_clauses=frozenset(only), soap_side=soap_side
    )
    return list(PHASE(context))


def test_an_honest_system_keeps_all():
    events = run(InProcess(), budget=3)

    told = [event for event in events if isinstance(event, Checked)]
    assert told[-1].name == JOBS
    assert told[-1].cases > 20
    assert [event.failures for event in told] == [()] * len(told)
    assert any(isinstance(event, Progress) for event in events)


def test_a_liar_is_told_with_the_clauses_it_breaks():
    # A clause of the lives of jobs alone, so that no other part has a turn.
    (event,) = [event for event in run(liars.CancelsTwice(), only={"SCH-C-02"}) if getattr(event, "name", "") == JOBS]

    assert isinstance(event, Checked)
    assert set(event.failures[0].clauses) <= set(event.clauses)


def test_every_failure_names_clauses_of_its_part():
    told = [event for event in run(liars.LosesTheChangeAtTheBoundary(), budget=3) if getattr(event, "failures", ())]

    assert told
    for event in told:
        for failure in event.failures:
            assert failure.clauses
            assert set(failure.clauses) <= set(event.clauses)


def test_only_parts_with_the_clauses_asked_for_run():
    events = run(InProcess(), only={"SCH-C-07"}, budget=1)

    assert {event.name for event in events if isinstance(event, Checked | NotExercised)} == {JOBS, CANCEL_RACE}


def test_nothing_begins_when_the_budget_is_spent():
    events = run(InProcess(), budget=0)

    assert {type(event) for event in events} == {NotExercised}


def test_without_a_document_there_is_no_door_but_soap():
    asked = []
    target = InProcess()
    target.rest = lambda *asking, **_: asked.append(asking)

    events = run(target, documents=(), only={"SCH-C-02"}, budget=1)

    told = [event for event in events if isinstance(event, Checked)]
    assert [(event.name, event.failures) for event in told] == [(JOBS, ())]
    assert asked == []
    assert not {"SB-C-04", "DOC-A-02"} & set(told[0].clauses)


def test_a_clause_that_only_a_facade_keeps_is_not_exercised_without_one():
    assert run(InProcess(), documents=(), only={"SB-G-02"}) == []


def test_before_somebody_s_facade_only_what_goes_through_it_lives():
    events = run(InProcess(), budget=1, soap_side=False)

    names = {event.name for event in events if isinstance(event, Checked | NotExercised)}

    assert names == {JOBS, "any life of notifications"}
