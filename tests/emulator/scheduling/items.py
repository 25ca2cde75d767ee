"""Work items to test with: what does not matter to a test is filled in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from emulator.scheduling.work_item import WorkItem, WorkItemType

# A Monday, in winter time.
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
TEN = NOW.replace(hour=10)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def days(number: float) -> timedelta:
    return timedelta(days=number)


def job(item_id: str = "J-1", *, start: datetime = TEN, **more: Any) -> WorkItem:
    """Make a resourced job that travels for half an hour and works for one."""
    times = {"start": start, "arrival": start + minutes(30), "finish": start + minutes(90)}
    return WorkItem(id=item_id, **{"unit": "NORTH", "employee": "TECH01", **times, **more})


def activity(item_id: str = "700001", **more: Any) -> WorkItem:
    return job(item_id, type=WorkItemType.ACTIVITY, **more)


def unresourced(item_id: str = "J-1", **more: Any) -> WorkItem:
    return WorkItem(id=item_id, **{"unit": "NORTH", **more})


# The interface's jeopardy states, in its order.
JEOPARDY = [
    "unscheduled", "missedApptEarly", "missedApptLate", "pastContract", "beforeContract", "promise", "missedAppt", "ovlShift",
    "ovlOT", "ovlJob", "ovlStdAct", "lateEarmark", "lateContact", "lateTravel", "lateLogon", "lateLogoff", "dispFailEarmark",
    "dispFailUnearmark", "dispFailReearmark", "dispFailBatch", "ADJUnsuitableShift", "noGo", "outsideAccHours",
    "outsideServHours", "depUnscheduled", "depNotSameOper", "depNotDiffOper", "depMissedTime", "sparesNotInVan",
]  # fmt: skip
