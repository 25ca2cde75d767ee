"""What a run says of one clause."""

from dataclasses import dataclass, field
from enum import Enum

from contracts.clauses import Clause


class Standing(Enum):
    """What became of a clause."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_EXERCISED = "not exercised"


@dataclass(slots=True, kw_only=True)
class CheckVerdict:
    """A check of a clause: in how many cases it put the clause to the test, and how often it did not hold."""

    cases: int = 0
    failures: int = 0


@dataclass(slots=True, kw_only=True)
class ClauseVerdict:
    """One clause: how many cases put it to the test, and how it fared in each check that did."""

    clause: Clause
    cases: int = 0
    checks: dict[str, CheckVerdict] = field(default_factory=dict)
    reasons: dict[str, None] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        """What became of the clause."""
        if any(check.failures for check in self.checks.values()):
            return Standing.BROKEN
        return Standing.KEPT if self.cases else Standing.NOT_EXERCISED

    @property
    def told(self) -> bool:
        """Whether anything in the run spoke of the clause."""
        return self.standing is not Standing.NOT_EXERCISED or bool(self.reasons)

    @property
    def reason(self) -> str:
        """Why the clause was not exercised."""
        return "; ".join(self.reasons) or "no check put it to the test"
