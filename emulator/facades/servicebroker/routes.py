"""The paths of the facade, a row each (SB-H-01)."""

from dataclasses import dataclass

from emulator.mapping.operation import Operation
from emulator.mapping.servicebroker import CANCEL_JOB, GET_CHANGED_WORK_ITEMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One path, the one method it takes, and the operation it calls."""

    path: str
    method: str
    operation: Operation


PREFIX = "/up/"
ROUTES = {
    route.path: route
    for route in (
        Route(method="PUT", path="/up/v5/rest/scheduling/CancelJob", operation=CANCEL_JOB),
        Route(method="PUT", path="/up/v5/rest/scheduling/GetChangedWorkItems", operation=GET_CHANGED_WORK_ITEMS),
    )
}
