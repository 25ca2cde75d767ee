"""The store of those who share a state: each holds all of it in memory, and reads what the others wrote before it looks."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from operator import attrgetter
from threading import RLock, get_ident
from time import sleep

from emulator.clock import Clock
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Transaction
from emulator.scheduling.store.group import Group
from emulator.scheduling.store.kept import KeptStore
from emulator.scheduling.store.ledger import Head, Row, SharedLedger
from emulator.scheduling.store.rows import put_rows
from emulator.unavailable import StateUnavailable


class SharedStore(KeptStore):
    """Hold a state that others hold too, and keep it in their common ledger.

    A transaction begins with what the others wrote meanwhile. One that may write holds theirs off until its end; so stamps
    are given out in the order in which they are seen. One for reading holds nobody off, unless the clock has something to do.
    """

    def __init__(
        self, ledger: SharedLedger, *, clock: Clock, parameters: SystemParameters, first_stamp: int, its_clock: bool = True
    ) -> None:
        # Before anything else: to open a state is to look at it.
        self._group: Group | None = None
        self._grouped_by = 0
        super().__init__(ledger, clock=clock, parameters=parameters, first_stamp=first_stamp, its_clock=its_clock)
        # Whoever has the lock for a group has it for each transaction in it.
        self.lock = RLock()
        self._common = ledger
        self._holds_others_off = False
        # Not so after the clock did something here that could not be written: others may find that it did something else.
        self._certain = True

    def begin(self, *, reading: bool) -> datetime:
        """Take in what others wrote, and bring the state up to date."""
        if not self._holds_others_off and not (reading and self._has_looked()):
            self._look(writing=not reading)
        try:
            if not self._holds_others_off and self._has_something_to_do():
                self._look(writing=True)
            return super().begin(reading=reading)
        except BaseException:
            if self._group is None:
                self._let_go()
            raise

    def look(self) -> None:
        """Take in what others did who share the state, the clock among it."""
        with self.lock:
            if not self._holds_others_off and not self._has_looked():
                self._look(writing=False)

    def keep(self, *, whole: bool) -> None:
        """Write what there is to write, if this transaction may, and let the others go on; in a group its end does that."""
        if self._group is not None or not self._holds_others_off:
            return
        try:
            super().keep(whole=whole)
        except StateUnavailable:
            self._certain = not self._caught_up
            raise
        finally:
            self._let_go()

    def end(self, tx: Transaction) -> None:
        """Tidy up, and tell the listeners of what is in the ledger now."""
        if self._group is None:
            super().end(tx)
        else:
            self.state.tidy()
            self.tell(tx)

    def group(self) -> Group:
        """Make a group, for calls that one thread makes one after the other."""
        return Group(self)

    def join(self, group: Group) -> None:
        """Let the transactions that come belong to a group; others wait until ``part``."""
        self.lock.acquire()
        self._group, self._grouped_by = group, get_ident()

    def part(self) -> None:
        """Let transactions stand alone again."""
        self._group = None
        self.lock.release()

    def write_group(self) -> None:
        """Write what the transactions of the group did, and let others go on."""
        try:
            if self._holds_others_off:
                super().keep(whole=True)
        except StateUnavailable:
            # To undo so many transactions would take their undoing apart and keep it: it is read anew instead.
            self._certain = False
            raise
        finally:
            self._let_go()
        self._tell_what_is_kept()

    @contextmanager
    def holding(self, name: str) -> Iterator[None]:
        """Let those that hold the same name wait for each other, wherever they are, outside of transactions and groups."""
        with self._outside_of_the_group(), super().holding(name):
            # To wait in the database would keep the other threads of this process from it: one of them may be waited for.
            while not self._hold(name):
                sleep(_LOOKS_AGAIN)
            try:
                yield
            finally:
                with self.lock:
                    self._common.let_go(name)

    @contextmanager
    def _outside_of_the_group(self) -> Iterator[None]:
        # Who is waited for must be able to write, in this process too.
        group = self._group
        if group is None or self._grouped_by != get_ident():
            yield
            return
        group.flush()
        self.part()
        try:
            yield
        finally:
            self.join(group)

    def _has_looked(self) -> bool:
        return self._group is not None and self._group.has_looked

    def _has_something_to_do(self) -> bool:
        return self._clock_was_set() or self.is_due(max(self.clock.now(), self.seen_at))

    def _hold(self, name: str) -> bool:
        with self.lock:
            return self._common.hold(name)

    def _look(self, *, writing: bool) -> None:
        head, rows = self._common.look(after=self._head.version, writing=writing)
        self._holds_others_off = writing
        if self._group is not None:
            self._group.has_looked = True
        try:
            known = self._head
            # A version that is known as another, or is below the known one: a database lost what it had acknowledged.
            is_another = head.version < known.version or (0 < head.version == known.version and head != known)
            if not self._certain or is_another or known.version < head.floor:
                self._begin_anew()
            elif head.version > known.version:
                self._take_in(head, rows)
        except BaseException:
            self._let_go()
            raise

    def _let_go(self) -> None:
        if self._holds_others_off:
            self._holds_others_off = False
            self._common.release()

    def _take_in(self, head: Head, rows: Sequence[Row]) -> None:
        was_set_back = head.clock != self._head.clock and head.seen_at < self.seen_at
        self._take_clock(head)
        if was_set_back or head.seen_at > self.seen_at:
            self._go_to(head.seen_at)
        rows = sorted(rows, key=_IN_ORDER)
        put_rows(self.state, rows)
        self._note(row.id for row in rows if row.kind == "item")
        self.newest_stamp, self.newest_number = head.stamp, head.number
        self._settle_on(head)

    def _begin_anew(self) -> None:
        found = self._common.read()
        if found is None:
            raise StateUnavailable("the database holds no state any more; restart the emulator to begin a new one")
        head, rows = found
        known, newest = self.state, (self.newest_stamp, self.newest_number)
        self._take_clock(head)
        self._read_anew(head, rows)
        # Rather a gap than a stamp that somebody was told already.
        self.newest_stamp, self.newest_number = max(self.newest_stamp, newest[0]), max(self.newest_number, newest[1])
        self._note(item_id for item_id, change in self.state.current.items() if known.stamp_of(item_id) != change.stamp)
        self._certain = True

    def _take_clock(self, head: Head) -> None:
        if not self._clock_was_set():
            self.clock.adopt(head.clock)

    def _go_to(self, instant: datetime) -> None:
        """Count the clock's doings up to an instant for done: what they changed comes as rows."""
        due = self.state.due
        if due.undone_by(instant):
            due.restart(instant)
            suspects = list(self.state.current)
        else:
            suspects = []
            while found := due.pop(instant):
                suspects += found
        for item_id in suspects:
            change = self.state.current[item_id]
            due.expect(change.item, change.late)
        self.seen_at = instant
        self.horizon = self.horizon_at(instant)

    def _note(self, item_ids: Iterable[str]) -> None:
        if self._listeners:
            changes = (self.state.current[item_id] for item_id in item_ids if item_id in self.state.current)
            self._untold += [change for change in changes if self.horizon.holds(change.item)]


_LOOKS_AGAIN = 0.005
_IN_ORDER = attrgetter("kind", "number")
