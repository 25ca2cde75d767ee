"""orders/add, orders and order: what is booked, what is kept, and what is shown (JOC-M-03, JOC-L-01)."""

import re
from datetime import timedelta

import pytest

from tests.emulator.facades.joc.conftest import outcome


def test_an_order_is_an_unresourced_work_item_in_its_unit(make_joc):
    joc = make_joc(joc_unit="ORDERS")

    (order,) = joc.add({"orderName": "t1"})

    (item,) = joc.control("GET", "work-items?unit=ORDERS").json
    assert (item["id"], item["type"], item["employee"]) == (order, "Job", None)


def test_ids_have_the_day_eleven_digits_and_the_name_and_grow(joc):
    orders = joc.add({"orderName": "t1"}, {"orderName": "t1"}, {"orderName": "b_ä.1-2"}, {})
    joc.clock.advance(timedelta(days=1, hours=-2))
    joc.token = joc.log_in().json["accessToken"]
    orders += joc.add({"orderName": "t1"})

    assert [re.sub(r"T\d{11}", "T", order) for order in orders] == [
        "#2026-01-05#T-t1", "#2026-01-05#T-t1", "#2026-01-05#T-b_ä.1-2", "#2026-01-05#T-root", "#2026-01-06#T-t1",
    ]  # fmt: skip
    assert sorted(orders[:4]) == orders[:4]
    assert len(set(orders)) == 5
    assert joc.listed() == orders


def test_ids_stay_apart_also_when_the_clock_is_put_back(joc):
    first = joc.add({}, {}, {})
    joc.clock.advance(timedelta(hours=-1))
    state = joc.control("GET", "state").json

    joc.control("PUT", "state", state)

    assert len({*first, *joc.add({}, {})}) == 5


def test_an_id_that_is_taken_is_passed_over(joc):
    joc.book("#2026-01-05#T28800000000-t1")

    assert joc.add({"orderName": "t1"}) == ["#2026-01-05#T28800000001-t1"]


@pytest.mark.parametrize("length", [25, 26, 30, 31])
def test_a_name_with_which_the_id_would_be_longer_than_50_characters_is_refused(joc, length):
    asked = {"controllerId": "controller", "orders": [{"workflowPath": "w"}, {"workflowPath": "w", "orderName": "n" * length}]}

    response = joc.post("orders/add", asked)

    if length == 25:
        assert len(response.json["orderIds"][1]) == 50
    else:
        assert outcome(response) == "JOC-420"
        assert "$.orders[1].orderName" in response.json["error"]["message"]
        assert joc.listed() == []


@pytest.mark.parametrize(
    "name", ["a b", "a|b", "a/b", "a#b", "a\tb", "a\x00b", "a<b", "a:b", "\ud800", "\uffff", "a\u00a0b", 7, None]
)
def test_a_name_is_letters_digits_dots_hyphens_and_underscores(joc, name):
    asked = {"controllerId": "controller", "orders": [{"workflowPath": "w", "orderName": name}]}

    assert outcome(joc.post("orders/add", asked)) == "JOC-420"


def test_a_nameless_order_of_an_account_with_an_odd_name_gets_what_is_a_name_in_it(make_joc):
    joc = make_joc(logged_in=False, joc_accounts=[{"account": "Ann O'Neill, a very long name indeed", "password": "x"}])
    joc.token = joc.log_in("Ann O'Neill, a very long name indeed:x").json["accessToken"]

    assert joc.add({})[0].endswith("-AnnONeillaverylongnameind")


WHEN = {
    "": {},
    "now": {},
    "now + 0": {},
    "now+": {},
    "now+90": {"scheduledFor": 90},
    "now + 01:02": {"scheduledFor": 3720},
    "now + 100:00:01": {"scheduledFor": 360001},
    "never": {"scheduledNever": True},
    "2026-01-05 09:00": {"scheduledFor": 3600},
    "2026-01-05T09:00:30": {"scheduledFor": 3630},
    "2026-01-05 9:00": {"scheduledFor": 3600},
    "2026-01-05 07:00": {"scheduledFor": -3600},
}


@pytest.mark.parametrize(("text", "shown"), WHEN.items(), ids=WHEN)
def test_an_order_shows_when_it_is_scheduled(joc, text, shown):
    (order,) = joc.add({"scheduledFor": text, "arguments": {"a": [1, 1.5, None]}, "tags": ["x"]})

    found = joc.post("order", {"controllerId": "controller", "orderId": order}).json

    begin = int(joc.clock.now().timestamp() * 1000)
    if "scheduledFor" in shown:
        shown = {"scheduledFor": begin + shown["scheduledFor"] * 1000}
    assert {name: found[name] for name in found if name.startswith("scheduled")} == shown
    assert (found["orderId"], found["arguments"], found["tags"]) == (order, {"a": [1, 1.5, None]}, ["x"])
    assert found["workflowId"] == {"path": "/demo/invoices", "versionId": "1"}


