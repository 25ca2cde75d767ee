"""Work items: jobs and standard activities, as the Scheduling system knows them."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum


class WorkItemType(Enum):
    """What a work item is; the values are the interface's own (SCH-G-03)."""

    JOB = "Job"
    ACTIVITY = "StandardActivity"


class DispatchStatus(IntEnum):
    """How far a work item has come, in the interface's order and numbers (DisStatus)."""

    TENTATIVE = 0
    FIXED = 1
    EARMARKED = 2
    CONTACTED = 3
    TRAVELLING = 4
    LOGGED_ON = 5
    LOGGED_OFF = 6
    CLEARED = 7
    CANCELLED = 8

    @property
    def text(self) -> str:
        """Spell it as the interface does."""
        return _TEXTS[self]

    @classmethod
    def of(cls, text: str) -> "DispatchStatus":
        """Find the status that the interface spells so; raise ValueError for any other text."""
        return cls(_TEXTS.index(text))


_TEXTS = ("Tentative", "Fixed", "Earmarked", "Contacted", "Travelling", "LoggedOn", "LoggedOff", "Cleared", "Cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span of time that was promised; either end may be open."""

    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A job or a standard activity; instants have a zone, durations are minutes.

    ``employee`` None is an unresourced job; a resourced item has ``start`` (of travel), ``arrival`` and ``finish``.
    ``jeopardy`` holds the states set by hand only; the derived ones are computed where they are asked for.
    """

    id: str
    type: WorkItemType = WorkItemType.JOB
    unit: str
    region: str | None = None
    employee: str | None = None
    start: datetime | None = None
    arrival: datetime | None = None
    finish: datetime | None = None
    status: DispatchStatus = DispatchStatus.TENTATIVE
    fixed: bool = False
    on_hold: bool = False
    all_day: bool = False
    actual_minutes: int | None = None
    promise: Window | None = None
    contract: Window | None = None
    # Each frozenset() is an object of 216 bytes; this one is shared.
    jeopardy: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit (FRU) with its parameters, spelt as the system's database does."""

    id: str
    zone: str | None = None
    gcj_jeop_check_states: str = "UMMePB"
    max_work_items: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A region or an employee: something with a zone of its own (SCH-G-16)."""

    id: str
    zone: str | None = None
