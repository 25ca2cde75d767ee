"""Jeopardy: the interface's table of states, which of them apply to a work item, and by how much."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from emulator.scheduling.work_item import DispatchStatus, WorkItem, WorkItemType


class Source(Enum):
    """Where a state comes from."""

    SCHEDULE = "derived from the schedule and its windows (SCH-J-02, SCH-J-03)"
    CLOCK = "derived from the dispatch status and the clock, at scans (SCH-J-04)"
    HAND = "set by scenario or control API (SCH-J-06)"


@dataclass(frozen=True, slots=True)
class State:
    """A row of the table: the element's name, its letter in gcj_jeop_check_states, its source, its meaning."""

    element: str
    letter: str | None
    source: Source
    meaning: str


STATES = (
    State("unscheduled", "U", Source.SCHEDULE, "the job has no resource"),
    State("missedApptEarly", "Me", Source.SCHEDULE, "arrival before the promised window"),
    State("missedApptLate", "M", Source.SCHEDULE, "arrival after the promised window"),
    State("pastContract", "P", Source.SCHEDULE, "arrival after contract latest: overdue"),
    State("beforeContract", "B", Source.SCHEDULE, "arrival before contract earliest"),
    State("promise", None, Source.SCHEDULE, "a customer promise is broken"),
    State("missedAppt", None, Source.SCHEDULE, "arrival outside the promised window"),
    State("ovlShift", "S", Source.HAND, "partly outside the normal shift"),
    State("ovlOT", "O", Source.HAND, "exceeds the maximum overtime"),
    State("ovlJob", "J", Source.HAND, "overlapped by another job"),
    State("ovlStdAct", "X", Source.HAND, "overlaps an unmoveable job or standard activity"),
    State("lateEarmark", "E", Source.CLOCK, "not earmarked in time"),
    State("lateContact", "C", Source.CLOCK, "not accepted by the operative in time"),
    State("lateTravel", "T", Source.CLOCK, "not travelling in time"),
    State("lateLogon", "N", Source.CLOCK, "not logged on in time"),
    State("lateLogoff", "F", Source.CLOCK, "not logged off in time"),
    State("dispFailEarmark", "De", Source.HAND, "earmark dispatch rejected by the host"),
    State("dispFailUnearmark", "Du", Source.HAND, "unearmark dispatch rejected"),
    State("dispFailReearmark", "Dr", Source.HAND, "reearmark dispatch rejected"),
    State("dispFailBatch", "Db", Source.HAND, "batch dispatch rejected"),
    State("ADJUnsuitableShift", "A", Source.HAND, "all-day job in an unsuitable shift"),
    State("noGo", None, Source.HAND, "the job is in a no-go postal code"),
    State("outsideAccHours", "Ac", Source.HAND, "outside the access hours"),
    State("outsideServHours", "Se", Source.HAND, "outside the service hours"),
    State("depUnscheduled", "Gu", Source.HAND, "another job of the dependency group is unresourced"),
    State("depNotSameOper", "Gs", Source.HAND, "should have the same operative, and has not"),
    State("depNotDiffOper", "Gd", Source.HAND, "should have a different operative, and has not"),
    State("depMissedTime", "Gt", Source.HAND, "breaks the dependency's time constraint"),
    State("sparesNotInVan", None, Source.HAND, "spares are not in the van"),
)

ELEMENTS = tuple(state.element for state in STATES)
SET_BY_HAND = frozenset(state.element for state in STATES if state.source is Source.HAND)

_BIT = {state.element: 1 << position for position, state in enumerate(STATES)}
_BY_LETTER = {state.letter: _BIT[state.element] for state in STATES if state.letter}
_LONGEST_FIRST = sorted(_BY_LETTER, key=len, reverse=True)

# The reply's overdue is an xsd:int: four thousand years, in minutes.
_MOST = 2**31 - 1

# The status that each late state asks for, and the instant from which it does (SCH-J-04).
_DEMANDS = (
    ("lateEarmark", "start", DispatchStatus.EARMARKED),
    ("lateContact", "start", DispatchStatus.CONTACTED),
    ("lateTravel", "start", DispatchStatus.TRAVELLING),
    ("lateLogon", "arrival", DispatchStatus.LOGGED_ON),
    ("lateLogoff", "finish", DispatchStatus.LOGGED_OFF),
)


