"""Work items can be looked at, booked, changed and removed; what is refused changes nothing."""

from urllib.parse import quote

import pytest

BOOKED = {
    "id": "Dep-1306",
    "type": "Job",
    "unit": "NORTH",
    "region": "LEEDS",
    "employee": "TECH01",
    "start": "2026-01-05T08:51:00Z",
    "arrival": "2026-01-05T08:58:00Z",
    "finish": "2026-01-05T09:58:00Z",
    "status": "Travelling",
    "fixed": True,
    "on_hold": False,
    "all_day": False,
    "actual_minutes": None,
    "promise": {"from": "2026-01-05T08:00:00Z", "to": "2026-01-05T10:00:00Z"},
    "contract": {"earliest": None, "latest": "2026-01-06T10:00:00Z"},
    "jeopardy": ["ovlShift", "noGo"],
}
DEFAULTS = {
    "type": "Job",
    "region": None,
    "employee": None,
    "start": None,
    "arrival": None,
    "finish": None,
    "status": "Tentative",
    "fixed": False,
    "on_hold": False,
    "all_day": False,
    "actual_minutes": None,
    "promise": None,
    "contract": None,
    "jeopardy": [],
}


def test_a_work_item_comes_back_as_it_was_booked(control):
    response = control.call("POST", "/work-items", json=BOOKED)

    assert (response.status_code, response.json) == (201, BOOKED)
    assert control.get("/work-items/Dep-1306") == BOOKED


def test_a_unit_and_an_id_are_enough(control):
    assert control.post("/work-items", {"id": "J", "unit": "NORTH"}) == {"id": "J", "unit": "NORTH"} | DEFAULTS


def test_a_booked_job_is_there_for_callers(control):
    control.post("/work-items", BOOKED)

    assert control.rest("CancelJob", {"Id": "Dep-1306"}).json["Success"] is True
    control.refused("GET", "/work-items/Dep-1306", 404)


def test_an_id_that_is_taken_cannot_be_booked(control):
    before = control.get("/work-items/J-1001")

    error = control.refused("POST", "/work-items", 409, json={"id": "J-1001", "unit": "SOUTH"})

    assert (error["code"], error["field"], error["found"]) == ("exists", "id", "J-1001")
    assert control.get("/work-items/J-1001") == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "the document"),
        ([], "the document"),
        ({"id": "J"}, "the document"),
        ({"id": "J", "unit": "WEST"}, "unit"),
        ({"id": "J", "unit": "NORTH", "strat": 1}, "strat"),
        ({"id": "", "unit": "NORTH"}, "id"),
        ({"id": "x" * 51, "unit": "NORTH"}, "id"),
        ({"id": "\ud800", "unit": "NORTH"}, "id"),
        ({"id": "\x00", "unit": "NORTH"}, "id"),
        ({"id": 5, "unit": "NORTH"}, "id"),
        ({"id": "J", "unit": "NORTH", "fixed": None}, "fixed"),
        ({"id": "J", "unit": "NORTH", "fixed": 1}, "fixed"),
        ({"id": "J", "unit": "NORTH", "employee": "TECH01"}, "start"),
        ({"id": "J", "unit": "NORTH", "start": "2026-01-05T08:51"}, "start"),
        ({"id": "J", "unit": "NORTH", "promise": {"earliest": None}}, "promise.earliest"),
        ({"id": "J", "unit": "NORTH", "actual_minutes": 1.5}, "actual_minutes"),
        ({"id": "J", "unit": "NORTH", "jeopardy": ["missedAppt"]}, "jeopardy[0]"),
        ({"id": "J", "unit": "NORTH", "jeopardy": [["noGo"]]}, "jeopardy[0]"),
        ({"id": "J", "unit": "NORTH", "jeopardy": [{}]}, "jeopardy[0]"),
    ],
)
def test_a_wrong_work_item_is_not_booked(control, body, field):
    before = control.get("/state")

    error = control.refused("POST", "/work-items", 400, json=body)

    assert (error["code"], error["field"]) == ("invalid", field)
    assert {"expected", "found"} <= set(error)
    assert control.get("/state") == before


