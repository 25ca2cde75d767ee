"""What grows with what exists, and what only with what changed: a poll, and a clock that moves on by a day."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

from emulator.clock import Clock
from emulator.scheduling.operations.get_changed_work_items import get_changed_work_items
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store.memory import MemoryStore
from emulator.scheduling.work_item import Unit, WorkItem

CHANGES, DUE, ROUNDS = 10, 1000, 15
SMALL, LARGE, JOBS = 1_000, 1_000_000, 100_000
_NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
_PARAMETERS = SystemParameters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Milliseconds: a poll of ten changes in a small and a large unit; a day passed with the due jobs alone, and among many."""

    poll_small: float
    poll_large: float
    day_alone: float
    day_among_many: float


def measure() -> Scale:
    """Measure each, the small one before the large one."""
    return Scale(
        poll_small=_poll(SMALL),
        poll_large=_poll(LARGE),
        day_alone=median(_a_day(DUE) for _ in range(3)),
        day_among_many=median(_a_day(JOBS) for _ in range(3)),
    )


def _poll(items: int) -> float:
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
        costs.append(time.perf_counter() - started)
        assert len(changed.changes) == CHANGES
    return median(costs) * 1000


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
