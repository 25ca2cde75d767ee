"""The lives of notifications: an honest system lives well, and every planted defect is told with its clause."""

import itertools

import pytest

from contracts.document.reading import load
from contracts.machines.doors import Doors
from contracts.machines.notice_life import ALL, CLAUSES, START, NoticeLife
from contracts.machines.notice_machine import live
from contracts.machines.story import Broken, Step, Storyteller
from contracts.run import lives
from contracts.run.budget import Budget
from contracts.run.events import Checked, NotExercised, RunContext
from contracts.target import InProcess
from tests.contracts.machines import untrue_notices as untrue

DEFECTS = [kind for kind in vars(untrue).values() if isinstance(kind, type) and kind.__module__ == untrue.__name__]
DEFECTS = [kind for kind in DEFECTS if kind is not untrue.Untrue and not kind.__name__.startswith("_")]
DOCUMENTS = (load("servicebroker"),)


def lived(target, *, lives=30, from_seed=3):
    teller, doors = Storyteller(), Doors(target, DOCUMENTS)
    live(doors, teller, lives=lives, steps=40, from_seed=from_seed)
    return teller, teller.failures(lambda: NoticeLife(doors))


def played(target, *steps):
    life = NoticeLife(Doors(target, DOCUMENTS))
    for action, arguments in steps:
        life.play(Step(action, arguments))
    return life


def test_an_honest_system_lives_well():
    teller, failures = lived(InProcess())

    assert failures == ()
    assert teller.lives == 30
    assert teller.steps > 1000


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.__name__)
def test_the_lives_find_each_defect(defect):
    _, (failure,) = lived(defect())

    assert failure.clauses == CLAUSES == ("SB-N-01",)


def test_there_are_many_defects():
    assert len(DEFECTS) > 20


def test_a_failing_life_reads_as_a_short_story():
    _, (failure,) = lived(untrue.TellsARemoval())

    first, *rest, last = failure.where.split("; ")
    assert first.startswith("book(item_id=")
    assert last.startswith(("read(since=", "clock("))
    assert len(rest) <= 2
    assert len(failure.found) > len(failure.expected)


def test_the_same_seed_lives_the_same_lives():
    def requests(from_seed):
        target, asked = InProcess(), []
        rest = target.rest
        target.rest = lambda request, **which: asked.append(request.path) or rest(request, **which)
        lived(target, lives=3, from_seed=from_seed)
        return asked

    assert requests(1) == requests(1)
    assert requests(1) != requests(2)


def test_a_row_is_there_for_thirty_days_and_a_minute_later_it_is_gone():
    book = ("book", {"item_id": "J-1", "unit": "U1", "employee": None})
    read = ("read", {"since": START, "limit": ALL, "wid": None, "gives": "v1"})

    kept = played(InProcess(), book, ("clock", {"minutes": 30 * 1440}), read)
    gone = played(InProcess(), book, ("clock", {"minutes": 30 * 1440 + 1}), read)

    assert kept.versions["v1"].row == 1
    assert gone.versions["v1"] == gone.versions[START]


def test_rows_of_one_scan_may_come_in_any_order_and_each_must_come():
    class OtherOrder(untrue.Untrue):
        def falsified(self, body, asked):
            items = [row["WorkItem"] for row in body["row"]]
            at_once = sum(row["CreatedAt"] >= "2026-01-05T09" for row in body["row"])
            items[len(items) - at_once :] = reversed(items[len(items) - at_once :])
            return {**body, "row": [{**row, "WorkItem": item} for row, item in zip(body["row"], items, strict=True)]}

    steps = (
        *(("book", {"item_id": f"J-{n}", "unit": "U1", "status": "Contacted"}) for n in (1, 2, 3)),
        ("clock", {"minutes": 60}),
        ("read", {"since": START, "limit": ALL, "wid": None, "gives": "v1"}),
    )

    assert played(OtherOrder(), *steps).versions["v1"].row == 6
    with pytest.raises(Broken):
        played(untrue.MissesTheClock(), *steps)


def test_the_phase_tells_of_the_clause():
    looks = Budget(20, itertools.count(step=0.05).__next__)

    def events(target):
        known = (load("servicebroker"),)
        context = RunContext(target=target, documents=known, seed=1, budget=looks, only_clauses=frozenset(CLAUSES))
        return [event for event in lives.PHASES[0](context) if isinstance(event, Checked | NotExercised)]

    (kept,) = events(InProcess())
    (broken,) = events(untrue.LosesARow())

    assert (kept.failures, kept.clauses) == ((), CLAUSES)
    assert isinstance(broken, Checked)
    assert [failure.clauses for failure in broken.failures] == [CLAUSES]
