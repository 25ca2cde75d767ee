"""Jeopardy: which states apply, by how much, and how a unit's configured set is read (SCH-J, SCH-G-09)."""

from datetime import UTC, datetime, timedelta

import pytest

from emulator.scheduling.jeopardy import STATES, Jeopardy, Source, assess, read_check_states
from emulator.scheduling.work_item import Window
from tests.emulator.scheduling.items import JEOPARDY, NOW, activity, job, minutes, unresourced

LETTERS = {
    "U": "unscheduled", "Me": "missedApptEarly", "M": "missedApptLate", "P": "pastContract", "B": "beforeContract",
    "S": "ovlShift", "O": "ovlOT", "J": "ovlJob", "X": "ovlStdAct", "E": "lateEarmark", "C": "lateContact", "T": "lateTravel",
    "N": "lateLogon", "F": "lateLogoff", "De": "dispFailEarmark", "Du": "dispFailUnearmark", "Dr": "dispFailReearmark",
    "Db": "dispFailBatch", "A": "ADJUnsuitableShift", "Ac": "outsideAccHours", "Se": "outsideServHours", "Gu": "depUnscheduled",
    "Gs": "depNotSameOper", "Gd": "depNotDiffOper", "Gt": "depMissedTime",
}  # fmt: skip

ARRIVAL = NOW + minutes(150)


def assessed(**windows: Window) -> Jeopardy:
    return assess(job("A", **windows), 0)


def elements(bits: int) -> set[str]:
    return set(Jeopardy(bits).elements)


def test_the_table_has_the_interfaces_states_in_its_order():
    assert [state.element for state in STATES] == JEOPARDY


def test_states_are_named_in_the_tables_order_whatever_the_order_they_were_set_in():
    by_hand = frozenset({"sparesNotInVan", "ovlShift", "noGo", "depUnscheduled"})

    found = assess(job("A", jeopardy=by_hand, promise=Window(latest=NOW)), 0).elements

    assert found == (
        "missedApptLate", "promise", "missedAppt", "ovlShift", "noGo", "depUnscheduled", "sparesNotInVan",
    )  # fmt: skip


@pytest.mark.parametrize("name", [state.element for state in STATES if state.source is Source.HAND])
def test_a_state_set_by_hand_is_reported_as_set_on_any_work_item(name):
    by_hand = frozenset({name})

    assert assess(job("A", jeopardy=by_hand), 0).elements == (name,)
    assert assess(activity("A", jeopardy=by_hand), 0).elements == (name,)
    assert set(assess(unresourced("A", jeopardy=by_hand), 0).elements) == {name, "unscheduled"}


def test_a_job_without_an_employee_is_unscheduled_and_nothing_else():
    missed = Window(latest=NOW - minutes(1))

    found = assess(unresourced("A", promise=missed, contract=missed, arrival=NOW), 0)

    assert found == Jeopardy(1)
    assert found.elements == ("unscheduled",)


def test_an_activity_is_in_no_derived_state():
    missed = Window(latest=NOW - minutes(1))

    assert assess(activity("A", promise=missed, contract=missed), 0) == Jeopardy()


def test_a_job_without_windows_is_in_no_jeopardy():
    assert assessed() == Jeopardy()


@pytest.mark.parametrize(
    "window",
    [
        Window(earliest=ARRIVAL, latest=ARRIVAL),
        Window(earliest=ARRIVAL),
        Window(latest=ARRIVAL),
        Window(earliest=ARRIVAL - minutes(1), latest=ARRIVAL + minutes(1)),
        Window(),
    ],
)
def test_on_its_ends_and_between_them_a_window_is_kept(window):
    assert assessed(promise=window) == assessed(contract=window) == Jeopardy()


