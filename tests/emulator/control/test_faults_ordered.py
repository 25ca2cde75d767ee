"""Faults are ordered by a list of rules, and met by callers."""

import pytest


def test_a_rule_comes_back_with_its_defaults_and_how_it_stands(control):
    control.put("/faults", [{"operation": "CancelJob", "code": 646, "count": 2}])

    rule = {"operation": "CancelJob", "count": 2, "delay_ms": 0, "code": 646, "type": "Error"}
    assert control.get("/faults") == {"seed": 0, "rules": [{**rule, "matched": 0, "struck": 0, "left": 2}]}
    for _ in range(3):
        control.rest("CancelJob", {"Id": "J-1001"})
    assert control.get("/faults") == {"seed": 0, "rules": [{**rule, "matched": 2, "struck": 2, "left": 0}]}


@pytest.mark.parametrize(
    "rule",
    [
        {"operation": None, "count": 1, "delay_ms": 20},
        {"operation": "Login", "count": 3, "delay_ms": 0, "code": 646, "type": "Warning"},
        {"operation": None, "count": 1, "delay_ms": 0, "fault": "Receiver"},
        {"operation": None, "count": 1, "delay_ms": 5, "status": 503, "body": "<html>", "content_type": "text/html"},
        {"operation": None, "count": 1, "delay_ms": 0, "reset": True},
        {"operation": "CancelJob", "count": 1, "facade": "soap", "field": {"jobID": "J-1"}, "delay_ms": 0, "malformed": True},
        {"operation": None, "count": 2, "field": {"jobID": {"pattern": "^J"}}, "after": 3, "delay_ms": 0, "empty": True},
        {"operation": None, "count": None, "probability": 0.5, "delay_ms": {"from": 5, "to": 9}},
        {"operation": None, "count": 1, "delay_ms": 0, "fault": "MustUnderstand", "reason": "no", "performed": True},
        {"operation": None, "count": 1, "delay_ms": 0, "content_type": "text/html", "truncate": {"bytes": 9}},
        {"operation": None, "count": 1, "delay_ms": 0, "truncate": {"share": 0.25}, "reset": True},
        {"operation": None, "count": 1, "delay_ms": 0, "hang": True, "limit_ms": 900},
        {"operation": "GetChangedWorkItems", "count": 1, "delay_ms": 0, "duplicates": 4},
        {
            "operation": "getOrder",
            "count": 1,
            "at": "facade",
            "facade": "joc",
            "path": "/order",
            "delay_ms": 0,
            "drip": {"bytes": 3, "pause_ms": 20},
        },
    ],
)
def test_what_is_shown_can_be_put(control, rule):
    shown = control.put("/faults", {"seed": 7, "rules": [rule]})

    assert shown == {"seed": 7, "rules": [{**rule, "matched": 0, "struck": 0, "left": rule["count"]}]}
    assert control.put("/faults", shown) == shown


def test_an_ordered_code_reaches_the_caller(control):
    control.put("/faults", [{"code": 4711, "type": "Error"}])

    first, second = (control.rest("CancelJob", {"Id": "J-1001"}).json for _ in range(2))

    assert first["Payload"] == {"returnCode": {"type": "Error", "code": "4711"}}
    assert second["Payload"] == {"result": {"type": "OK", "code": "0"}}


def test_code_0_comes_with_type_ok(control):
    (rule,) = control.put("/faults", [{"code": 0}])["rules"]

    assert (rule["code"], rule["type"]) == (0, "OK")


def test_dropped_rules_reach_nobody(control):
    control.put("/faults", [{"reset": True}])

    assert control.call("DELETE", "/faults").status_code == 204
    assert control.get("/faults") == {"seed": 0, "rules": []}
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
        ({"at": "rest", "reset": True}, "[0].at"),
        ({"at": "facade", "code": 1}, "[0].code"),
        ({"at": "facade", "fault": "Sender"}, "[0].fault"),
        ({"at": "facade", "facade": "soap", "reset": True}, "[0].facade"),
        ({"at": "facade", "facade": "joc", "operation": "CancelJob", "reset": True}, "[0].operation"),
        ({"operation": "GetAccessToken", "reset": True}, "[0].operation"),
        ({"facade": "sap", "reset": True}, "[0].facade"),
        ({"path": "/up", "reset": True}, "[0].path"),
        ({"at": "facade", "path": "(", "reset": True}, "[0].path"),
        ({"field": {}, "reset": True}, "[0].field"),
        ({"field": ["jobID"], "reset": True}, "[0].field"),
        ({"field": {"jobID": None}, "reset": True}, "[0].field.jobID"),
        ({"field": {"jobID": {"pattern": "("}}, "reset": True}, "[0].field.jobID.pattern"),
        ({"field": {"jobID": {}}, "reset": True}, "[0].field.jobID"),
        ({"after": -1, "reset": True}, "[0].after"),
        ({"probability": 1.1, "reset": True}, "[0].probability"),
        ({"probability": True, "reset": True}, "[0].probability"),
        ({"delay_ms": {"from": 2, "to": 1}}, "[0].delay_ms.to"),
        ({"delay_ms": {"from": 2}}, "[0].delay_ms"),
        ({"delay_ms": 1.5}, "[0].delay_ms"),
        ({"reason": "x", "code": 1}, "[0].reason"),
        ({"limit_ms": 5, "reset": True}, "[0].limit_ms"),
        ({"truncate": 5}, "[0].truncate"),
        ({"truncate": {}}, "[0].truncate"),
        ({"truncate": {"bytes": 1, "share": 1}}, "[0].truncate"),
        ({"truncate": {"share": None}}, "[0].truncate.share"),
        ({"truncate": {"bytes": 1}, "empty": True}, "[0]"),
        ({"hang": True, "reset": True}, "[0]"),
        ({"malformed": True, "reset": True}, "[0].malformed"),
        ({"drip": {"bytes": 1, "pause_ms": 1}, "hang": True}, "[0].drip"),
        ({"drip": {"bytes": 0, "pause_ms": 1}}, "[0].drip.bytes"),
        ({"duplicates": 1}, "[0].duplicates"),
        ({"duplicates": 1, "operation": "CancelJob"}, "[0].duplicates"),
        ({"duplicates": 1, "operation": "GetChangedWorkItems", "status": 500}, "[0].duplicates"),
        ({"performed": True, "code": 1}, "[0].performed"),
        ({"reset": True, "repeat": 1}, "[0].repeat"),
    ],
)
def test_a_wrong_rule_leaves_the_rules_as_they_were(control, rule, field):
    before = control.put("/faults", [{"code": 7}])

    assert control.refused("PUT", "/faults", 400, json=[rule])["field"] == field
    assert control.get("/faults") == before


@pytest.mark.parametrize(
    ("plan", "field", "expected"),
    [
        ({"code": 1}, "code", "one of the keys seed, rules"),
        ({"seed": 1}, "the document", "the key rules"),
        ({"rules": {}}, "rules", "a list"),
        ({"seed": -1, "rules": []}, "seed", "a whole number from 0 to 9007199254740991"),
        ({"rules": [{"code": 1, "at": 1}]}, "rules[0].at", "one of soap, facade"),
        ({"rules": [{"code": 1}] * 1001}, "rules", "at most 1000 rules"),
        ("reset", "the document", "a list"),
    ],
)
def test_a_wrong_plan_leaves_the_one_in_force(control, plan, field, expected):
    before = control.put("/faults", {"seed": 3, "rules": [{"code": 7}]})

    refused = control.refused("PUT", "/faults", 400, json=plan)

    assert (refused["field"], refused["expected"]) == (field, expected)
    assert control.get("/faults") == before
