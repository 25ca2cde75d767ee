from collections.abc import Callable
from typing import Any

import pytest

from emulator.clock import Clock
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store.memory import MemoryStore
from emulator.scheduling.work_item import Unit
from tests.emulator.scheduling.feed import Feed
from tests.emulator.scheduling.items import NOW


@pytest.fixture
def clock() -> Clock:
    return Clock.frozen_at(NOW)


@pytest.fixture
def make_feed(clock: Clock) -> Callable[..., Feed]:
    """Make a store with the units NORTH and SOUTH, and what asks it; system parameters by keyword."""

    def make(**parameters: Any) -> Feed:
        system = SystemParameters(**parameters)
        store = MemoryStore(clock=clock, parameters=system, first_stamp=1000)
        with store.transaction() as tx:
            for unit in ("NORTH", "SOUTH"):
                tx.put_unit(Unit(id=unit))
        return Feed(store, system)

    return make


@pytest.fixture
def feed(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed()