@pytest.mark.parametrize(
    ("windows", "states", "overdue"),
    [
        ({"promise": Window(latest=ARRIVAL - minutes(58))}, "missedApptLate promise missedAppt", 58),
        ({"promise": Window(earliest=ARRIVAL + minutes(30))}, "missedApptEarly promise missedAppt", -30),
        ({"contract": Window(latest=ARRIVAL - minutes(120))}, "pastContract promise", 120),
        ({"contract": Window(earliest=ARRIVAL + minutes(45))}, "beforeContract promise", -45),
        # The promise counts before the contract, unless it is kept.
        (
            {"promise": Window(latest=ARRIVAL - minutes(1)), "contract": Window(latest=ARRIVAL - minutes(99))},
            "missedApptLate pastContract promise missedAppt",
            1,
        ),
        (
            {"promise": Window(earliest=ARRIVAL + minutes(2)), "contract": Window(latest=ARRIVAL - minutes(99))},
            "missedApptEarly pastContract promise missedAppt",
            -2,
        ),
        (
            {"promise": Window(latest=ARRIVAL), "contract": Window(latest=ARRIVAL - minutes(99))},
            "pastContract promise",
            99,
        ),
    ],
)
def test_each_window_end_has_its_states_and_its_amount(windows, states, overdue):
    found = assessed(**windows)

    assert found.elements == tuple(states.split())
    assert found.overdue == overdue


@pytest.mark.parametrize(
    ("seconds", "overdue"), [(1, 0), (59, 0), (60, 1), (119.999999, 1), (-1, 0), (-59, 0), (-60, -1), (-119, -1)]
)
def test_amounts_are_whole_minutes_and_a_second_is_enough_for_the_state(seconds, overdue):
    end = ARRIVAL - timedelta(seconds=seconds)

    found = assessed(promise=Window(latest=end) if seconds > 0 else Window(earliest=end))

    assert found.overdue == overdue
    assert "missedAppt" in found.elements


def test_the_amount_of_a_reply_fits_into_its_type_however_far_off_the_window_is():
    first, last = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)

    late = assess(job("A", arrival=last, promise=Window(latest=first)), 0)
    early = assess(job("A", arrival=first, promise=Window(earliest=last)), 0)

    assert (late.overdue, early.overdue) == (2**31 - 1, 1 - 2**31)


@pytest.mark.parametrize(
    ("letter", "window", "amounts"),
    [
        ("P", {"contract": Window(latest=ARRIVAL - minutes(7))}, (7, 0, 0, 0)),
        ("M", {"promise": Window(latest=ARRIVAL - minutes(7))}, (0, 7, 0, 0)),
        ("B", {"contract": Window(earliest=ARRIVAL + minutes(7))}, (0, 0, 7, 0)),
        ("Me", {"promise": Window(earliest=ARRIVAL + minutes(7))}, (0, 0, 0, 7)),
    ],
)
def test_each_amount_is_seen_under_its_own_condition_alone(letter, window, amounts):
    found = assessed(**window)

    assert found.seen_through(read_check_states(letter))[1:] == amounts
    others = read_check_states("".join(other for other in ("U", "P", "M", "B", "Me") if other != letter))
    assert found.seen_through(others) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(("letter", "element"), LETTERS.items())
def test_each_letter_stands_for_one_state(letter, element):
    assert elements(read_check_states(letter)) == {element}


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("", set()),
        ("UMMePB", {"unscheduled", "missedApptLate", "missedApptEarly", "pastContract", "beforeContract"}),
        ("MeM", {"missedApptEarly", "missedApptLate"}),
        ("Me", {"missedApptEarly"}),
        ("MEB", {"missedApptLate", "lateEarmark", "beforeContract"}),
        ("SSe", {"ovlShift", "outsideServHours"}),
        ("SeS", {"ovlShift", "outsideServHours"}),
        ("AAc", {"ADJUnsuitableShift", "outsideAccHours"}),
        ("AC", {"ADJUnsuitableShift", "lateContact"}),
        ("UUU", {"unscheduled"}),
        ("DeDuDrDb", {"dispFailEarmark", "dispFailUnearmark", "dispFailReearmark", "dispFailBatch"}),
    ],
)
def test_letters_are_read_longest_first_and_case_counts(text, states):
    assert elements(read_check_states(text)) == states


@pytest.mark.parametrize(
    ("text", "position", "found"),
    [
        ("u", 1, "u"), ("UQ", 2, "Q"), ("MeMq", 4, "q"), ("D", 1, "D"), ("MD", 2, "D"), ("Gx", 1, "G"), ("U M", 2, " "),
        ("mE", 1, "m"), ("ME e", 3, " "), ("é", 1, "é"),
    ],
)  # fmt: skip
def test_another_letter_is_refused_with_its_position(text, position, found):
    with pytest.raises(ValueError, match=f"at position {position} of .*: found {found!r}, allowed ") as refused:
        read_check_states(text)

    assert all(f" {letter} " in f"{refused.value} " for letter in LETTERS)
