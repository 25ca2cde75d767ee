"""The door of Scheduling itself."""

from typing import Any

from contracts.exchange import Exchange, Request
from contracts.machines.answer import Answer, Unexpected
from contracts.machines.model import Seen
from contracts.scenarios.messages import CONTENT_TYPES, write
from contracts.scenarios.replies import NotSoap, read
from contracts.target import Target

SOAP = "SOAP"


class SoapDoor:
    """Call by SOAP messages."""

    name = SOAP
    clauses: tuple[str, ...] = ()
    cancels = polls = True

    def __init__(self, target: Target) -> None:
        self._target = target

    def cancel(self, item_id: str) -> Answer:
        """Cancel a job."""
        return self._call("CancelJob", {"jobID": item_id})

    def poll(self, unit: str, since: int | None) -> Answer:
        """Ask for what changed in a unit since a stamp."""
        stamp = {} if since is None else {"timeStampIn": since}
        return self._call("GetChangedWorkItems", {"FRUID": unit, **stamp})

    def _call(self, operation: str, fields: dict[str, Any]) -> Answer:
        headers = {"Content-Type": f"{CONTENT_TYPES['1.2']}; charset=utf-8"}
        request = Request(method="POST", path="/soap", headers=headers, body=write(operation, fields))
        exchange = Exchange(operation=None, request=request, response=self._target.soap(request))
        try:
            body = read(exchange.response.body).body
            items = tuple(_seen(item) for item in body.get("workItem", []))
            return Answer(code=body["result"]["code"], stamp=int(body.get("timeStampOut", 0)), items=items, exchange=exchange)
        except (NotSoap, LookupError, ValueError) as error:
            raise Unexpected(exchange, f"{type(error).__name__}: {error}") from error


def _seen(item: dict[str, Any]) -> Seen:
    attributes = item.get("attr", {})
    return Seen(
        id=item["workItemID"],
        activity=item["workItemType"] == "StandardActivity",
        fixed=item["isFixed"] == "true",
        employee=attributes.get("empID"),
        start=attributes.get("start"),
        arrival=attributes.get("arrival"),
        finish=attributes.get("finish"),
        status=attributes.get("disStatus"),
    )
