"""The model alone: what the clauses say, in a few lines each."""

import pytest

from contracts.machines.model import Item, Model, Seen


@pytest.fixture
def model():
    model = Model()
    model.put(Item(id="J-1", unit="U1"))
    model.put(Item(id="A-1", unit="U1", activity=True))
    model.give(10)
    return model


def test_without_a_stamp_everything_of_the_unit_is_told(model):
    assert set(model.changed("U1", None)) == {"J-1", "A-1"}
    assert model.changed("U2", None) == {}


def test_after_a_stamp_only_what_changed_is_told_as_it_is_now(model):
    model.change("J-1", employee="TECH02")
    model.change("J-1", status="Contacted")

    (seen,) = model.changed("U1", 10).values()

    assert (seen.id, seen.employee, seen.status) == ("J-1", "TECH02", "Contacted")


def test_a_write_that_changes_nothing_is_no_change_and_there_and_back_is_one(model):
    model.change("J-1", employee="TECH01")
    assert model.changed("U1", 10) == {}

    model.change("J-1", employee="TECH02")
    model.change("J-1", employee="TECH01")
    assert set(model.changed("U1", 10)) == {"J-1"}


def test_an_attribute_that_nobody_shows_counts(model):
    before = model.changed("U1", None)["J-1"]
    model.change("J-1", on_hold=True)

    assert model.changed("U1", 10) == {"J-1": before}


def test_a_moved_item_is_the_new_unit_s(model):
    model.change("J-1", unit="U2")

    assert set(model.changed("U2", 10)) == {"J-1"}
    assert set(model.changed("U1", None)) == {"A-1"}


def test_a_cancelled_job_is_gone_until_it_is_booked_anew(model):
    assert model.cancel("J-1") is True
    assert model.cancel("J-1") is False
    assert set(model.changed("U1", None)) == {"A-1"}

    model.put(Item(id="J-1", unit="U1"))
    assert set(model.changed("U1", 10)) == {"J-1"}


def test_an_activity_and_an_unknown_job_cannot_be_cancelled(model):
    assert model.cancel("A-1") is False
    assert model.cancel("J-9") is False
    assert set(model.changed("U1", None)) == {"J-1", "A-1"}


def test_an_unresourced_job_shows_no_plan_and_an_activity_is_never_fixed():
    assert Item(id="J-1", unit="U1", employee=None, fixed=True, status="Fixed").seen() == Seen(id="J-1", fixed=True)
    assert Item(id="A-1", unit="U1", activity=True, fixed=True).seen().fixed is False


def test_stamps_never_fall_and_grow_with_every_change(model):
    assert model.may_be_given(10)
    assert model.may_be_given(11)
    assert not model.may_be_given(9)

    model.change("J-1", fixed=True)
    assert not model.may_be_given(10)
    assert model.may_be_given(11)


def test_stamps_stay_good_over_a_reset(model):
    model.reset()
    assert model.changed("U1", 10) == {}

    model.put(Item(id="J-1", unit="U1"))
    assert set(model.changed("U1", 10)) == {"J-1"}
