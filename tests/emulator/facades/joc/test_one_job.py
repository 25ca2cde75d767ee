"""One job behind all doors: cancelled through any, an order is gone here; cancelled here, it is gone there (JOC-M-03)."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.emulator.facades.joc.conftest import Joc, outcome
from tests.emulator.soap_server.soap import cancel, envelope

BROKER = "/up/v5/rest/scheduling"


def by_soap(joc: Joc, order: str) -> TestResponse:
    return joc.client.post("/soap", data=envelope(cancel(order)), content_type="application/soap+xml")


def by_broker(joc: Joc, order: str) -> TestResponse:
    return joc.client.put(f"{BROKER}/CancelJob", json={"Id": order})


def by_control(joc: Joc, order: str) -> TestResponse:
    (item,) = (item["id"] for item in joc.control("GET", "work-items").json if item["id"] == order)
    return joc.control("DELETE", f"work-items/{item.replace('#', '%23')}")


@pytest.mark.parametrize("door", [by_soap, by_broker, by_control])
def test_an_order_that_is_cancelled_elsewhere_is_gone_here(joc, door: Callable[[Joc, str], TestResponse]):
    order, other = joc.add({}, {})

    assert door(joc, order).status_code in (200, 204)

    assert joc.listed() == [other]
    assert outcome(joc.post("order", {"controllerId": "controller", "orderId": order})) == "JOC-161"
    assert outcome(joc.cancel(orderIds=[order])) == "JOC-161"
    assert joc.cancelled() == [other]


def test_an_order_shows_at_the_other_doors_and_is_gone_there_when_it_is_cancelled(joc):
    def changed(offset: str) -> dict:
        asked = {"FRU": "NORTH", "OffsetId": offset, "Options": {}}
        return joc.client.put(f"{BROKER}/GetChangedWorkItems", json=asked).json["Payload"]

    (order,) = joc.add()
    first = changed("0")
    assert [item["Id"] for item in first["WorkItems"]] == [order]

    joc.cancel(orderIds=[order])

    assert changed("0")["WorkItems"] == changed(first["OffsetId"])["WorkItems"] == []
    assert by_broker(joc, order).json["Payload"] == {"returnCode": {"type": "Error", "code": "1"}}
    assert b"<code>1</code>" in by_soap(joc, order).data


def test_a_work_item_that_takes_the_id_of_an_order_that_is_gone_is_no_order(joc):
    (order,) = joc.add()
    by_soap(joc, order)

    joc.book(order)

    assert joc.listed() == []
    assert outcome(joc.cancel()) == "JOC-161"
    assert joc.items() == {order}


def test_orders_that_are_gone_are_not_kept(joc):
    orders = joc.add(*({} for _ in range(5)))
    joc.cancel(orderIds=orders[:2])
    assert list(joc.control("GET", "state").json["records"]["joc"]) == orders[2:]
    for order in orders[2:4]:
        by_soap(joc, order)

    joc.listed()

    assert list(joc.control("GET", "state").json["records"]["joc"]) == orders[4:]
