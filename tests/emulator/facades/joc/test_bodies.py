"""What a body must be: JSON, an object, every member by its schema, at its limits and one beyond (JOC-R-01, JOC-R-02)."""

import json
from typing import Any

import pytest

from tests.emulator.facades.joc.conftest import outcome

NO_JSON = {
    "nothing": b"",
    "white space": b" \n",
    "text": b"hello",
    "cut off": b'{"controllerId": "controller"',
    "a list": b"[]",
    "a string": b'"controller"',
    "null": b"null",
    "NaN": b'{"controllerId": "controller", "x": NaN}',
    "no UTF-8": b'{"controllerId": "contr\xffller"}',
    "UTF-16": '{"controllerId": "controller"}'.encode("utf-16"),
    "a duplicate key": b'{"controllerId": "controller", "controllerId": "controller"}',
    "a duplicate key inside": b'{"controllerId": "controller", "x": [{"a": 1, "a": 2}]}',
    "a number that is too large": b'{"controllerId": "controller", "x": 1e999}',
    "too deep": b'{"controllerId": "controller", "x": ' + b"[" * 5000 + b"]" * 5000 + b"}",
}


@pytest.mark.parametrize("path", ["orders/cancel", "orders/add", "orders", "order"])
@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON)
def test_a_body_that_is_no_json_object_or_says_a_thing_twice_is_refused(joc, path, body):
    response = joc.post(path, body)

    assert outcome(response) == "JOC-420"
    assert response.json["error"]["message"].startswith("com.fasterxml.jackson.core.JsonParseException: ")


def test_a_body_that_breaks_off_is_refused(joc):
    body = b'{"controllerId": "controller"}'

    response = joc.post("orders/cancel", body, environ_overrides={"CONTENT_LENGTH": str(len(body) + 1)})

    assert outcome(response) == "JOC-420"


@pytest.mark.parametrize("content_type", [None, "", "text/plain", "application/xml", "nonsense"])
def test_no_content_type_is_needed_and_none_is_wrong(joc, content_type):
    joc.book("A")

    assert (
        outcome(joc.post("orders/cancel", {"controllerId": "controller", "orderIds": ["A"]}, content_type=content_type)) == "ok"
    )


def test_a_byte_order_mark_and_unknown_members_are_passed_over(joc):
    joc.book("A")
    body = {"controllerId": "controller", "orderIds": ["A"], "orderType": 7, "auditLog": {"x": 1}, "position": None, "x": 1e300}

    assert outcome(joc.post("orders/cancel", b"\xef\xbb\xbf" + json.dumps(body).encode())) == "ok"


