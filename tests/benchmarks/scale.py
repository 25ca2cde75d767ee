"""What grows with what exists, and what only with what changed: a poll, and a clock that moves on by a day."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from emulator.clock import Clock
from emulator.scheduling.operations.get_changed_work_items import get_changed_work_items
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store.memory import MemoryStore
from emulator.scheduling.work_item import Unit, WorkItem
from tests.benchmarks.measured import Measured

CHANGES, DUE, ROUNDS, DAYS = 10, 1000, 15, 3
UNITS = (1_000, 10_000, 100_000, 1_000_000)
JOBS = (DUE, 100_000)
_NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
_PARAMETERS = SystemParameters()


def poll(items: int) -> str:
    """Name the row of a poll."""
    return f"poll of {CHANGES} changes among {items:,} work items"


def a_day(jobs: int) -> str:
    """Name the row of a clock that moves on."""
    return f"clock a day on, {DUE:,} due among {jobs:,} jobs"


def measure() -> list[Measured]:
    """Measure each in this process, the small one before the large one."""
    polls = [Measured(name=poll(items), unit="ms", rounds=_polls(items)) for items in UNITS]
    days = [Measured(name=a_day(jobs), unit="ms", rounds=tuple(_a_day(jobs) for _ in range(DAYS))) for jobs in JOBS]
    return polls + days


def _polls(items: int) -> tuple[float, ...]:
    _, store = _store(items, due=0)
    costs = []
    for _ in range(ROUNDS):
        with store.transaction() as tx:
            stamp = tx.stamp()
            for number in range(CHANGES):
                item = tx.item(f"J-{number}")
                assert item is not None
                tx.put(replace(item, fixed=not item.fixed))
        started = time.perf_counter()
        changed = get_changed_work_items(store, _PARAMETERS, unit_id="U", time_stamp=stamp)
        costs.append((time.perf_counter() - started) * 1000)
        assert len(changed.changes) == CHANGES
    return tuple(costs)


def _a_day(jobs: int) -> float:
    clock, store = _store(jobs, due=DUE)
    clock.advance(timedelta(days=1))
    started = time.perf_counter()
    with store.transaction() as tx:
        changed = sum(1 for _ in tx.changes("U", after=jobs))
    cost = time.perf_counter() - started
    assert changed == DUE
    return cost * 1000


def _store(items: int, *, due: int) -> tuple[Clock, MemoryStore]:
    """Fill a unit; the first ``due`` items are of today, the rest of the days after tomorrow. Stamps count from 1."""
    clock = Clock.frozen_at(_NOW)
    store = MemoryStore(clock=clock, parameters=_PARAMETERS, first_stamp=0)
    with store.transaction() as tx:
        tx.put_unit(Unit(id="U"))
        for number in range(items):
            start = _NOW + (timedelta(minutes=30 + number % 60) if number < due else timedelta(days=3, minutes=number % 20_000))
            tx.put(
                WorkItem(
                    id=f"J-{number}",
                    unit="U",
                    employee="TECH01",
                    start=start,
                    arrival=start + timedelta(minutes=5),
                    finish=start + timedelta(minutes=65),
                )
            )
    return clock, store
