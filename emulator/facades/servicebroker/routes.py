"""The paths of the facade, a row each (SB-H-01, SB-H-03, SB-N-01)."""

from dataclasses import dataclass

from emulator.mapping.operation import Operation
from emulator.mapping.servicebroker import CANCEL_JOB, GET_CHANGED_WORK_ITEMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One path, the one method it takes, the name of what it does, and the operation that it passes a request on to, if any.

    A route that is ``open`` asks for no token; one without a ``body`` reads none, nor its content type.
    """

    path: str
    method: str
    name: str
    operation: Operation | None = None
    open: bool = False
    body: bool = True


def _passing_on(operation: Operation) -> Route:
    return Route(method="PUT", path=f"/up/v5/rest/scheduling/{operation.name}", name=operation.name, operation=operation)


PREFIX = "/up/"
GET_ACCESS_TOKEN = Route(method="POST", path="/up/v5/oauth2/accessToken", name="GetAccessToken", open=True)
GET_NOTIFICATIONS = Route(method="GET", path="/up/v5/bns/win", name="GetWorkItemNotifications", body=False)
ROUTES = {
    route.path: route
    for route in (
        _passing_on(CANCEL_JOB),
        _passing_on(GET_CHANGED_WORK_ITEMS),
        GET_ACCESS_TOKEN,
        GET_NOTIFICATIONS,
    )
}
