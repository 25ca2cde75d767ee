"""Jeopardy as the clauses tell it: the table, what follows from a job's plan and windows, and what JeopOnly compares."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from contracts.machines.model import STATUSES

# The table, in its order, with the letters of gcj_jeop_check_states; "" has none (SCH-G-09, SCH-J-01).
LETTERS = {
    "unscheduled": "U", "missedApptEarly": "Me", "missedApptLate": "M", "pastContract": "P", "beforeContract": "B",
    "promise": "", "missedAppt": "", "ovlShift": "S", "ovlOT": "O", "ovlJob": "J", "ovlStdAct": "X",
    "lateEarmark": "E", "lateContact": "C", "lateTravel": "T", "lateLogon": "N", "lateLogoff": "F",
    "dispFailEarmark": "De", "dispFailUnearmark": "Du", "dispFailReearmark": "Dr", "dispFailBatch": "Db",
    "ADJUnsuitableShift": "A", "noGo": "", "outsideAccHours": "Ac", "outsideServHours": "Se",
    "depUnscheduled": "Gu", "depNotSameOper": "Gs", "depNotDiffOper": "Gd", "depMissedTime": "Gt", "sparesNotInVan": "",
}  # fmt: skip

# Late is a job whose status is below this one when the clock has reached that time of its plan (SCH-J-04).
_LATE = (
    ("lateEarmark", "Earmarked", "start"),
    ("lateContact", "Contacted", "start"),
    ("lateTravel", "Travelling", "start"),
    ("lateLogon", "LoggedOn", "arrival"),
    ("lateLogoff", "LoggedOff", "finish"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it was written; times are 16 characters in GMT, a window is its two ends, None where it is open."""

    id: str
    unit: str
    employee: str | None = "TECH01"
    start: str = "2026-01-05T09:00"
    arrival: str = "2026-01-05T09:15"
    finish: str = "2026-01-05T10:15"
    status: str = "Tentative"
    promise: tuple[str | None, str | None] = (None, None)
    contract: tuple[str | None, str | None] = (None, None)
    by_hand: tuple[str, ...] = ()
    on_hold: bool = False


def late_states(job: Job, now: str) -> frozenset[str]:
    """Read whose demand the dispatch status lags behind; a job that nobody has is late for nothing (SCH-J-04)."""
    if job.employee is None:
        return frozenset()
    rank = STATUSES.index(job.status)
    return frozenset(state for state, least, when in _LATE if now >= getattr(job, when) and rank < STATUSES.index(least))


def states(job: Job, late: frozenset[str]) -> tuple[str, ...]:
    """List all states in the table's order, given the last reading of the late ones (SCH-J-01, J-02, J-03, J-06)."""
    applying = {*job.by_hand}
    if job.employee is None:
        applying.add("unscheduled")
    else:
        outside = set(amounts(job))
        applying |= late | outside
        if outside & {"missedApptEarly", "missedApptLate"}:
            applying.add("missedAppt")
        if outside:
            applying.add("promise")
    return tuple(state for state in LETTERS if state in applying)


def amounts(job: Job) -> dict[str, int]:
    """Tell by how many minutes arrival is outside each end of the windows; on an end they are kept (SCH-J-02, J-05)."""
    if job.employee is None:
        return {}
    ends = (
        ("missedApptLate", job.promise[1], 1),
        ("missedApptEarly", job.promise[0], -1),
        ("pastContract", job.contract[1], 1),
        ("beforeContract", job.contract[0], -1),
    )
    by = {state: _minutes(end, job.arrival) for state, end, _ in ends if end is not None}
    return {state: by[state] for state, _, sign in ends if by.get(state, 0) * sign > 0}


def overdue(job: Job) -> int:
    """Tell the amount a reply shows: the promise's window counts before the contract's (SCH-J-05)."""
    return next(iter(amounts(job).values()), 0)


def picture(job: Job, late: frozenset[str], configured: str) -> dict[str, int]:
    """Tell the configured conditions of a job, each with its own amount, 0 where it has none (SCH-G-08)."""
    looked_at = set(tokens(configured))
    by = amounts(job)
    return {state: by.get(state, 0) for state in states(job, late) if LETTERS[state] in looked_at}


def tokens(configured: str) -> Iterator[str]:
    """Read letters, the longest first (SCH-G-09)."""
    known = sorted(filter(None, LETTERS.values()), key=len, reverse=True)
    while configured:
        token = next(letters for letters in known if configured.startswith(letters))
        yield token
        configured = configured[len(token) :]


def _minutes(earlier: str, later: str) -> int:
    return int((datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()) // 60