def test_a_time_is_read_in_its_zone_also_while_the_clocks_are_moved(joc):
    times = ["2026-01-05 10:00", "2026-03-29 02:30", "2026-10-25 02:30"]
    joc.add(*({"scheduledFor": time, "timeZone": "Europe/Berlin"} for time in times))

    found = [order["scheduledFor"] // 1000 for order in joc.post("orders", {"controllerId": "controller"}).json["orders"]]

    assert found == [1767603600, 1774747800, 1792888200]  # 09:00, 01:30 and 00:30 in UTC


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05 10:00:00Z",
        "2026-01-05 10:00:00+01:00",
        "2026-02-30 10:00",
        "2026-01-05 25:00",
        "2026-01-05",
        "tomorrow",
        "NOW",
        "now\u2003+ 5",
        "\u0662026-01-05 10:00",
        "now+x",
        "now-60",
        "now + " + "9" * 5000,
        "now + 99999999999:00",
        "never ",
        " ",
    ],
    ids=lambda text: text[:30],
)
def test_a_time_that_cannot_be_is_joc_400_and_no_order_of_the_request_is_added(joc, text):
    asked = {"controllerId": "controller", "orders": [{"workflowPath": "w"}, {"workflowPath": "w", "scheduledFor": text}]}

    response = joc.post("orders/add", asked)

    assert outcome(response) == "JOC-400"
    assert "$.orders[1].scheduledFor" in response.json["error"]["message"]
    assert joc.listed() == []
    assert joc.items() == set()


def test_orders_are_listed_as_they_came_and_filtered(joc):
    joc.put_orders(
        a={"workflowPath": "/a/x", "tags": ["red"]},
        b={"workflowPath": "/b/y", "scheduledFor": "never"},
        c={"workflowPath": "/a/z/w", "tags": ["blue", "red"]},
    )

    assert joc.listed() == ["a", "b", "c"]
    assert joc.listed(orderIds=["c", "a", "unknown"], states=["RUNNING"]) == ["a", "c"]
    assert joc.listed(workflowIds=[{"path": "y"}]) == ["b"]
    assert joc.listed(folders=[{"folder": "/a"}]) == ["a", "c"]
    assert joc.listed(states=["PENDING"]) == ["b"]
    assert joc.listed(dateTo="1d") == ["a", "c"]
    assert joc.listed(orderTags=["blue"]) == ["c"]
    assert joc.listed(limit=2) == ["a", "b"]
    assert joc.listed(limit=0) == []
    assert joc.listed(limit=-1, compact=True) == ["a", "b", "c"]
    assert outcome(joc.post("orders", {"controllerId": "controller", "dateTo": "2026-02-30T00:00:00"})) == "JOC-405"


def test_a_filter_that_is_not_emulated_is_refused_rather_than_left_out(joc):
    assert outcome(joc.post("orders", {"controllerId": "controller", "regex": ".*"})) == "JOC-400"
    assert joc.listed(regex="") == []


def test_an_unknown_order_is_joc_161_and_so_is_one_of_another_controller(make_joc):
    joc = make_joc(joc_controllers="controller,standby")
    (order,) = joc.add({}, controller="standby")
    joc.book("J-1")

    for asked in ("unknown", order, "J-1"):
        response = joc.post("order", {"controllerId": "controller", "orderId": asked})
        assert outcome(response) == "JOC-161"
        assert response.json["error"]["message"] == f"ControllerObjectNotExistException: unknown Order '{asked}'"
    assert joc.post("order", {"controllerId": "standby", "orderId": order}).status_code == 200


def test_a_message_shows_what_no_encoding_can_write(joc):
    response = joc.post("order", {"controllerId": "controller", "orderId": "\ud800"})

    assert outcome(response) == "JOC-161"
    assert "\ud800" in response.json["error"]["message"]


def test_orders_are_in_the_state_document_and_come_back_with_it(joc):
    orders = joc.add({"scheduledFor": "never"}, {"arguments": {"a": 1}})
    before = joc.post("orders", {"controllerId": "controller"}).json
    state = joc.control("GET", "state").json

    joc.control("POST", "reset")
    assert joc.listed() == []
    joc.control("PUT", "state", state)

    assert joc.post("orders", {"controllerId": "controller"}).json == before
    assert joc.cancelled() == orders


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({}, "required"),
        ({"controllerId": "c", "workflowPath": "w", "scheduledFor": "soon"}, "scheduledFor"),
        ({"controllerId": "c", "workflowPath": "w", "state": "ASLEEP"}, "state"),
        ({"controllerId": "c", "workflowPath": "w", "colour": "red"}, "no other keys"),
    ],
)
def test_a_state_document_with_a_wrong_order_is_refused_by_name(joc, record, says):
    response = joc.control("PUT", "state", {"records": {"joc": {"A": record}}})

    assert response.status_code == 400
    assert says in response.text
    assert '"A"' in response.text or "/A" in response.text or ".A" in response.text