@dataclass(frozen=True, slots=True)
class Jeopardy:
    """The states of a work item as a set of bits in table order, and its amounts in whole minutes.

    ``overdue`` is what the reply shows (SCH-J-05). The other four are never negative; each belongs to a condition (SCH-G-08).
    """

    bits: int = 0
    overdue: int = 0
    past_contract: int = 0
    late: int = 0
    before_contract: int = 0
    early: int = 0

    @property
    def elements(self) -> tuple[str, ...]:
        """Name the states that apply, in the table's order (SCH-J-01)."""
        return tuple(element for element, bit in _BIT.items() if self.bits & bit)

    def seen_through(self, conditions: int) -> tuple[int, ...]:
        """Reduce it to what a poll with JeopOnly compares: the configured conditions, and the amounts of those (SCH-G-08)."""
        return (
            self.bits & conditions,
            self.past_contract if conditions & _BIT["pastContract"] else 0,
            self.late if conditions & _BIT["missedApptLate"] else 0,
            self.before_contract if conditions & _BIT["beforeContract"] else 0,
            self.early if conditions & _BIT["missedApptEarly"] else 0,
        )


NONE = Jeopardy()


def read_check_states(text: str) -> int:
    """Read a ``gcj_jeop_check_states`` as a set of bits; raise ValueError with the position of a wrong letter (SCH-G-09)."""
    bits, position = 0, 0
    while position < len(text):
        letter = next((letter for letter in _LONGEST_FIRST if text.startswith(letter, position)), None)
        if letter is None:
            allowed = " ".join(sorted(_BY_LETTER))
            raise ValueError(
                f"no jeopardy condition at position {position + 1} of {text!r}: found {text[position]!r}, allowed {allowed}"
            )
        bits |= _BY_LETTER[letter]
        position += len(letter)
    return bits


def lateness(item: WorkItem, at: datetime) -> int:
    """Tell which late states apply at an instant, as bits; only resourced jobs can be late."""
    bits = 0
    if item.employee is not None and item.type is WorkItemType.JOB:
        for element, attribute, status in _DEMANDS:
            due: datetime | None = getattr(item, attribute)
            if due is not None and due <= at and item.status < status:
                bits |= _BIT[element]
    return bits


def next_demand(item: WorkItem, after: datetime) -> datetime | None:
    """Tell the first instant after ``after`` at which the clock alone makes the item late, or later still."""
    if item.employee is None or item.type is not WorkItemType.JOB:
        return None
    dues = (getattr(item, attribute) for _, attribute, status in _DEMANDS if item.status < status)
    return min((due for due in dues if due is not None and due > after), default=None)


def assess(item: WorkItem, late: int) -> Jeopardy:
    """Put all states of an item together; ``late`` are those read from the clock when it was last looked at."""
    bits = late
    for element in item.jeopardy:
        bits |= _BIT[element]
    if item.type is WorkItemType.ACTIVITY:
        return Jeopardy(bits) if bits else NONE
    if item.employee is None:
        return Jeopardy(bits | _BIT["unscheduled"])

    promise = _outside(item, item.promise.earliest, item.promise.latest) if item.promise else 0.0
    contract = _outside(item, item.contract.earliest, item.contract.latest) if item.contract else 0.0
    if promise:
        bits |= _BIT["missedAppt"] | _BIT["missedApptLate" if promise > 0 else "missedApptEarly"]
    if contract:
        bits |= _BIT["pastContract" if contract > 0 else "beforeContract"]
    if promise or contract:
        bits |= _BIT["promise"]
    elif not bits:
        return NONE
    return Jeopardy(
        bits,
        overdue=max(-_MOST, min(int(promise or contract), _MOST)),
        past_contract=int(max(contract, 0)),
        late=int(max(promise, 0)),
        before_contract=int(max(-contract, 0)),
        early=int(max(-promise, 0)),
    )


def _outside(item: WorkItem, earliest: datetime | None, latest: datetime | None) -> float:
    """Minutes by which the arrival misses a window: above 0 after it, below 0 before it, 0 inside and on its ends."""
    arrival = item.arrival
    if arrival is None:
        return 0.0
    if latest is not None and arrival > latest:
        return (arrival - latest).total_seconds() / 60
    if earliest is not None and arrival < earliest:
        return (arrival - earliest).total_seconds() / 60
    return 0.0
