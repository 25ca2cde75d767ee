"""Calls at the same time: kept by the emulator, broken by liars."""

from contracts.machines.doors import Doors
from contracts.machines.races import cancel_at_once, write_and_poll
from contracts.target import InProcess
from tests.contracts.machines import liars


def doors(target):
    return Doors(target)


def test_of_many_cancels_at_once_one_succeeds():
    assert list(cancel_at_once(doors(InProcess()), rounds=10)) == []


def test_a_second_success_is_found():
    (failure,) = cancel_at_once(doors(liars.CancelsTwice()), rounds=10)

    assert failure.where.endswith(" of 10")
    assert failure.clauses == ("SCH-C-07",)
    assert failure.found.count("0") > 1


def test_followers_lose_no_change():
    assert list(write_and_poll(doors(InProcess()), writes=40, from_seed=1)) == []


def test_a_lost_change_is_found():
    failures = list(write_and_poll(doors(liars.ForgetsAllChanges()), writes=40, from_seed=1))

    assert {failure.clauses for failure in failures} == {("SCH-G-05",)}


def test_falling_stamps_are_found():
    failures = list(write_and_poll(doors(liars.LetsStampsFall()), writes=40, from_seed=1))

    assert ("SCH-G-10",) in {failure.clauses for failure in failures}


def test_a_follower_that_gets_no_answer_is_told():
    failures = list(write_and_poll(doors(liars.Stumbles()), writes=5, from_seed=1))[:1]

    assert "Unexpected" in failures[0].found
