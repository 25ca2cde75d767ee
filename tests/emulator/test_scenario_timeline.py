"""Scenario files say what happens, and when; or where that is wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from emulator.scheduling.audit import CancelReason
from emulator.scheduling.readings import DocumentError
from emulator.scheduling.scenario import read_scenario
from emulator.scheduling.scenario_file import ScenarioError
from emulator.scheduling.timeline import Amend, Book, Cancel, Event, Scan
from emulator.scheduling.timeline_document import read_event, write_event
from emulator.scheduling.work_item import DispatchStatus, WorkItem

NOW = datetime(2026, 1, 5, 8, 0, 30, tzinfo=UTC)
DAY = datetime(2026, 1, 5, tzinfo=UTC)


def event(**members: object) -> Event:
    return read_event({"at": "+10m", **members}, now=NOW)


def refusal(value: object) -> str:
    with pytest.raises(DocumentError) as refused:
        read_event(value, ("timeline", 3), now=NOW)
    return str(refused.value)


@pytest.mark.parametrize(
    ("at", "since_now"),
    [
        ("+90s", timedelta(seconds=90)),
        ("+10m", timedelta(minutes=10)),
        ("+2h", timedelta(hours=2)),
        ("+1d", timedelta(days=1)),
        ("+1h30m", timedelta(minutes=90)),
        ("+1d2h3m4s", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("+0s", timedelta()),
        ("+120m", timedelta(hours=2)),
        ("day 09:30", DAY + timedelta(hours=9, minutes=30) - NOW),
        ("day-1", DAY - timedelta(days=1) - NOW),
        ("2026-01-05T12:00:00+01:00", DAY + timedelta(hours=11) - NOW),
    ],
)
def test_a_time_counts_from_now_or_from_the_day_or_is_absolute(at, since_now):
    assert read_event({"at": at, "scan": True}, now=NOW) == Event(at=NOW + since_now, what=Scan())


@pytest.mark.parametrize(
    "at", ["10m", "+", "+m", "+10", "+1m1h", "+-1m", "+1.5h", "+1h 30m", "-10m", "+٣m", "+100000d", 5, None]
)
def test_no_other_time_is_one(at):
    assert refusal({"at": at, "scan": True}).startswith("timeline[3].at: expected an offset")


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"book": {"id": "J", "unit": "N", "status": "Fixed"}},
         Book(item=WorkItem(id="J", unit="N", status=DispatchStatus.FIXED))),
        ({"change": {"id": "J", "start": "day+1 09:00", "promise": {"to": "day", "from": None}, "region": None, "fixed": True}},
         Amend(kind="change", id="J", members={"start": "2026-01-06T09:00:00Z", "region": None, "fixed": True,
                                               "promise": {"to": "2026-01-05T00:00:00Z", "from": None}})),
        ({"change": {"id": "J", "promise": None, "status": None, "start": None}},
         Amend(kind="change", id="J", members={"promise": None, "status": None, "start": None})),
        ({"status": {"id": "J", "status": "Travelling"}}, Amend(kind="status", id="J", members={"status": "Travelling"})),
        ({"reassign": {"id": "J", "employee": "T"}}, Amend(kind="reassign", id="J", members={"employee": "T"})),
        ({"reassign": {"id": "J", "employee": None}}, Amend(kind="reassign", id="J", members={"employee": None})),
        ({"move": {"id": "J", "unit": "S"}}, Amend(kind="move", id="J", members={"unit": "S"})),
        ({"cancel": {"id": "J"}}, Cancel(id="J", reason=CancelReason())),
        ({"cancel": {"id": "J", "reason_id": 0, "reason": ""}}, Cancel(id="J", reason=CancelReason(id=0, text=""))),
        ({"jeopardy": {"id": "J", "states": ["noGo"]}}, Amend(kind="jeopardy", id="J", members={"jeopardy": ["noGo"]})),
        ({"scan": True}, Scan()),
    ],
)  # fmt: skip
def test_each_kind_is_read_and_shown_so_that_it_means_the_same_later(members, what):
    found = event(**members)

    assert found == Event(at=NOW + timedelta(minutes=10), what=what)
    assert read_event(write_event(found), now=NOW + timedelta(days=100)) == found


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "timeline[3]: expected beside at, exactly one of book, change, status, reassign, move, cancel, jeopardy, scan"),
        ({"scan": True, "cancel": {"id": "J"}}, "cancel, jeopardy, scan; found scan and cancel"),
        ({"wait": True}, "timeline[3].wait: expected one of the keys at, book, change, status, reassign, move, cancel,"),
        ({"scan": False}, "timeline[3].scan: expected true; found false"),
        ({"book": {"id": "J"}}, "timeline[3].book: expected the key unit; found only id"),
        ({"book": {"id": "J", "unit": "N", "employee": "T"}}, "timeline[3].book.start: expected a value, since"),
        ({"change": {"fixed": True}}, "timeline[3].change: expected the key id; found only fixed"),
        ({"change": {"id": "J", "unit": None}}, "timeline[3].change.unit: expected a text of 1 to 8 characters; found null"),
        ({"change": {"id": "J", "fix": True}}, 'timeline[3].change.fix: expected one of the keys id, type, unit,'),
        ({"change": {"id": "J", "promise": {"till": "day"}}}, "change.promise.till: expected one of the keys from, to"),
        ({"change": {"id": "J", "finish": "+1h"}}, "timeline[3].change.finish: expected a time: ISO 8601"),
        ({"status": {"id": "J", "status": "Gone"}}, "timeline[3].status.status: expected one of Tentative, Fixed,"),
        ({"status": {"id": "J"}}, "timeline[3].status: expected the key status; found only id"),
        ({"reassign": {"id": "J"}}, "timeline[3].reassign: expected the key employee; found only id"),
        ({"move": {"id": "J", "unit": "NORTHWEST"}}, "timeline[3].move.unit: expected a text of 1 to 8 characters"),
        ({"cancel": "J"}, "timeline[3].cancel: expected an object with the keys id, reason_id, reason"),
        ({"cancel": {"id": "J", "reason_id": -1}}, "timeline[3].cancel.reason_id: expected a whole number from 0"),
        ({"jeopardy": {"id": "J", "states": ["missedAppt"]}}, "jeopardy.states[0]: expected a state that is set by"),
    ],
)  # fmt: skip
def test_a_wrong_event_is_refused_with_its_place(members, message):
    assert message in refusal({"at": "+10m", **members})


@pytest.mark.parametrize(
    ("event", "place"),
    [
        ("book: {id: J, unit: SOUTH}", "timeline[0].book.unit"),
        ("move: {id: J, unit: SOUTH}", "timeline[0].move.unit"),
        ("change: {id: J, unit: SOUTH}", "timeline[0].change.unit"),
    ],
)
def test_a_unit_that_is_not_there_is_found_before_its_time_comes(tmp_path, event, place):
    file = tmp_path / "mine.yaml"
    file.write_text(f"units: [{{id: NORTH}}]\ntimeline:\n  - at: +1m\n    {event}\n")

    with pytest.raises(ScenarioError) as refused:
        read_scenario(str(file)).state(NOW)

    assert str(refused.value) == f'{file}:4: {place}: expected a unit that is there (NORTH); found "SOUTH"'


def test_offsets_count_from_each_time_the_scenario_is_loaded(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("units: [{id: N}]\ntimeline: [{at: +10m, book: {id: J, unit: N, start: day 09:00}}]\n")
    scenario = read_scenario(str(file))

    first, later, tomorrow = (
        scenario.state(NOW + after).timeline[0] for after in (timedelta(), timedelta(hours=1), timedelta(days=1))
    )

    assert (later.at - first.at, tomorrow.at - first.at) == (timedelta(hours=1), timedelta(days=1))
    assert first.what == later.what == Book(item=WorkItem(id="J", unit="N", start=DAY + timedelta(hours=9)))
    assert tomorrow.what == Book(item=WorkItem(id="J", unit="N", start=DAY + timedelta(days=1, hours=9)))
