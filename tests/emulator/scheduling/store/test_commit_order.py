"""Stamps come in the order of commits: who polls while others write misses nothing, and is told nothing twice (SCH-G-10)."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any
from uuid import uuid4

import pytest

from emulator.clock import Clock
from emulator.opening import open_state
from emulator.scheduling.operations.get_changed_work_items import get_changed_work_items
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Store
from emulator.scheduling.work_item import Unit
from tests.emulator.scheduling.items import NOW, unresourced
from tests.postgresql import database_url

WRITERS, POLLERS, ITEMS = 2, 2, 60
PARAMETERS = SystemParameters()


def opened(state: str) -> Store:
    return open_state(state, clock=Clock.frozen_at(NOW), parameters=PARAMETERS, first_stamp=1000, its_clock=True)


def write(store: Store, writer: int) -> None:
    for number in range(ITEMS):
        with store.transaction() as tx:
            tx.put(unresourced(f"J-{writer}-{number}"))


def poll(store: Store) -> list[str]:
    """Poll until everything was told, and tell in which order it was; fail where a stamp does not fit."""
    told: list[str] = []
    since = None
    polls = 0
    # Each writer's last item is told last of its own, so there is an end to this whatever went wrong before.
    last = {f"J-{writer}-{ITEMS - 1}" for writer in range(WRITERS)}
    while not last <= set(told):
        polls += 1
        assert polls < 1_000_000, "the writers have stopped"
        found = get_changed_work_items(store, PARAMETERS, unit_id="NORTH", time_stamp=since)
        stamps = [change.stamp for change in found.changes]
        assert stamps == sorted(stamps)
        assert all((since or 0) < stamp <= found.time_stamp for stamp in stamps), (since, stamps, found.time_stamp)
        told += [change.item.id for change in found.changes]
        since = found.time_stamp
    return told


def alone(work: Callable[..., Any], state: str, *arguments: Any) -> Any:
    """Do it in a process of its own, with a store of its own."""
    with closing(opened(state)) as store:
        return work(store, *arguments)


def judge(told: list[list[str]]) -> None:
    everything = sorted(f"J-{writer}-{number}" for writer in range(WRITERS) for number in range(ITEMS))
    for one in told:
        assert sorted(one) == everything
        for writer in range(WRITERS):
            own = [name for name in one if name.startswith(f"J-{writer}-")]
            assert own == [f"J-{writer}-{number}" for number in range(ITEMS)]


def run(pool: Executor, begin: Callable[..., Any]) -> None:
    pollers = [pool.submit(*begin(poll)) for _ in range(POLLERS)]
    writers = [pool.submit(*begin(write, writer)) for writer in range(WRITERS)]
    for writer in writers:
        writer.result(timeout=60)
    judge([poller.result(timeout=60) for poller in pollers])


@pytest.mark.parametrize("kind", ["memory", "sqlite", "postgresql"])
def test_threads_that_write_and_poll_at_once(kind, tmp_path):
    places = {"memory": lambda: "", "sqlite": lambda: f"sqlite:///{tmp_path}/jobs.db", "postgresql": new_database}
    with ExitStack() as stack:
        store = stack.enter_context(closing(opened(places[kind]())))
        with store.transaction() as tx:
            tx.put_unit(Unit(id="NORTH"))
        pool = stack.enter_context(ThreadPoolExecutor(WRITERS + POLLERS))

        run(pool, lambda work, *arguments: (work, store, *arguments))


def test_processes_that_share_a_state_and_write_and_poll_at_once():
    state = new_database()
    with closing(opened(state)) as store, store.transaction() as tx:
        tx.put_unit(Unit(id="NORTH"))

    with ProcessPoolExecutor(WRITERS + POLLERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        run(pool, lambda work, *arguments: (alone, work, state, *arguments))


def new_database() -> str:
    return database_url(f"t{uuid4().hex}")
