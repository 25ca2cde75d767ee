"""The store whose state outlives it: in memory, and row by row in a ledger."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter

from emulator.clock import Clock
from emulator.scheduling.changes import Change
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Listener, Transaction
from emulator.scheduling.store.ledger import Head, Ledger, Row
from emulator.scheduling.store.memory import MemoryStore
from emulator.scheduling.store.memory_transaction import MemoryTransaction
from emulator.scheduling.store.rows import put_rows, row_of, rows_of
from emulator.unavailable import StateUnavailable


class KeptStore(MemoryStore):
    """Hold the state in memory and keep it in a ledger, to which nobody else writes.

    A transaction ends well when its rows are in the ledger; if they can't be, it is undone and raises StateUnavailable.
    A state that is there already is taken over, with its clock if ``its_clock``; one that is not ``is_new``.
    """

    def __init__(
        self, ledger: Ledger, *, clock: Clock, parameters: SystemParameters, first_stamp: int, its_clock: bool = True
    ) -> None:
        super().__init__(clock=clock, parameters=parameters, first_stamp=first_stamp)
        self._ledger = ledger
        # What the clock brought about before the transaction that is open: it stays when that one is undone.
        self._caught_up: set[tuple[str, str]] = set()
        self._to_tell: list[tuple[datetime, Sequence[Change]]] = []
        found = ledger.read()
        self.is_new = found is None
        self._head = Head(version=0, floor=0, stamp=first_stamp, number=0, seen_at=self.seen_at, clock=clock.state())
        if found is not None:
            if its_clock:
                clock.adopt(found[0].clock)
            self._read_anew(*found)
        clock.after_each_set(self.settle)

    def close(self) -> None:
        """Let go of the ledger; the store is of no use then."""
        self._ledger.close()

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` as any store does, and first of all that is there already."""
        super().listen(listener)
        with self.transaction(reading=True) as tx:
            there = sorted(self.state.current.values(), key=attrgetter("stamp"))
            if told := [change for change in there if self.horizon.holds(change.item)]:
                listener(tx, told)

    def begin(self, *, reading: bool) -> datetime:  # noqa: ARG002 - for those who share their ledger
        """Bring the state up to date, and tell the time."""
        # The machine's clock may be set back a little by whoever keeps it right; the emulator's goes back when it is told to.
        now = self.clock.now() if self._clock_was_set() else max(self.clock.now(), self.seen_at)
        self.catch_up(now)
        self._caught_up = set(self.state.touched)
        return now

    def keep(self, *, whole: bool) -> None:
        """Write the rows that a transaction touched, or, where it was undone, those that the clock did before it began."""
        if not whole:
            self.state.touched = set(self._caught_up)
        state = self.state
        if not (state.touched or state.anew or self._clock_was_set()):
            return
        version = self._head.version + 1
        head = Head(
            version=version,
            floor=version if state.anew else self._head.floor,
            stamp=self.newest_stamp,
            number=self.newest_number,
            seen_at=self.seen_at,
            clock=self.clock.state(),
        )
        rows = rows_of(state) if state.anew else (row_of(state, kind, row_id) for kind, row_id in state.touched)
        try:
            self._ledger.write(head, rows, anew=state.anew)
        except StateUnavailable:
            state.touched = set(self._caught_up)
            self._to_tell.clear()
            raise
        self._settle_on(head)

    def end(self, tx: Transaction) -> None:
        """Tidy up, and tell the listeners of what is in the ledger now."""
        self.state.tidy()
        self.tell(tx)
        self._tell_what_is_kept()

    def tell(self, tx: Transaction) -> None:
        """Note what there is to tell; it is told when it is kept."""
        if changes := self._news():
            self._to_tell.append((tx.now, changes))

    def _tell_what_is_kept(self) -> None:
        for at, changes in self._to_tell:
            told = MemoryTransaction(self)
            told.now = at
            for listener in self._listeners:
                listener(told, changes)
        self._to_tell.clear()

    def _clock_was_set(self) -> bool:
        state, kept = self.clock.state(), self._head.clock
        return state is not kept and state != kept

    def _read_anew(self, head: Head, rows: Iterable[Row]) -> None:
        self.seen_at = head.seen_at
        self.horizon = self.horizon_at(head.seen_at)
        self.state = self._empty()
        put_rows(self.state, rows)
        self.newest_stamp, self.newest_number = head.stamp, head.number
        self._settle_on(head)

    def _settle_on(self, head: Head) -> None:
        self._head = head
        self.state.touched.clear()
        self.state.anew = False
