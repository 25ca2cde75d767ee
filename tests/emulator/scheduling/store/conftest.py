"""What a store promises, every store keeps: each test here runs on all three."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from emulator.clock import Clock
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.work_item import Unit
from tests.emulator.scheduling.feed import Feed
from tests.emulator.scheduling.states import KINDS, States


@pytest.fixture(params=KINDS)
def states(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[States]:
    states = States(request.param, tmp_path)
    yield states
    states.close()


@pytest.fixture
def make_feed(clock: Clock, states: States) -> Callable[..., Feed]:
    """Make a store with the units NORTH and SOUTH, and what asks it; system parameters by keyword."""

    def make(**parameters: Any) -> Feed:
        system = SystemParameters(**parameters)
        store = states.store(states.new_place(), clock=clock, parameters=system)
        with store.transaction() as tx:
            for unit in ("NORTH", "SOUTH"):
                tx.put_unit(Unit(id=unit))
        return Feed(store, system)

    return make
