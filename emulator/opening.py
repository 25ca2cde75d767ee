"""Opens the state that a setting names: in memory, in a SQLite file, or in a PostgreSQL that several share."""

from pathlib import Path

from emulator.clock import Clock
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Store
from emulator.scheduling.store.memory import MemoryStore

_SQLITE = "sqlite:///"


def is_shared(state: str) -> bool:
    """Whether several emulators may open this state at once."""
    return bool(state) and not state.startswith(_SQLITE)


def open_state(state: str, *, clock: Clock, parameters: SystemParameters, first_stamp: int, its_clock: bool) -> Store:
    """Open a state; raise StateError for one that can't be opened.

    ``first_stamp`` is for one that is new; of one that is not, the clock goes on as it was set, if ``its_clock``.
    """
    if not state:
        return MemoryStore(clock=clock, parameters=parameters, first_stamp=first_stamp)
    # What a driver takes to import is paid by those who need it.
    if is_shared(state):
        from emulator.scheduling.store.postgresql import PostgresqlLedger
        from emulator.scheduling.store.shared import SharedStore

        database = PostgresqlLedger(state)
        return SharedStore(database, clock=clock, parameters=parameters, first_stamp=first_stamp, its_clock=its_clock)
    from emulator.scheduling.store.kept import KeptStore
    from emulator.scheduling.store.sqlite import SqliteLedger

    file = SqliteLedger(Path(state.removeprefix(_SQLITE)))
    return KeptStore(file, clock=clock, parameters=parameters, first_stamp=first_stamp, its_clock=its_clock)
