"""SOAP cancels at 8 clients on each store, in turns: memory, a SQLite file, PostgreSQL with one worker and with two."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from emulator.settings import setting_rows
from tests.benchmarks import served_calls as calls
from tests.benchmarks.load.generator import Driven, Generator, Load, load_generator
from tests.benchmarks.measured import CannotMeasure, LeftOut, Measured
from tests.benchmarks.postgresql import postgresql
from tests.benchmarks.processes import emulator
from tests.benchmarks.turns import in_turns

MEMORY, SQLITE, POSTGRESQL, TWO_WORKERS = "memory", "SQLite file", "PostgreSQL, one worker", "PostgreSQL, two workers"
CLIENTS, ROUNDS, CALLS, SECONDS = 8, 7, 4000, 0.8


Options = tuple[str, ...]


def measure() -> list[Measured | LeftOut]:
    """Serve an emulator on each store that this version and this machine have, and cancel on one after the other."""
    with ExitStack() as stack:
        generator = stack.enter_context(load_generator())
        ports: dict[str, int] = {}
        left_out: list[LeftOut] = []
        for name, options in _STORES.items():
            try:
                ports[name] = stack.enter_context(emulator(*options(stack))).port
            except CannotMeasure as why:
                left_out.append(LeftOut(name=name, why=str(why)))
        return [*in_turns(ROUNDS, lambda number: _round(generator, ports, number)), *left_out]


def _sqlite(stack: ExitStack) -> Options:
    _need("state")
    folder = stack.enter_context(TemporaryDirectory())
    return "--state", f"sqlite:///{Path(folder) / 'jobs.db'}"


def _postgresql(stack: ExitStack) -> Options:
    _need("state")
    return "--state", stack.enter_context(postgresql())


def _two_workers(stack: ExitStack) -> Options:
    _need("workers")
    return *_postgresql(stack), "--workers", "2"


def _need(setting: str) -> None:
    if setting not in {row.name for row in setting_rows()}:
        raise CannotMeasure(f"this version has no setting {setting}")


_STORES: dict[str, Callable[[ExitStack], Options]] = {
    MEMORY: lambda _: (),
    SQLITE: _sqlite,
    POSTGRESQL: _postgresql,
    TWO_WORKERS: _two_workers,
}


def _round(generator: Generator, ports: dict[str, int], number: int) -> Iterator[tuple[str, int, Driven]]:
    ids = [f"C-{number}-{n}" for n in range(CALLS)]
    for name, port in ports.items():
        calls.put_jobs(port, ids)
        made = calls.soap_cancels(ids)
        yield name, CLIENTS, generator.drive(Load(port=port, clients=CLIENTS, calls=made, seconds=SECONDS))