@pytest.mark.parametrize(
    "item_id", ["a/b", "/a", "a//b", "a b", "50%", "ü\U0001f6e0", "a?b#c", "J-1001/", "line\nbreak", "x" * 50]
)
def test_an_id_of_any_text_is_found_by_its_path(control, item_id):
    control.post("/work-items", {"id": item_id, "unit": "NORTH"})

    path = f"/work-items/{quote(item_id, safe='')}"

    assert control.get(path)["id"] == item_id
    assert control.call("PATCH", path, json={"on_hold": True}).json["on_hold"] is True
    assert control.call("DELETE", path).status_code == 204
    assert control.refused("GET", path, 404)["found"] == item_id


def test_a_patch_changes_its_keys_and_leaves_the_others(control):
    control.post("/work-items", BOOKED)

    response = control.call("PATCH", "/work-items/Dep-1306", json={"status": "LoggedOn", "promise": {"to": "day 11:00"}})

    changed = BOOKED | {"status": "LoggedOn", "promise": {"from": "2026-01-05T08:00:00Z", "to": "2026-01-05T11:00:00Z"}}
    assert (response.status_code, response.json) == (200, changed)
    assert control.get("/work-items/Dep-1306") == changed


def test_null_in_a_patch_puts_a_key_back_to_its_default(control):
    control.post("/work-items", BOOKED)
    patch = {key: None for key in BOOKED if key not in ("id", "unit")}

    assert control.call("PATCH", "/work-items/Dep-1306", json=patch).json == {"id": "Dep-1306", "unit": "NORTH"} | DEFAULTS


def test_a_window_without_ends_is_no_window(control):
    control.post("/work-items", BOOKED)

    changed = control.call("PATCH", "/work-items/Dep-1306", json={"promise": {"from": None, "to": None}}).json

    assert changed == BOOKED | {"promise": None}


def test_a_patch_may_repeat_the_id_and_move_the_unit(control):
    changed = control.call("PATCH", "/work-items/J-1001", json={"id": "J-1001", "unit": "SOUTH"}).json

    assert changed["unit"] == "SOUTH"
    assert "J-1001" in [item["id"] for item in control.get("/work-items?unit=SOUTH")]
    assert "J-1001" not in [item["id"] for item in control.get("/work-items?unit=NORTH")]


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ([], "the document"),
        ({"id": "J-1"}, "id"),
        ({"id": None}, "id"),
        ({"unit": None}, "the document"),
        ({"unit": "WEST"}, "unit"),
        ({"strat": 1}, "strat"),
        ({"strat": None}, "strat"),
        ({"promise": {"latest": None}}, "promise.latest"),
        ({"promise": 5}, "promise"),
        ({"arrival": None}, "arrival"),
        ({"arrival": "day-1 00:00"}, "arrival"),
        ({"on_hold": True, "status": "Done"}, "status"),
    ],
)
def test_a_wrong_patch_changes_nothing(control, patch, field):
    before = control.get("/state")

    error = control.refused("PATCH", "/work-items/J-1001", 400, json=patch)

    assert error["field"] == field
    assert control.get("/state") == before


def test_a_removed_work_item_is_gone_without_a_trace(control):
    assert control.call("DELETE", "/work-items/700001").status_code == 204

    control.refused("GET", "/work-items/700001", 404)
    control.refused("DELETE", "/work-items/700001", 404)
    assert control.get("/audit") == []


def test_an_unknown_work_item_is_not_found_whatever_is_done_to_it(control):
    assert control.refused("GET", "/work-items/J-0000", 404)["code"] == "not-found"
    assert control.refused("PATCH", "/work-items/J-0000", 404, json={})["found"] == "J-0000"
    assert control.refused("DELETE", "/work-items/J-0000", 404)["message"] == "there is no work item 'J-0000'"


def test_the_list_holds_all_or_a_units_in_the_order_of_their_last_change(control):
    control.call("PATCH", "/work-items/J-1021", json={"on_hold": True})

    everything = control.get("/work-items")
    souths = control.get("/work-items?unit=SOUTH")

    assert len(everything) == 50
    assert everything[-1]["id"] == souths[-1]["id"] == "J-1021"
    assert {item["unit"] for item in souths} == {"SOUTH"}
    assert [item for item in everything if item["unit"] == "SOUTH"] == souths


def test_the_list_of_an_unknown_unit_is_not_found(control):
    assert control.refused("GET", "/work-items?unit=WEST", 404)["found"] == "WEST"


@pytest.mark.parametrize("query", ["units=NORTH", "unit=NORTH&unit=SOUTH"])
def test_a_query_that_means_nothing_is_refused(control, query):
    assert control.refused("GET", f"/work-items?{query}", 400)["code"] == "query"
