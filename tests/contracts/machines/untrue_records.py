"""Targets whose facades keep records badly: one defect each."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.target import InProcess

A_CALL = SoapCall(operation="CancelJob", request="<JobCancelRequest/>", response="<JobCancelResponse/>", status=200)


class Untrue:
    """Pass everything on; a subclass falsifies what one operation answers, or what others do."""

    name = "an untrue one"
    base_url = "http://127.0.0.1:8010"

    def __init__(self) -> None:
        self._honest = InProcess()
        self._first: dict[Any, Exchange] = {}

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        return self.told(self._honest.rest(request, operation=operation))

    def soap(self, request: Request) -> Response:
        return self._honest.soap(request)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        if (method, path) == ("POST", "/reset"):
            self._first.clear()
        return self._honest.control(method, path, body)

    def with_settings(self, settings: Mapping[str, Any]) -> Any:
        return self._honest.with_settings(settings)

    def told(self, exchange: Exchange) -> Exchange:
        return exchange

    def first(self, exchange: Exchange, operation: str) -> Exchange:
        """Give what a request of an operation got the first time."""
        if exchange.operation != operation:
            return exchange
        return self._first.setdefault((exchange.request.path, exchange.request.body), exchange)


class ShowsAzureJobsAsTheyWere(Untrue):
    def told(self, exchange):
        return self.first(exchange, "JobRouterOperations_GetJob")


class ShowsOrdersAsTheyWere(Untrue):
    def told(self, exchange):
        return self.first(exchange, "getOrder")


class ShowsCrmJobsAsTheyWere(Untrue):
    def told(self, exchange):
        return self.first(exchange, "ShowJob")


class ShowsCrmJobsAsCancelled(Untrue):
    def told(self, exchange):
        if exchange.operation != "ShowJob" or b'"PENDING"' not in exchange.response.body:
            return exchange
        body = exchange.response.body.replace(b'"life_cycle_state":"PENDING"', b'"life_cycle_state":"CANCELLED"')
        body = body.replace(b'"life_cycle_state": "PENDING"', b'"life_cycle_state": "CANCELLED"')
        return replace(exchange, response=replace(exchange.response, body=body))


class CancelsAzureJobsAgain(Untrue):
    def told(self, exchange):
        return self.first(exchange, "JobRouterOperations_CancelJob")


class CallsForWhatIsCancelled(Untrue):
    def told(self, exchange):
        if exchange.operation == "CancelJob" and "/crmapi/" in exchange.request.path and exchange.response.status == 409:
            return replace(exchange, soap=(A_CALL,))
        return exchange


class CallsForWhatOthersMade(Untrue):
    def told(self, exchange):
        if exchange.operation == "JobRouterOperations_CancelJob" and exchange.response.status == 404:
            return replace(exchange, soap=(A_CALL,))
        return exchange


class CancelsNothing(Untrue):
    def told(self, exchange):
        """Say that the order was cancelled and make no call."""
        return replace(exchange, soap=()) if exchange.operation == "cancelOrders" else exchange


class KnowsWhatOthersMade(Untrue):
    def told(self, exchange):
        if exchange.operation == "CancelJob" and "/crmapi/" in exchange.request.path and exchange.response.status == 404:
            return replace(exchange, response=replace(exchange.response, status=409))
        return exchange


class LosesJobsOfOrders(Untrue):
    def told(self, exchange):
        """Take the work items of new orders away, as if none had been booked."""
        if exchange.operation == "addOrders" and exchange.response.status == 200:
            for each in json.loads(exchange.response.body)["orderIds"]:
                self._honest.control("DELETE", f"/work-items/{each.replace('#', '%23')}")
        return exchange


class CancelsThatStay(Untrue):
    def told(self, exchange):
        """Let a job that was cancelled through Azure's door stay where others see it."""
        id_ = exchange.request.path.partition("?")[0].rpartition("/")[2].partition(":")[0]
        if exchange.operation == "JobRouterOperations_CancelJob" and exchange.response.status == 200:
            self._honest.control("POST", "/work-items", {"id": id_, "type": "Job", "unit": "NORTH"})
        return exchange
