"""The clock can be read, set, frozen, started and advanced."""

import pytest

from emulator.clock import Clock


def test_it_tells_the_time_and_whether_it_runs(control):
    assert control.get("/clock") == {"now": "2026-01-05T08:00:00Z", "running": False}


def test_it_is_set_to_an_instant(control):
    assert control.put("/clock", {"now": "2026-07-01T12:00:00.5+02:00"}) == {
        "now": "2026-07-01T10:00:00.500000Z",
        "running": False,
    }
    assert control.get("/clock")["now"] == "2026-07-01T10:00:00.500000Z"


@pytest.mark.parametrize(
    ("seconds", "now"), [(600, "08:10:00Z"), (-600, "07:50:00Z"), (0.5, "08:00:00.500000Z"), (0, "08:00:00Z")]
)
def test_it_is_advanced_by_seconds(control, seconds, now):
    assert control.post("/clock/advance", {"seconds": seconds}) == {"now": f"2026-01-05T{now}", "running": False}


def test_it_runs_and_stops(control):
    assert control.put("/clock", {"running": True})["running"] is True
    assert control.emulator.clock.running
    assert control.put("/clock", {"now": "2026-01-06T00:00:00Z", "running": False}) == {
        "now": "2026-01-06T00:00:00Z",
        "running": False,
    }


def test_nothing_asked_is_nothing_done(control):
    assert control.put("/clock", {}) == {"now": "2026-01-05T08:00:00Z", "running": False}


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PUT", "/clock", {"now": "2026-01-05T08:00"}, "now"),
        ("PUT", "/clock", {"now": 5}, "now"),
        ("PUT", "/clock", {"now": None}, "now"),
        ("PUT", "/clock", {"now": "2026-02-01T00:00:00Z", "running": 1}, "running"),
        ("PUT", "/clock", {"time": "2026-02-01T00:00:00Z"}, "time"),
        ("PUT", "/clock", [], "the document"),
        ("POST", "/clock/advance", {}, "the document"),
        ("POST", "/clock/advance", {"seconds": "60"}, "seconds"),
        ("POST", "/clock/advance", {"seconds": True}, "seconds"),
        ("POST", "/clock/advance", {"seconds": 1e300}, "seconds"),
        ("POST", "/clock/advance", {"seconds": -63_000_000_000 * 4}, "seconds"),
    ],
)
def test_a_wrong_request_leaves_the_clock_as_it_was(control, method, path, body, field):
    assert control.refused(method, path, 400, json=body)["field"] == field
    assert control.get("/clock") == {"now": "2026-01-05T08:00:00Z", "running": False}


def test_a_clock_that_is_set_while_it_runs_runs_on_from_there(control):
    wall = [0.0]
    control.emulator.clock = Clock(wall=lambda: wall[0])

    control.put("/clock", {"now": "2026-01-05T08:00:00Z"})
    wall[0] += 60

    assert control.get("/clock") == {"now": "2026-01-05T08:01:00Z", "running": True}
