"""The change feed at random, on a state that is closed and opened again, and on one that several hold at once."""

import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis.stateful import rule

from emulator.clock import Clock
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.snapshot import Snapshot, take_snapshot
from emulator.scheduling.store import Store, Transaction
from tests.emulator.scheduling.items import NOW
from tests.emulator.scheduling.states import States
from tests.emulator.scheduling.store.test_feed_machine import ChangeFeed


class Kept(ChangeFeed):
    kind = ""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.homes = States(self.kind, Path(self.directory.name))
        self.home = self.homes.new_place()

    def make_store(self, parameters: SystemParameters) -> Store:
        return self.homes.store(self.home, clock=self.clock, parameters=parameters, first_stamp=10)

    def look(self) -> tuple[Snapshot, int]:
        with self.feed.store.transaction(reading=True) as tx:
            return take_snapshot(tx), tx.stamp()

    def teardown(self) -> None:
        self.homes.close()
        self.directory.cleanup()


class OpenedAgain(Kept):
    """A file: whoever opens it finds everything as it was, the clock and what was late when too."""

    kind = "sqlite"

    @rule()
    def open_again(self) -> None:
        before = self.look()
        self.homes.close()
        self.clock = Clock.frozen_at(NOW)

        self.feed.store = self.make_store(self.feed.parameters)

        assert self.look() == before


class HeldBySeveral(Kept):
    """A database: every transaction is another holder's, and each goes by the clock that one of them sets."""

    kind = "postgresql"

    def make_store(self, parameters: SystemParameters) -> Store:
        clocks = (self.clock, Clock.frozen_at(NOW), Clock.frozen_at(NOW))
        make = self.homes.store
        stores = [make(self.home, clock=clock, parameters=parameters, first_stamp=10) for clock in clocks]
        return InTurn(stores)

    @rule()
    def another_comes(self) -> None:
        before = self.look()
        clock = Clock.frozen_at(NOW)
        self.feed.store.stores.append(self.homes.store(self.home, clock=clock, parameters=self.feed.parameters, first_stamp=10))

        for _ in self.feed.store.stores:
            assert self.look() == before


class InTurn:
    """Several stores of one state, each of which has the next transaction."""

    def __init__(self, stores: list[Any]) -> None:
        self.stores = stores
        self._turns = 0

    def transaction(self, *, reading: bool = False) -> AbstractContextManager[Transaction]:
        self._turns += 1
        return self.stores[self._turns % len(self.stores)].transaction(reading=reading)


TestOpenedAgain = OpenedAgain.TestCase
TestOpenedAgain.settings = settings(max_examples=settings().max_examples // 2, stateful_step_count=30)
TestHeldBySeveral = HeldBySeveral.TestCase
TestHeldBySeveral.settings = settings(max_examples=settings().max_examples // 8, stateful_step_count=30)
