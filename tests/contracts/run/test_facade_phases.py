"""The phases that judge a facade: what they find. That they find nothing in ours and repeat themselves is shown of the gate."""

import itertools

import pytest

from contracts.clauses import all_clauses
from contracts.document import load
from contracts.run import (
    codes,
    envelopes,
    http_order,
    limits,
    mapping,
    notices,
    schemathesis_adapter,
    tokens,
    upstream,
)
from contracts.run.budget import Budget
from contracts.run.events import Checked, NotExercised, RunContext
from contracts.run.exercises import EXERCISES
from contracts.target import NotPossible
from tests.contracts.run.tampered import Tampered, in_answers, in_messages, in_replies, twice, with_status

MODULES = (mapping, limits, envelopes, codes, http_order, tokens, notices, upstream, schemathesis_adapter)
PHASES = {phase.name: phase for module in MODULES for phase in module.PHASES}
# The quickest first: most defects show in any of them.
FAST = ("codes", "polling", "notices", "http_order", "envelopes", "mapping", "limits", "tokens")


def telling(names, target, *, seed=1, budget=None, only=()):
    """Give the events of phases as they come, so that who has seen enough can stop."""
    context = RunContext(
        target=target,
        documents=(load("servicebroker"),),
        seed=seed,
        budget=budget or Budget(None),
        only_clauses=frozenset(only),
    )
    return (event for name in names for event in PHASES[name](context))


def told(names, target, **more):
    return list(telling(names, target, **more))


def broken(events):
    return {
        clause for event in events if isinstance(event, Checked) for failure in event.failures for clause in failure.clauses
    }


def exercised(events):
    return {clause for event in events if isinstance(event, Checked) for clause in event.clauses}


def test_the_phases_together_exercise_every_clause_of_the_facade():
    clauses = {clause.id for clause in all_clauses().values() if clause.system == "servicebroker"}

    assert {
        each for listed in EXERCISES.values() for each in listed if all_clauses()[each].system == "servicebroker"
    } == clauses


@pytest.mark.parametrize(("clause", "asked"), [("JOC-M-01", True), ("DOC-P-01", True), ("SB-H-04", False), ("SCH-C-02", False)])
def test_a_phase_looks_where_a_clause_that_it_does_not_list_may_be_exercised(clause, asked):
    target = Tampered()

    told(["envelopes"], target, only=[clause])

    assert bool(target.log) is asked


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        (in_messages("jobID>", "JobID>"), "SB-C-01"),
        (in_messages("cancelReasonDesc>", "cancelDescription>"), "SB-C-02"),
        (in_messages("FRUID", "TMP"), "SB-G-01"),
        (in_messages("<JeopOnly>false", "<JeopOnly>true"), "SB-G-01"),
        (in_messages("<login>", "<user/><login>"), "SB-P-01"),
        (in_messages("&amp;", "&"), "SB-P-01"),
        (in_answers(b'"Code": "0"', b'"Code": 0'), "SB-E-01"),
        (in_answers(b'"Code": 9', b'"Code": "9"'), "SB-E-02"),
        (in_answers(b'"Message": "", ', b""), "SB-E-01"),
        (in_answers(b'"returnCode"', b'"result"'), "SB-E-02"),
        (in_answers(b'"type": "Warning"', b'"type": "OK"'), "SB-E-04"),
        (in_answers(b'"code": "504"', b'"code": "80"'), "SB-G-03"),
        (in_answers(b'"WorkStatus": 4', b'"WorkStatus": 3'), "SB-G-07"),
        (in_answers(b".000Z", b"Z"), "SB-G-08"),
        (in_replies("<timeStampOut>", "<timeStampOut>1"), "SB-G-02"),
        (with_status(400, 422), "SB-C-06"),
        (with_status(405, 404), "SB-H-04"),
        (twice, "SB-P-01"),
        (in_answers(b'"token_type": "bearer"', b'"token_type": "Bearer"'), "SB-H-03"),
        (in_answers(b'"expires_in": 60', b'"expires_in": 61'), "SB-H-03"),
        (in_answers(b'"row": [{"rowver"', b'"row": [{"version"'), "SB-N-01"),
        (in_answers(b'"WorkItemType": 0', b'"WorkItemType": "Job"'), "SB-N-01"),
        (in_answers(b'"CreatedAt": "2026-01', b'"CreatedAt": "2027-01'), "SB-N-01"),
        (with_status(401, 403), "SB-H-02"),
    ],
)
def test_a_defect_is_found_and_its_clause_named(change, clause):
    # Those that are there for the clause first.
    names = sorted(FAST, key=lambda name: clause not in EXERCISES[name])

    assert any(clause in broken([event]) for event in telling(names, Tampered(change)))


def test_of_failures_alike_the_smallest_request_is_shown():
    events = told(["mapping"], Tampered(in_messages("jobID>", "JobID>")))

    shown = [failure for event in events if isinstance(event, Checked) for failure in event.failures]
    assert min(len(failure.exchange.request.body) for failure in shown) <= len(b'{"Id": "x"}')
    assert len(shown) < 200


@pytest.mark.parametrize("name", ["mapping", "schemathesis"])
def test_another_seed_sends_others(name):
    logs = []
    for seed in (11, 12):
        target = Tampered()
        # Only what it looks at first: a number of looks at the clock, so that a busy machine changes nothing.
        told([name], target, seed=seed, budget=Budget(1000, itertools.count().__next__))
        logs.append(target.log)

    assert min(map(len, logs)) > 50
    assert logs[0] != logs[1]


@pytest.mark.parametrize("name", PHASES)
def test_a_phase_whose_time_is_spent_stops_and_says_so(name):
    target = Tampered()

    events = told([name], target, budget=Budget(0))

    assert any(isinstance(event, NotExercised) and "time budget" in event.reason for event in events)
    assert len(target.log) < 100


def test_a_phase_none_of_whose_clauses_are_asked_for_does_nothing():
    target = Tampered()

    assert told(["codes"], target, only=["SB-H-04"]) == []
    assert target.log == []


def test_a_target_that_cannot_be_set_up_otherwise_is_judged_as_it_is():
    class Fixed(Tampered):
        def with_settings(self, settings):
            raise NotPossible("it is somebody else's")

    events = told(["limits", "setups", "http_order", "tokens", "upstream"], Fixed())

    assert broken(events) == set()
    assert {event.reason for event in events if isinstance(event, NotExercised)} == {"it is somebody else's"}
    assert {"SB-C-05", "SB-H-04", "SB-E-05"} <= exercised(events)


def test_schemathesis_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    told(["schemathesis"], Tampered(), budget=Budget(1))

    assert not (tmp_path / ".schemathesis").exists()
