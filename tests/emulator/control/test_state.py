"""The whole state can be taken, put back, and reset."""

import pytest


def test_putting_back_what_was_got_restores_it(control):
    control.rest("CancelJob", {"Id": "J-1001", "CancelReason": {"cancelReasonId": 7, "cancelReasonDesc": "rain"}})
    control.rest("CancelJob", {"Id": "J-1002"})
    control.post("/units", {"id": "WEST", "max_work_items": 3})
    control.call("PATCH", "/work-items/J-1003", json={"unit": "WEST", "start": "2026-01-05T11:20:30.250Z"})
    before = control.get("/state")
    control.put("/state", {})

    control.put("/state", before)

    assert control.get("/state") == before
    assert [entry["job"] for entry in before["audit"]] == ["J-1002", "J-1001"]
    assert [item["id"] for item in before["items"]][-1] == "J-1003"


def test_the_state_is_a_scenario_document(control):
    assert list(control.get("/state")) == ["units", "regions", "employees", "items", "timeline", "audit", "records"]


def test_the_state_holds_all_of_the_scenario(control):
    state = control.get("/state")

    assert [unit["id"] for unit in state["units"]] == ["NORTH", "SOUTH", "LONDON", "BADMAX"]
    assert [region["id"] for region in state["regions"]] == ["LEEDS", "PARIS", "BOSTON"]
    assert state["employees"][2] == {"id": "TECH03", "zone": "Europe/Paris"}
    assert (len(state["items"]), state["audit"]) == (50, [])


def test_a_state_replaces_all_that_was(control):
    control.rest("CancelJob", {"Id": "J-1001"})

    control.put("/state", {"units": [{"id": "U"}], "items": [{"id": "J", "unit": "U", "start": "day 09:00"}]})

    state = control.get("/state")
    assert [unit["id"] for unit in state["units"]] == ["U"]
    assert [(item["id"], item["start"]) for item in state["items"]] == [("J", "2026-01-05T09:00:00Z")]
    assert (state["regions"], state["employees"], state["audit"]) == ([], [], [])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "the document"),
        ({"include": []}, "include"),
        ({"timeline": [{"at": "+1m"}]}, "timeline[0]"),
        ({"units": None}, "units"),
        ({"items": [{"id": "J", "unit": "U"}]}, "items[0].unit"),
        ({"units": [{"id": "U"}], "items": [{"id": "J", "unit": "U"}, {"id": "J", "unit": "U"}]}, "items[1].id"),
        (
            {"units": [{"id": "U"}], "items": [{"id": "J", "unit": "U"}, {"id": "K", "unit": "U", "status": 1}]},
            "items[1].status",
        ),
        ({"audit": [{"at": "day", "job": "J"}]}, "audit[0]"),
        ({"audit": [5]}, "audit[0]"),
    ],
)
def test_a_wrong_state_changes_nothing(control, body, field):
    before = control.get("/state")

    assert control.refused("PUT", "/state", 400, json=body)["field"] == field
    assert control.get("/state") == before


def test_a_reset_leads_back_to_the_scenario_it_started_with(control):
    before = control.get("/state")
    control.rest("CancelJob", {"Id": "J-1001"})
    control.call("DELETE", "/work-items/J-1002")

    assert control.call("POST", "/reset").status_code == 204

    assert control.get("/state") == before


def test_a_cancel_is_in_the_audit_trail(control):
    control.rest("CancelJob", {"Id": "J-1001", "CancelReason": {"cancelReasonId": 7, "cancelReasonDesc": "rain"}})
    control.rest("CancelJob", {"Id": "J-1002"})

    newest, oldest = control.get("/audit")

    assert newest == {
        "at": "2026-01-05T08:00:00Z", "job": "J-1002", "unit": "NORTH", "reason_id": None, "reason": None,
        "user": "broker", "facade": "servicebroker",
    }  # fmt: skip
    assert oldest == newest | {"job": "J-1001", "reason_id": 7, "reason": "rain"}


def test_what_a_facade_added_to_an_audit_entry_is_restored(control):
    entry = {
        "at": "2026-01-05T08:00:00Z", "job": "J", "unit": "U", "reason_id": None, "reason": None, "user": None, "facade": "joc",
        "kill": True, "ticketLink": "T-1",
    }  # fmt: skip

    control.put("/state", {"audit": [entry]})

    assert control.get("/audit") == [entry]
