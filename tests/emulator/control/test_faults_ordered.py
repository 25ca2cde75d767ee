"""Faults are ordered by a list of rules, and met by callers."""

import pytest


def test_a_rule_comes_back_with_its_defaults_until_it_is_used(control):
    control.put("/faults", [{"operation": "CancelJob", "code": 646, "count": 2}])

    assert control.get("/faults") == [{"operation": "CancelJob", "count": 2, "delay_ms": 0, "code": 646, "type": "Error"}]
    control.rest("CancelJob", {"Id": "J-1001"})
    assert control.get("/faults")[0]["count"] == 1
    control.rest("CancelJob", {"Id": "J-1001"})
    assert control.get("/faults") == []


@pytest.mark.parametrize(
    "rule",
    [
        {"operation": None, "count": 1, "delay_ms": 20},
        {"operation": "Login", "count": 3, "delay_ms": 0, "code": 646, "type": "Warning"},
        {"operation": None, "count": 1, "delay_ms": 0, "fault": "Receiver"},
        {"operation": None, "count": 1, "delay_ms": 5, "status": 503, "body": "<html>", "content_type": "text/html"},
        {"operation": None, "count": 1, "delay_ms": 0, "reset": True},
    ],
)
def test_what_is_shown_can_be_put(control, rule):
    assert control.put("/faults", [rule]) == [rule]


def test_an_ordered_code_reaches_the_caller(control):
    control.put("/faults", [{"code": 4711, "type": "Error"}])

    first, second = (control.rest("CancelJob", {"Id": "J-1001"}).json for _ in range(2))

    assert first["Payload"] == {"returnCode": {"type": "Error", "code": "4711"}}
    assert second["Payload"] == {"result": {"type": "OK", "code": "0"}}


def test_code_0_comes_with_type_ok(control):
    assert control.put("/faults", [{"code": 0}]) == [{"operation": None, "count": 1, "delay_ms": 0, "code": 0, "type": "OK"}]


def test_dropped_rules_reach_nobody(control):
    control.put("/faults", [{"reset": True}])

    assert control.call("DELETE", "/faults").status_code == 204
    assert control.get("/faults") == []
    assert control.rest("CancelJob", {"Id": "J-1001"}).json["Success"] is True


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ([], "[0]"),
        ({}, "[0]"),
        ({"count": 2}, "[0]"),
        ({"code": 1, "reset": True}, "[0]"),
        ({"fault": "Sender", "status": 500}, "[0]"),
        ({"operation": "Cancel", "code": 1}, "[0].operation"),
        ({"count": 0, "code": 1}, "[0].count"),
        ({"delay_ms": -1}, "[0].delay_ms"),
        ({"code": -1}, "[0].code"),
        ({"code": 4294967296}, "[0].code"),
        ({"code": "1"}, "[0].code"),
        ({"code": None}, "[0].code"),
        ({"code": 1, "type": "error"}, "[0].type"),
        ({"code": 0, "type": "Error"}, "[0].type"),
        ({"code": 0, "type": "Warning"}, "[0].type"),
        ({"delay_ms": 1, "type": "Error"}, "[0].type"),
        ({"fault": "Client"}, "[0].fault"),
        ({"status": 600}, "[0].status"),
        ({"status": 100}, "[0].status"),
        ({"status": 500, "body": 5}, "[0].body"),
        ({"code": 1, "body": "x"}, "[0].body"),
        ({"status": 500, "content_type": "a\r\nb: c"}, "[0].content_type"),
        ({"reset": False}, "[0].reset"),
        ({"reset": True, "repeat": 1}, "[0].repeat"),
    ],
)
def test_a_wrong_rule_leaves_the_rules_as_they_were(control, rule, field):
    before = control.put("/faults", [{"code": 7}])

    assert control.refused("PUT", "/faults", 400, json=[rule])["field"] == field
    assert control.get("/faults") == before


def test_the_rules_are_a_list(control):
    assert control.refused("PUT", "/faults", 400, json={"code": 1})["expected"] == "a list"
