"""The state document shows the events still to come, and puts them back."""

import pytest

EVENTS = [
    {"at": "+10m", "book": {"id": "T-1", "unit": "NORTH"}},
    {"at": "+20m", "change": {"id": "T-1", "promise": {"to": "day 12:00"}, "on_hold": True}},
    {"at": "day+1", "cancel": {"id": "T-1", "reason_id": 4, "reason": "rain"}},
]
SHOWN = [
    {"at": "2026-01-05T08:20:00Z", "change": {"id": "T-1", "promise": {"to": "2026-01-05T12:00:00Z"}, "on_hold": True}},
    {"at": "2026-01-06T00:00:00Z", "cancel": {"id": "T-1", "reason_id": 4, "reason": "rain"}},
]


@pytest.fixture
def planned(control):
    control.put("/state", control.get("/state") | {"timeline": EVENTS})
    return control


def advance(control, minutes: float) -> None:
    control.post("/clock/advance", {"seconds": minutes * 60})


def test_what_is_still_to_come_is_shown_with_absolute_times(planned):
    advance(planned, 10)

    assert planned.get("/state")["timeline"] == SHOWN
    assert planned.get("/work-items/T-1")["on_hold"] is False


def test_a_state_that_is_put_back_brings_its_events_back(planned):
    advance(planned, 10)
    before = planned.get("/state")
    advance(planned, 20)
    planned.put("/clock", {"now": "2026-01-05T08:12:00Z"})

    planned.put("/state", before)
    restored = planned.get("/state")
    advance(planned, 8)

    assert restored == before
    assert planned.get("/work-items/T-1")["promise"] == {"from": None, "to": "2026-01-05T12:00:00Z"}


def test_all_of_a_timeline_happens_in_one_step(planned):
    advance(planned, 3 * 24 * 60)

    assert planned.get("/state")["timeline"] == []
    assert planned.call("GET", "/work-items/T-1").status_code == 404
    assert planned.get("/audit") == [
        {
            "at": "2026-01-06T00:00:00Z",
            "job": "T-1",
            "unit": "NORTH",
            "reason_id": 4,
            "reason": "rain",
            "user": None,
            "facade": None,
        }
    ]


def test_a_poll_through_the_facade_sees_what_happened(planned):
    message = {"FRU": "NORTH", "Options": {}}
    stamp = planned.rest("GetChangedWorkItems", message).json["Payload"]["OffsetId"]
    advance(planned, 10)

    changed = planned.rest("GetChangedWorkItems", message | {"OffsetId": stamp}).json

    assert "T-1" in str(changed)
    assert "J-1020" not in str(changed)


def test_a_reset_begins_the_timeline_anew(make_control):
    control = make_control(scenario="a-day")
    begun = control.get("/state")
    advance(control, 3 * 24 * 60)
    control.put("/clock", {"now": "2026-01-05T08:00:00Z"})

    control.call("POST", "/reset")

    assert control.get("/state") == begun
    assert len(begun["timeline"]) == 15