RIGHT: dict[str, list[Any]] = {
    "orderIds": [[], ["x" * 255], ["a", "A"], ["'\"&;\n"]],
    "workflowIds": [[], [{"path": "x" * 255}], [{"path": "x", "versionId": "v" * 255}], [{"path": "x"}, {"path": "x"}]],
    "folders": [[], [{"folder": "/"}], [{"folder": "/a b/ä.c", "recursive": False}], [{"folder": "/" + "x" * 254}]],
    "states": [[], ["RUNNING", "RUNNING", "UNKNOWN"]],
    "dateFrom": ["1d", "0", "2026-01-05 08:00:00,5-0130"],
    "timeZone": ["", "z" * 255],
    "kill": [True, False],
    "deep": [True, False],
    "auditLog": [
        {},
        {"comment": "c" * 255, "timeSpent": 0, "ticketLink": "t" * 255},
        {"timeSpent": 1.0},
        {"timeSpent": 10**30},
    ],
}
WRONG: dict[str, list[Any]] = {
    "controllerId": [None, 7, "", "c" * 101, *("a" + character for character in '/\\<>?!&:;()"|*^'), ["controller"]],
    "orderIds": [None, "A", {}, [7], [None], ["A", "A"], ["x" * 256], ["a<"], ["a>"], [["A"]]],
    "workflowIds": [None, {}, ["x"], [{}], [{"path": ""}], [{"path": "x" * 256}], [{"path": "<"}], [{"path": 7}],
                    [{"path": "x", "versionId": "v" * 256}], [{"path": "x", "versionId": None}]],
    "folders": [None, {}, ["/"], [{}], [{"folder": ""}], [{"folder": "a"}], [{"folder": "/a/"}], [{"folder": "//a"}],
                [{"folder": "/a\\b"}], [{"folder": "/a|b"}], [{"folder": "/" + "x" * 255}],
                [{"folder": "/", "recursive": "true"}], [{"folder": "/", "recursive": 1}]],
    "states": [None, "RUNNING", ["running"], [None], ["RUNNING "]],
    "dateFrom": [None, 0, "", "d", "1D", "1 d", "2026-01-05", "2026-01-05T08:00", "2026-01-05T08:00:00.1234", "1d+2", "+-1d"],
    "timeZone": [None, 1, "z" * 256, "<"],
    "kill": [None, 0, "true", "yes"],
    "deep": [None, 1, "false"],
    "auditLog": [None, "why", [], {"comment": None}, {"comment": 7}, {"comment": "c" * 256}, {"comment": "<b>"},
                 {"comment": "a\x00b"}, {"comment": "\ud800"}, {"comment": "\ufffe"}, {"timeSpent": -1}, {"timeSpent": 1.5},
                 {"timeSpent": "5"}, {"timeSpent": True}, {"ticketLink": "t" * 256}, {"ticketLink": ">"}, {"ticketLink": 1}],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values])
def test_a_right_member_is_taken(joc, name, value):
    assert outcome(joc.cancel(**{name: value})) == "JOC-161"


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in WRONG.items() for value in values],
    ids=lambda value: ascii(value)[:40],
)
def test_a_wrong_member_is_refused_by_name_and_nothing_is_cancelled(joc, name, value):
    joc.add()

    response = joc.cancel(**{name: value})

    assert outcome(response) == "JOC-420"
    assert f"SOSJsonSchemaException: $.{name}" in response.json["error"]["message"]
    assert len(joc.listed()) == 1


def test_a_missing_controller_is_told_in_the_product_s_words(joc):
    response = joc.post("orders/cancel", {})

    assert response.json["error"]["message"] == (
        "com.sos.schema.exception.SOSJsonSchemaException: $.controllerId: is missing but it is required"
    )


def test_all_that_is_wrong_is_told_at_once_and_long_values_are_cut(joc):
    message = joc.cancel(kill="y" * 10_000, deep="z", states=["x" * 10_000] * 50).json["error"]["message"]

    assert " or $.kill: boolean expected, string found" in message
    assert "$.states[0]: must be one of" in message
    assert len(message) < 3000


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"workflowPath": ""},
        {"workflowPath": "w" * 256},
        {"workflowPath": "<"},
        {"workflowPath": 7},
        {"workflowPath": "w", "scheduledFor": 7},
        {"workflowPath": "w", "timeZone": "z" * 256},
        {"workflowPath": "w", "arguments": []},
        {"workflowPath": "w", "tags": ["a", "a"]},
        {"workflowPath": "w", "tags": [""]},
        "w",
    ],
    ids=ascii,
)
def test_a_wrong_order_is_refused_by_place_and_none_is_added(joc, order):
    response = joc.post("orders/add", {"controllerId": "controller", "orders": [{"workflowPath": "w"}, order]})

    assert outcome(response) == "JOC-420"
    assert "$.orders[1]" in response.json["error"]["message"]
    assert joc.listed() == []


@pytest.mark.parametrize("orders", [[], {}, None, "w"])
def test_orders_to_add_must_be_some(joc, orders):
    assert outcome(joc.post("orders/add", {"controllerId": "controller", "orders": orders})) == "JOC-420"
