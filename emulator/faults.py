"""Faults to order: rules that make SOAP calls slow, refused, faulty or broken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

DEFAULT_CONTENT_TYPE = "text/plain; charset=utf-8"
OPERATIONS = ("CancelJob", "GetChangedWorkItems", "Login", "Quit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens to one call: after ``delay`` seconds at most one of code, fault, status and reset (SCH-R-03)."""

    delay: float = 0.0
    code: int | None = None
    type: str = "Error"
    fault: str | None = None
    status: int | None = None
    body: str = ""
    content_type: str = DEFAULT_CONTENT_TYPE
    reset: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """A fault for the next ``count`` calls of an operation, or of any."""

    operation: str | None = None
    count: int = 1
    fault: Fault


class Faults:
    """Hold the rules; the first that matches a call is used, and is gone when its count is."""

    def __init__(self) -> None:
        self._rules: tuple[FaultRule, ...] = ()
        self._lock = Lock()

    def rules(self) -> tuple[FaultRule, ...]:
        """List the rules that are left, with the counts that are left."""
        return self._rules

    def put(self, rules: Sequence[FaultRule]) -> None:
        """Put these rules in the place of all others."""
        with self._lock:
            self._rules = tuple(rules)

    def take(self, operation: str | None) -> Fault | None:
        """Use up one count of the first rule for this call; give its fault, or None."""
        if not self._rules:  # the usual case, and no lock for it
            return None
        with self._lock:
            for place, rule in enumerate(self._rules):
                if rule.operation in (None, operation):
                    left = (replace(rule, count=rule.count - 1),) if rule.count > 1 else ()
                    self._rules = self._rules[:place] + left + self._rules[place + 1 :]
                    return rule.fault
        return None
