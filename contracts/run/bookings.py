"""Putting into the emulator what a request needs there: a unit, a job, some work items."""

from typing import Any

from contracts.target import Target

UNIT = "HARNESS"


def book_unit(target: Target, unit: str, *, most: int | None = None) -> None:
    """Make a unit whose replies hold at most so many work items."""
    target.control("POST", "/units", {"id": unit, "max_work_items": most})


def book_job(target: Target, job: str, *, unit: str = "NORTH", hour: int = 9) -> None:
    """Make a job with an employee, for an hour of the day that the emulator's clock is in."""
    day = str(target.control("GET", "/clock")["now"])[:10]
    times = {"start": f"{hour:02}:00", "arrival": f"{hour:02}:10", "finish": f"{hour:02}:40"}
    item: dict[str, Any] = {name: f"{day}T{at}:00Z" for name, at in times.items()}
    target.control("POST", "/work-items", {"id": job, "unit": unit, "employee": "TECH01", **item})
