"""The return codes, from what a run told: each with the operations that gave it, and how, through which door."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.run.events import Reached
from contracts.run.milestones import RunStarted

DOORS = ("SOAP", "REST")


def doors_of(started: RunStarted | None) -> Sequence[str]:
    """Name the doors that a run goes through: one that judges a SOAP server alone has no document, and asks nobody by REST."""
    return DOORS if started is None or started.documents else DOORS[:1]


@dataclass(slots=True, kw_only=True)
class ReachedCode:
    """A code of an operation: whether a document names it, the types it came with, and for each door the first way there."""

    operation: str
    code: str
    documented: bool
    types: dict[str, None] = field(default_factory=dict)
    doors: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(DOORS))

    @property
    def missed(self) -> tuple[str, ...]:
        """Name the doors through which it was not reached."""
        return tuple(door for door, how in self.doors.items() if how is None)


def reached_codes(told: Iterable[Reached], documented: Mapping[str, Iterable[str]]) -> tuple[ReachedCode, ...]:
    """Give the documented codes of each operation, then whatever else came back, each list by number."""
    rows = {
        (operation, code): ReachedCode(operation=operation, code=code, documented=True)
        for operation, codes in documented.items()
        for code in codes
    }
    for event in told:
        key = (event.operation, event.code)
        row = rows.setdefault(key, ReachedCode(operation=event.operation, code=event.code, documented=False))
        row.types[event.type] = None
        if row.doors.get(event.door) is None:
            row.doors[event.door] = event.how
    order = {operation: number for number, operation in enumerate(dict.fromkeys(operation for operation, _ in rows))}
    return tuple(sorted(rows.values(), key=lambda row: (not row.documented, order[row.operation], _number(row.code))))


def _number(code: str) -> tuple[int, int, str]:
    return (0, int(code), code) if code.isascii() and code.isdigit() else (1, 0, code)
