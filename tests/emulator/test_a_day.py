"""The packaged scenario a-day tells a working day, and all of it happens."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from emulator.app import Emulator, create_emulator
from emulator.clock import Clock
from emulator.scheduling.operations.get_changed_work_items import get_changed_work_items
from emulator.scheduling.parameters import SystemParameters
from emulator.settings import Settings

MORNING = datetime(2026, 1, 5, 7, tzinfo=UTC)


@pytest.fixture
def day() -> Emulator:
    return create_emulator(Settings(scenario="a-day"), clock=Clock.frozen_at(MORNING), first_stamp=1000)


def poll(day: Emulator, unit: str, stamp: int | None) -> tuple[dict[str, tuple[str, ...]], int]:
    found = get_changed_work_items(day.store, SystemParameters(), unit_id=unit, time_stamp=stamp, jeop_only=False)
    return {change.item.id: change.jeopardy.elements for change in found.changes}, found.time_stamp


def changes(day: Emulator, stamp: int, *times: str) -> list[dict[str, tuple[str, ...]]]:
    """Tell what polls of NORTH at these times show."""
    told = []
    for time in times:
        hour, minute = time.split(":")
        day.clock.set(MORNING.replace(hour=int(hour), minute=int(minute)))
        found, stamp = poll(day, "NORTH", stamp)
        told.append(found)
    return told


def test_a_poller_sees_the_day_go_by(day):
    _, stamp = poll(day, "NORTH", None)

    told = changes(day, stamp, "07:45", "08:15", "09:31", "10:20", "10:26", "12:30", "13:05")

    assert list(told[0]) == ["D-1"]
    assert told[1] == {"D-1": (), "D-6": ("unscheduled",)}
    assert told[2]["D-2"][:1] == ("missedApptLate",)
    assert "D-3" in told[3]
    assert "outsideAccHours" in told[4]["D-4"]
    assert "D-5" not in told[5]
    assert "D-4" not in told[6]


def test_the_job_that_moves_is_the_neighbours(day):
    _, stamp = poll(day, "SOUTH", None)
    day.clock.set(MORNING.replace(hour=13))

    assert list(poll(day, "SOUTH", stamp)[0]) == ["D-5"]


def test_every_event_of_the_day_happens(day, caplog):
    day.clock.advance(timedelta(days=1))

    with day.store.transaction() as tx:
        assert tx.timeline() == ()
        assert [(entry.job, entry.at, entry.reason_id) for entry in tx.audit()] == [
            ("D-4", MORNING.replace(hour=13, minute=5), 7),
        ]
        assert tx.item("D-3").employee == "TECH02"
        assert tx.item("D-7") is not None
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
