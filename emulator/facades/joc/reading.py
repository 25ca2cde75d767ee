"""orders and order: what JOC lists (JOC-L-01)."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from emulator.facades.joc.dates import Calendar
from emulator.facades.joc.orders import Order
from emulator.facades.joc.refusals import Refusal, Refused
from emulator.facades.joc.selection import Test, filters, listed
from emulator.facades.records import Records

_LIMIT = 10_000  # the product's; -1 means no limit


class OrderReading:
    """Show orders."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def orders(self, body: Mapping[str, Any], calendar: Calendar) -> list[dict[str, Any]]:
        """Show the orders that a body selects, as they came; raise Refused."""
        if body.get("regex"):
            # Python reads regular expressions otherwise than Java does, and a filter that were left out would show too much.
            raise Refused(Refusal.BAD_REQUEST, "$.regex: this emulator does not filter by it")
        tests = _tests(body, calendar)
        limit = body.get("limit", _LIMIT)
        found = [order for order in self._listed(body["controllerId"]) if all(test(order) for test in tests)]
        return [order.shown() for order in islice(found, limit if limit >= 0 else None)]

    def order(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Show an order; raise Refused for one that is not there."""
        order_id = body["orderId"]
        for order in self._listed(body["controllerId"]):
            if order.id == order_id:
                return order.shown()
        raise Refused(Refusal.NOT_FOUND, f"unknown Order '{order_id}'")

    def _listed(self, controller: str) -> list[Order]:
        with self._records.view() as view:
            return list(listed(view, controller))


def _tests(body: Mapping[str, Any], calendar: Calendar) -> list[Test]:
    ids = frozenset(body.get("orderIds", ()))
    if ids:
        return [lambda order: order.id in ids]
    tests = filters(body, calendar)
    tags = frozenset(body.get("orderTags", ()))
    if tags:
        tests.append(lambda order: not tags.isdisjoint(order.record.document.get("tags", ())))
    return tests
