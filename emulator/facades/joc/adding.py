"""orders/add: an order is an unresourced work item of the unit joc_unit (JOC-M-03, JOC-L-01)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from emulator.facades.joc.order_ids import LONGEST_NAME, OrderIds, name_of_account
from emulator.facades.joc.orders import document_of
from emulator.facades.joc.refusals import Refusal, Refused
from emulator.facades.joc.scheduled_for import scheduled_for
from emulator.facades.records import NotBookable, Records, Taken, View


class OrderAdding:
    """Add orders, all of a request or none."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._ids = OrderIds()

    def add(self, body: Mapping[str, Any], *, account: str) -> list[str]:
        """Add the orders and give their ids; raise Refused."""
        for place, asked in enumerate(body["orders"]):
            name = asked.get("orderName", "")
            if len(name) > LONGEST_NAME:
                text = f"$.orders[{place}].orderName: must be at most {LONGEST_NAME} characters long, {len(name)} found"
                raise Refused(Refusal.SCHEMA, f"{text} (the id would be longer than Scheduling can have)")
        with self._records.view() as view:
            whens = [_when(asked, place, view.now) for place, asked in enumerate(body["orders"])]
            return [
                self._create(view, asked.get("orderName") or name_of_account(account), asked, body["controllerId"], when)
                for asked, when in zip(body["orders"], whens, strict=True)
            ]

    def _create(self, view: View, name: str, asked: Mapping[str, Any], controller: str, when: datetime | str | None) -> str:
        document = document_of(asked, controller=controller, when=when)
        while True:
            order_id = self._ids.next(name, now=view.now)
            try:
                view.create(order_id, document)
            except Taken:
                continue  # a state that was put back had it
            except NotBookable as error:
                raise Refused(Refusal.SCHEMA, f"Scheduling cannot have the order {order_id}: {error}") from None
            return order_id


def _when(asked: Mapping[str, Any], place: int, now: datetime) -> datetime | str | None:
    try:
        return scheduled_for(asked.get("scheduledFor", ""), time_zone=asked.get("timeZone", ""), now=now)
    except ValueError as error:
        raise Refused(Refusal.BAD_REQUEST, f"$.orders[{place}].scheduledFor: {error}") from None
