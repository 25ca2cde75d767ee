"""Units can be looked at, created and changed."""

import pytest

WEST = {"id": "WEST", "zone": "Europe/London", "gcj_jeop_check_states": "MeM", "max_work_items": 10}


def test_a_unit_comes_back_as_it_was_created(control):
    response = control.call("POST", "/units", json=WEST)

    assert (response.status_code, response.json) == (201, WEST)
    assert control.get("/units/WEST") == WEST
    assert control.get("/units")[-1] == WEST


def test_an_id_is_enough(control):
    assert control.post("/units", {"id": "W"}) == {
        "id": "W", "zone": None, "gcj_jeop_check_states": "UMMePB", "max_work_items": None
    }  # fmt: skip


def test_the_units_of_the_default_scenario_are_listed_in_their_order(control):
    assert [unit["id"] for unit in control.get("/units")] == ["NORTH", "SOUTH", "LONDON", "BADMAX"]


def test_an_id_that_is_taken_cannot_be_created(control):
    assert control.refused("POST", "/units", 409, json={"id": "NORTH"})["found"] == "NORTH"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "the document"),
        ({"id": "NORTHWEST"}, "id"),
        ({"id": "W", "zone": "Mars"}, "zone"),
        ({"id": "W", "gcj_jeop_check_states": "Q"}, "gcj_jeop_check_states"),
        ({"id": "W", "max_work_items": "10"}, "max_work_items"),
        ({"id": "W", "maximum": 10}, "maximum"),
    ],
)
def test_a_wrong_unit_is_not_created(control, body, field):
    before = control.get("/units")

    assert control.refused("POST", "/units", 400, json=body)["field"] == field
    assert control.get("/units") == before


def test_a_wrong_letter_is_named_with_its_position(control):
    error = control.refused("POST", "/units", 400, json={"id": "W", "gcj_jeop_check_states": "UMq"})

    assert "position 3" in error["found"]


def test_a_patch_changes_its_keys_and_leaves_the_others(control):
    control.post("/units", WEST)

    changed = control.call("PATCH", "/units/WEST", json={"max_work_items": 0, "zone": None}).json

    assert changed == WEST | {"max_work_items": 0, "zone": None}
    assert control.get("/units/WEST") == changed


def test_a_maximum_that_is_out_of_range_answers_281(control):
    control.call("PATCH", "/units/NORTH", json={"max_work_items": -1})

    assert control.rest("GetChangedWorkItems", {"FRU": "NORTH", "Options": {}}).json["Payload"]["returnCode"]["code"] == "281"


def test_an_unknown_unit_is_not_found(control):
    control.refused("GET", "/units/WEST", 404)
    control.refused("PATCH", "/units/WEST", 404, json={})
