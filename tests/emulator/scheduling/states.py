"""The three places where a state can live, each made for a test of its own."""

from pathlib import Path
from uuid import uuid4

from emulator.clock import Clock
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store.kept import KeptStore
from emulator.scheduling.store.memory import MemoryStore
from emulator.scheduling.store.postgresql import PostgresqlLedger
from emulator.scheduling.store.shared import SharedStore
from emulator.scheduling.store.sqlite import SqliteLedger
from tests.postgresql import database_url

KINDS = ("memory", "sqlite", "postgresql")


class States:
    """Make stores of one kind, and close them all in the end; those of one ``place`` hold the same state."""

    def __init__(self, kind: str, directory: Path) -> None:
        self.kind = kind
        self._directory = directory
        self._open: list[KeptStore] = []

    def new_place(self) -> str:
        """Name a place where there is no state yet."""
        if self.kind == "postgresql":
            return database_url(f"t{uuid4().hex}")
        return str(self._directory / f"{uuid4().hex}.db")

    def store(self, place: str, *, clock: Clock, parameters: SystemParameters, first_stamp: int = 1000) -> MemoryStore:
        """Open the store at a place; of a state that is there already, with its clock."""
        if self.kind == "memory":
            return MemoryStore(clock=clock, parameters=parameters, first_stamp=first_stamp)
        store: KeptStore
        if self.kind == "sqlite":
            store = KeptStore(SqliteLedger(Path(place)), clock=clock, parameters=parameters, first_stamp=first_stamp)
        else:
            store = SharedStore(PostgresqlLedger(place), clock=clock, parameters=parameters, first_stamp=first_stamp)
        self._open.append(store)
        return store

    def close(self) -> None:
        """Close all stores that were made."""
        while self._open:
            self._open.pop().close()
