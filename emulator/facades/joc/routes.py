"""The paths of the facade, a row each; all take POST alone (JOC-R-01, JOC-A-01, JOC-L-01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from emulator.facades.joc.schemas import ADD_ORDERS, GET_ORDER, GET_ORDERS, MODIFY_ORDERS

PREFIX = "/joc/"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Route:
    """One path: the name of what it does, the JSON Schema of its body where it reads one, and what it takes to do it.

    What ``changes`` orders needs an account that is not read only, and the audit comment where that is required.
    """

    path: str
    name: str
    schema: Mapping[str, Any] | None = None
    changes: bool = False


LOGIN = Route(path="/joc/api/authentication/login", name="login")
LOGOUT = Route(path="/joc/api/authentication/logout", name="logout")
VERSION = Route(path="/joc/api/joc/version", name="version")
ADD = Route(path="/joc/api/orders/add", name="addOrders", schema=ADD_ORDERS, changes=True)
CANCEL = Route(path="/joc/api/orders/cancel", name="cancelOrders", schema=MODIFY_ORDERS, changes=True)
ORDERS = Route(path="/joc/api/orders", name="getOrders", schema=GET_ORDERS)
ORDER = Route(path="/joc/api/order", name="getOrder", schema=GET_ORDER)
ROUTES: Mapping[str, Route] = MappingProxyType(
    {route.path: route for route in (LOGIN, LOGOUT, VERSION, ADD, CANCEL, ORDERS, ORDER)}
)
