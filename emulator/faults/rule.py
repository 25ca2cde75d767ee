"""Rules: which calls a fault is for, and how often it strikes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from emulator.faults.fault import Fault

SOAP, FACADE = "soap", "facade"
PLACES = (SOAP, FACADE)
OPERATIONS = ("CancelJob", "GetChangedWorkItems", "Login", "Quit")
# The operations of each facade, as its document names them.
FACADE_OPERATIONS: Mapping[str, tuple[str, ...]] = {
    "servicebroker": ("CancelJob", "GetChangedWorkItems", "GetAccessToken", "GetWorkItemNotifications"),
    "azure-job-router": tuple(
        f"JobRouterOperations_{name}" for name in ("ListJobs", "GetJob", "UpsertJob", "DeleteJob", "CancelJob")
    ),
    "joc": ("login", "logout", "version", "addOrders", "cancelOrders", "getOrders", "getOrder"),
    "crm-com": (
        "GetToken",
        "ReleaseToken",
        "CreateJob",
        "CreateGenericJob",
        "ShowJob",
        "ShowGenericJob",
        "ListJobs",
        "StartProgress",
        "CompleteJob",
        "CancelJob",
        "ListCancellationReasons",
    ),
}
# Who makes a SOAP call: a facade, or somebody directly.
CALLERS = (*FACADE_OPERATIONS, SOAP)

Look = Callable[[str], str | None]


def blind(_name: str) -> str | None:
    """See no field."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldIs:
    """A field whose text ``equals`` one, or holds a match of a ``pattern``."""

    name: str
    equals: str | None = None
    pattern: str | None = None

    def holds(self, look: Look) -> bool:
        """Whether it is so; an absent field is like nothing."""
        found = look(self.name)
        if found is None:
            return False
        return found == self.equals if self.pattern is None else bool(_compiled(self.pattern).search(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A call as rules see it; ``path`` is that of a REST request, and ``look`` finds the text of a field."""

    operation: str | None
    facade: str
    path: str = ""
    look: Look = blind


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """A fault for calls that match in all that is given; ``path`` is a pattern for the path of a REST request.

    The first ``after`` of them are spared; of the others each is struck with a ``probability``, ``count`` at most (None: all).
    """

    at: str = SOAP
    operation: str | None = None
    facade: str | None = None
    path: str | None = None
    fields: Sequence[FieldIs] = ()
    after: int = 0
    count: int | None = 1
    probability: float | None = None
    fault: Fault

    def matches(self, asked: Asked) -> bool:
        """Whether a call is one of those it is for."""
        return (
            self.operation in (None, asked.operation)
            and self.facade in (None, asked.facade)
            and (self.path is None or bool(_compiled(self.path).search(asked.path)))
            and all(field.holds(asked.look) for field in self.fields)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Rules in the order in which they are tried, and a seed for what is left to chance."""

    rules: Sequence[FaultRule] = ()
    seed: int = 0


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
