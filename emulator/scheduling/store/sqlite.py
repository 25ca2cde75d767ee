"""The ledger in a SQLite file, which belongs to one process as long as that has it open.

What was acknowledged outlives the death of the process (kill -9); of a machine that loses its power the last moments may be
lost, but never half a transaction (journal_mode WAL, synchronous NORMAL).
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from emulator.scheduling.store.head_texts import HeadRow, read_head, write_head
from emulator.scheduling.store.ledger import Head, Row, StateError
from emulator.unavailable import StateUnavailable

# What SQLite itself calls the number by which a program knows its files: "Schd".
APPLICATION_ID = 0x53636864

# Each leads from one version of the schema to the next, from nothing to the newest; what was written once stays as it is.
STEPS: tuple[str, ...] = (
    """
CREATE TABLE rows (
    kind TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, floor INTEGER NOT NULL, stamp INTEGER NOT NULL,
    number INTEGER NOT NULL, seen_at TEXT NOT NULL, clock_stands_at TEXT, clock_ahead INTEGER NOT NULL
);
""",
)
_PUT_HEAD = "INSERT OR REPLACE INTO head VALUES (1, ?, ?, ?, ?, ?, ?, ?)"
_PUT = "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)"
_DROP = "DELETE FROM rows WHERE kind = ? AND id = ?"


class SqliteLedger:
    """A file; raise StateError where it can't be opened, is in use, or is not ours or not yet known here."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            # One thread at a time uses it: the store's lock sees to that.
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
            try:
                self._open()
            except BaseException:
                self._connection.close()
                raise
        except sqlite3.Error as error:
            raise StateError(
                f"setting state: expected a SQLite file that can be written; found {_why(error)}: {path}"
            ) from None

    def _open(self) -> None:
        execute = self._connection.execute
        execute("PRAGMA locking_mode = EXCLUSIVE")
        tables = execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        ours = execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        if tables and not ours:
            raise StateError(
                f"setting state: expected a state of this emulator, or a new file; found another program's: {self._path}"
            )
        version = execute("PRAGMA user_version").fetchone()[0]
        if ours and version > len(STEPS):
            raise StateError(
                f"setting state: expected a state of version {len(STEPS)} or older; "
                f"found version {version}, which a newer emulator wrote: {self._path}"
            )
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = NORMAL")
        # Each checkpoint waits for the disk; 40 MB of log are read in a moment.
        execute("PRAGMA wal_autocheckpoint = 10000")
        # It writes in any case: now, and not with the first call that is to be kept, it is known whether that can be done.
        steps = "".join(STEPS[version if ours else 0 :])
        self._connection.executescript(
            f"BEGIN IMMEDIATE; {steps} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {len(STEPS)}; COMMIT;"
        )

    def read(self) -> tuple[Head, Iterator[Row]] | None:
        """Tell the head and all rows there are; None of a state that was never written."""
        try:
            found = self._connection.execute("SELECT * FROM head").fetchone()
            return (read_head(HeadRow(*found[1:])), self._rows()) if found is not None else None
        except sqlite3.Error as error:
            raise StateUnavailable(f"the state file cannot be read: {_why(error)}") from None

    def write(self, head: Head, rows: Iterable[Row], *, anew: bool) -> None:
        """Write rows and the head, whole or not at all; ``anew`` puts them in the place of all others."""
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            if anew:
                connection.execute("DELETE FROM rows")
                connection.executemany(_PUT, rows)
            else:
                for row in rows:
                    if row.value is None:
                        connection.execute(_DROP, row[:2])
                    else:
                        connection.execute(_PUT, row)
            connection.execute(_PUT_HEAD, write_head(head))
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise StateUnavailable(f"the state file cannot be written: {_why(error)}") from None
        finally:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _rows(self) -> Iterator[Row]:
        for row in self._connection.execute("SELECT kind, id, number, value FROM rows ORDER BY kind, number"):
            yield Row(*row)


def _why(error: sqlite3.Error) -> str:
    text = str(error)
    return "one that another emulator has open" if "locked" in text else text
