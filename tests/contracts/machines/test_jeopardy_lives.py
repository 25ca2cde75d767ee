"""The lives in jeopardy: an honest system lives well, and every planted defect is told with a clause it breaks."""

import itertools

import pytest

from contracts.document.reading import load
from contracts.machines.jeopardy_doors import JeopardyDoors
from contracts.machines.jeopardy_life import CLAUSES, JeopardyLife
from contracts.machines.jeopardy_machine import JEOPARDY, PAGING, live
from contracts.machines.story import Step, Storyteller
from contracts.run import lives
from contracts.run.budget import Budget
from contracts.run.events import Checked, NotExercised, RunContext
from contracts.target import InProcess
from tests.contracts.machines import late_liars as liars

# In which manner of living a defect shows, and by which clause.
DEFECTS = {
    liars.JeopOnlyInverted: (JEOPARDY, "SCH-G-08"),
    liars.IgnoresTheAmount: (JEOPARDY, "SCH-G-08"),
    liars.MissesTheSwap: (JEOPARDY, "SCH-G-08"),
    liars.KnowsWhoMovesIn: (JEOPARDY, "SCH-G-08"),
    liars.KeepsTheDefaultLetters: (JEOPARDY, "SCH-G-09"),
    liars.SeesADayLess: (JEOPARDY, "SCH-G-17"),
    liars.ListsBackwards: (JEOPARDY, "SCH-J-01"),
    liars.EndsTheWindowEarly: (JEOPARDY, "SCH-J-02"),
    liars.BreaksNoPromise: (JEOPARDY, "SCH-J-03"),
    liars.ScansOneEarly: (JEOPARDY, "SCH-J-04"),
    liars.ScansOneLate: (JEOPARDY, "SCH-J-04"),
    liars.ScansSeldom: (JEOPARDY, "SCH-J-04"),
    liars.IsNeverLate: (JEOPARDY, "SCH-J-04"),
    liars.KnowsNoEarly: (JEOPARDY, "SCH-J-05"),
    liars.ForgetsWhatWasSet: (JEOPARDY, "SCH-J-06"),
    liars.HasNoMore: (PAGING, "SCH-G-14"),
    liars.NewestFirst: (PAGING, "SCH-G-14"),
    liars.SkipsTheRest: (PAGING, "SCH-G-14"),
    liars.TurnsInCircles: (PAGING, "SCH-G-14"),
    liars.CutsBeforeTheFilter: (PAGING, "SCH-G-14"),
}


def lived(target, manner, *, lives=60, from_seed=5):
    teller, doors = Storyteller(), JeopardyDoors(target)
    live(doors, teller, manner=manner, lives=lives, steps=35, from_seed=from_seed)
    return teller, teller.failures(lambda: JeopardyLife(doors))


@pytest.mark.parametrize("manner", [JEOPARDY, PAGING], ids=lambda manner: manner.name)
def test_an_honest_system_lives_well(manner):
    teller, failures = lived(InProcess(), manner, lives=25)

    assert failures == ()
    assert teller.steps > 1000


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.__name__)
def test_the_lives_find_each_defect(defect):
    manner, clause = DEFECTS[defect]

    _, (failure,) = lived(defect(), manner)

    assert clause in failure.clauses
    assert set(failure.clauses) <= set(CLAUSES)


def test_a_failing_life_reads_as_a_short_story():
    _, (failure,) = lived(liars.IsNeverLate(), JEOPARDY)

    assert failure.where.startswith("book(job_id=J-")
    assert "poll(unit=U" in failure.where.split("; ")[-1]
    assert len(failure.where.split("; ")) <= 4
    assert "late" in failure.expected
    assert "late" not in failure.found


def test_the_same_seed_lives_the_same_lives():
    def requests(from_seed):
        target, asked = InProcess(), []
        soap = target.soap
        target.soap = lambda request: asked.append(request.body) or soap(request)
        lived(target, PAGING, lives=5, from_seed=from_seed)
        return asked

    assert requests(1) == requests(1)
    assert requests(1) != requests(2)


def test_a_follower_that_is_told_all_in_pages_is_done():
    life = JeopardyLife(JeopardyDoors(InProcess()))
    for action, arguments in (
        ("limit", {"unit": "U1", "at_most": 2}),
        *(("book", {"job_id": f"J-{number}", "unit": "U1"}) for number in range(5)),
        ("follow", {"unit": "U1", "since": None, "jeop_only": False}),
        ("follow", {"unit": "U1", "since": None, "jeop_only": True}),
        ("poll", {"unit": "U1", "since": None, "jeop_only": False, "gives": "s1"}),
    ):
        life.play(Step(action, arguments))

    assert life.stamps["s1"].cut[:2] == ("U1", False)


def test_the_phase_tells_of_both_manners_and_names_clauses_of_their_part():
    looks = Budget(20, itertools.count(step=0.05).__next__)
    known = (load("servicebroker"),)
    context = RunContext(
        target=liars.KnowsNoEarly(), documents=known, seed=1, budget=looks, only_clauses=frozenset({"SCH-J-05"})
    )

    events = [event for event in lives.PHASES[0](context) if isinstance(event, Checked | NotExercised)]

    assert len(events) == 2
    for event in events:
        assert isinstance(event, Checked)
        (failure,) = event.failures
        assert failure.clauses == ("SCH-J-05",)
        assert "SCH-J-05" in event.clauses
