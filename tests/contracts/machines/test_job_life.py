"""The machine: an honest system lives well, and every planted defect ends a life badly."""

import pytest

from contracts.document.reading import load
from contracts.machines.doors import Doors
from contracts.machines.job_life import JobLife
from contracts.machines.job_machine import live
from contracts.machines.story import Storyteller
from contracts.target import InProcess
from tests.contracts.machines import liars

DOCUMENTS = (load("servicebroker"),)

# What a defect breaks first, by the promise's first words.
DEFECTS = {
    liars.LosesTheChangeAtTheBoundary: "A poll tells",
    liars.KeepsATombstone: "A poll tells",
    liars.CountsStampsByUnit: "A poll tells",
    liars.CancelsTwice: "A job is cancelled once",
    liars.CancelsActivities: "A job is cancelled once",
    liars.TellsTwice: "A poll tells",
    liars.TellsTheFirstState: "A poll tells",
    liars.MixesUnits: "A poll tells",
    liars.LetsStampsFall: "Stamps never fall",
    liars.TakesAnyStamp: "A stamp later than any",
    liars.ForgetsNow: "A poll tells",
    liars.ForgetsAllChanges: "A poll tells",
    liars.Stumbles: "Every call gets",
}


def lived(target, *, lives=120, steps=30, from_seed=7):
    teller = Storyteller()
    doors = Doors(target, DOCUMENTS)
    live(doors, teller, lives=lives, steps=steps, from_seed=from_seed)
    return teller, teller.failures(lambda: JobLife(doors))


def test_an_honest_system_lives_well():
    teller, failures = lived(InProcess(), lives=20)

    assert failures == ()
    assert teller.steps > 200


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.__name__)
def test_the_machine_finds_each_defect(defect):
    _, (failure,) = lived(defect())

    assert failure.message.startswith(DEFECTS[defect])


def test_a_failing_life_reads_as_a_short_story():
    _, (failure,) = lived(liars.CancelsTwice())

    first, second, third = failure.where.split("; ")
    assert first.startswith("book(item_id=J-")
    assert second.startswith("cancel(item_id=J-")
    assert third.startswith("cancel(item_id=J-")
    assert (failure.expected, failure.found) == ("code 1", "code 0")
    assert "SCH-C-07" in failure.clauses
    assert failure.exchange.request.body


def test_a_story_names_the_stamps_it_uses():
    _, (failure,) = lived(liars.LosesTheChangeAtTheBoundary())

    first, second, third = failure.where.split("; ")
    stamp = first.rpartition(" -> ")[2]
    assert first.startswith("poll(unit=U")
    assert second.startswith("book(")
    assert f"since={stamp}, through=SOAP" in third


def test_the_same_seed_lives_the_same_lives():
    def requests(from_seed):
        target = InProcess()
        asked = []
        soap = target.soap
        target.soap = lambda request: asked.append(request.body) or soap(request)
        lived(target, lives=5, from_seed=from_seed)
        return asked

    assert requests(1) == requests(1)
    assert requests(1) != requests(2)


def test_a_life_that_has_no_time_does_nothing():
    target = InProcess()
    teller = Storyteller(enough=lambda: True)

    live(Doors(target, DOCUMENTS), teller, lives=5, steps=5, from_seed=1)

    assert (teller.steps, teller.lives, teller.broken) == (0, 0, None)
    assert target.control("GET", "/journal")["exchanges"] == []


def test_an_error_of_ours_is_not_taken_for_a_story():
    with pytest.raises(AttributeError):
        live(None, Storyteller(), lives=1, steps=1, from_seed=1)
