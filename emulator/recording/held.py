"""Work items as a scenario is to hold them: what polls and cancels showed of each, and the members of documents that say it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from emulator.recording.calls import JobInfo, NotUnderstood, Shown
from emulator.recording.windows import windows_for
from emulator.scheduling.document import read_work_item
from emulator.scheduling.jeopardy import ELEMENTS, SET_BY_HAND
from emulator.scheduling.readings import DocumentError, write_instant
from emulator.scheduling.work_item import DispatchStatus

LATE = frozenset(name for name in ELEMENTS if name.startswith("late"))
JOB = "Job"
_KNOWS_ACTUAL = frozenset(
    status.text for status in DispatchStatus if DispatchStatus.LOGGED_ON <= status <= DispatchStatus.CLEARED
)
_HALF = timedelta(seconds=30)
_DEFAULTS: dict[str, Any] = {
    "type": JOB, "employee": None, "start": None, "arrival": None, "finish": None, "status": "Tentative", "fixed": False,
    "on_hold": False, "all_day": False, "actual_minutes": None, "promise": None, "contract": None, "jeopardy": [],
}  # fmt: skip
_MOST_MINUTES = 100 * 365 * 24 * 60


@dataclass(slots=True, kw_only=True)
class Held:
    """An item of the scenario at a point of the recording.

    ``document`` is what it is made with, at the start or in an event, and stays open for what is learnt later; ``latest`` holds
    its times. ``order`` counts changes, as time stamps do. ``shown`` is None until a poll has shown it.
    """

    document: dict[str, Any]
    latest: dict[str, Any]
    members: dict[str, Any]
    order: int
    shown: Shown | None = None
    late: frozenset[str] = field(default_factory=frozenset)

    @property
    def unit(self) -> str:
        """Name the unit it is in."""
        return str(self.members["unit"])


def members_of(shown: Shown, unit: str, zone: tzinfo, now: datetime) -> dict[str, Any]:
    """Say what a poll showed of an item in the keys of a scenario; raise NotUnderstood."""
    arrival = _instant(shown.arrival, zone)
    members = {
        "id": shown.id,
        "type": shown.type,
        "unit": unit,
        "employee": shown.employee,
        "start": write_instant(_instant(shown.start, zone)),
        "arrival": write_instant(arrival),
        "finish": write_instant(_instant(shown.finish, zone)),
        "status": shown.status or "Tentative",
        "fixed": shown.fixed,
        "promise": None,
        "contract": None,
        **windows_for(shown.jeopardy, shown.overdue, arrival),
        "jeopardy": [state for state in shown.jeopardy if state in SET_BY_HAND],
    }
    return checked(read_work_item, members, now)


def checked(read: Callable[..., object], document: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Give a document that a scenario can hold; raise NotUnderstood for any other."""
    try:
        read(document, now=now)
    except DocumentError as error:
        raise NotUnderstood(f"the emulator holds none such: {error}") from None
    return document


def job_members(job_id: str, job: JobInfo, *, unit: str, now: datetime) -> dict[str, Any]:
    """Say what a cancel showed of a job that no poll has shown; its times are chosen to give the duration."""
    moment = now.replace(second=0, microsecond=0)
    members: dict[str, Any] = {"id": job_id, "type": JOB, "unit": unit, "on_hold": job.on_hold}
    if job.employee is not None:
        members |= {"employee": job.employee, "status": job.status or "Tentative"}
        members |= dict.fromkeys(("start", "arrival"), write_instant(moment))
        members["finish"] = write_instant(moment + timedelta(minutes=min(job.duration, _MOST_MINUTES)))
        if members["status"] in _KNOWS_ACTUAL:
            members["actual_minutes"] = job.duration
    elif job.duration > _MOST_MINUTES:
        members["all_day"] = True
    elif job.duration:
        members["arrival"] = write_instant(moment)
        members["finish"] = write_instant(moment + timedelta(minutes=job.duration))
    return members if not job_id else checked(read_work_item, members, now)


def learn_from_cancel(held: Held, job: JobInfo, now: datetime) -> None:
    """Complete the document of an item that polls have shown with what only the reply to a cancel says."""
    held.document["on_hold"] = job.on_hold
    if job.employee is None:
        held.document |= {
            name: value
            for name, value in job_members("", job, unit="", now=now).items()
            if name in ("all_day", "arrival", "finish")
        }
        return
    arrival, finish = (datetime.fromisoformat(held.latest[name]) for name in ("arrival", "finish"))
    minutes = (finish - arrival) // timedelta(minutes=1)
    if minutes == job.duration:
        return
    if job.status in _KNOWS_ACTUAL:
        held.document["actual_minutes"] = job.duration
    elif minutes == job.duration + 1:
        # A poll cuts the seconds.
        held.latest["arrival"] = write_instant(arrival + _HALF)


def differing(members: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Give the members that are others than before."""
    return {name: value for name, value in members.items() if value != before.get(name, _DEFAULTS.get(name))}


def slim(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a work item's document what is so by itself."""
    return {name: value for name, value in document.items() if name not in _DEFAULTS or value != _DEFAULTS[name]}


def late_of(shown: Shown) -> frozenset[str]:
    """Tell the states that the clock brings about."""
    return LATE.intersection(shown.jeopardy)


def _instant(text: str | None, zone: tzinfo) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotUnderstood(f"{text!r} is no time of the interface") from None
