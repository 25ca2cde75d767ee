"""Windows by which a work item gets the jeopardy that a poll showed of it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from emulator.scheduling.readings import write_instant

_HALF = timedelta(seconds=30)
_SOME = timedelta(minutes=1)


def windows_for(states: Collection[str], overdue: int, arrival: datetime | None) -> dict[str, Any]:
    """Choose ``promise`` and ``contract`` so that the states and the amount of an item that arrives then are these.

    The promise's amount is the one that is shown where both are broken (SCH-J-05); the contract's is then anybody's guess.
    """
    if arrival is None:
        return {}
    found: dict[str, Any] = {}
    missed = timedelta(minutes=abs(overdue)) or _HALF
    if "missedApptLate" in states:
        found["promise"] = {"to": write_instant(arrival - missed)}
    elif "missedApptEarly" in states:
        found["promise"] = {"from": write_instant(arrival + missed)}
    missed = _SOME if found else missed
    if "pastContract" in states:
        found["contract"] = {"latest": write_instant(arrival - missed)}
    elif "beforeContract" in states:
        found["contract"] = {"earliest": write_instant(arrival + missed)}
    return found
