"""The ledger in a PostgreSQL database, which several emulators share, on one machine or on many.

A version counts the transactions that wrote; each row knows the last one that wrote it, so that whoever holds the state in
memory reads what is newer than what it has. A row that went stays as one without a value until nobody can want it any more.

By default a commit does not wait for the database's disk (synchronous_commit=off): what was acknowledged outlives the
emulator's death, and may be lost by a machine that loses its power, never half a transaction. The URL's ``options`` can say
otherwise. It talks to libpq itself, for each call of the Scheduling system is two round trips at most and has no time for more.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

import psycopg
from psycopg import pq
from psycopg.pq.abc import PGresult

from emulator.scheduling.store.head_texts import HeadRow, read_head, write_head
from emulator.scheduling.store.ledger import Head, Row, StateError
from emulator.scheduling.store.postgresql_texts import HOLD, OPTIONS, PREPARE, READ_HEAD, READ_ROWS, STEPS, array
from emulator.unavailable import StateUnavailable

# Rows that went are forgotten so many versions later; who has slept longer reads everything anew.
KEPT_VERSIONS = 10_000

_PATIENCE = 5  # seconds, of somebody who only asks
_LOCK = 0x53636864
# The first half of what PostgreSQL calls the key of an advisory lock; the second is made from a name.
_HELD = 0x53636865


def why_silent(url: str) -> str | None:
    """Ask a database for nothing; say why it does not answer, None where it does."""
    try:
        psycopg.connect(url, connect_timeout=_PATIENCE).close()
    except psycopg.Error as error:
        return _first_line(error)
    return None


class PostgresqlLedger:
    """A database by its URL; raise StateError where it can't be opened, or is not yet known here."""

    def __init__(self, url: str) -> None:
        self._url = url
        # The head as it was seen or written last: mostly it is the same.
        self._newest: Head | None = None
        try:
            self._connection: psycopg.Connection | None = self._connect()
        except psycopg.Error as error:
            raise StateError(
                f"setting state: expected a PostgreSQL database that answers; found {_first_line(error)}"
            ) from None

    def read(self) -> tuple[Head, Iterable[Row]] | None:
        """Tell the head and all rows there are, as of one instant; None of a state that was never written."""
        connection = self._connected()
        try:
            held = connection.info.transaction_status is not pq.TransactionStatus.IDLE
            if not held:
                connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            head = HeadRow(*connection.execute(READ_HEAD).fetchone() or _NO_HEAD)
            if head.version:
                return read_head(head), self._rows(connection, ends=not held)
            if not held:
                connection.execute("COMMIT")
            return None
        except psycopg.Error as error:
            raise self._lost(error) from None

    def look(self, *, after: int, writing: bool) -> tuple[Head, Sequence[Row]]:
        """Tell the head, and the rows that were written or went since a version; for ``writing`` hold others off."""
        found = self._execute(f"{HOLD if writing else ''}EXECUTE look ({after})")
        count = found.ntuples
        if not count:
            raise StateUnavailable("the database holds no state any more; restart the emulator to begin a new one")
        if self._newest is not None and self._newest.version == after and _is_of(found, self._newest):
            return self._newest, ()
        version, floor, stamp, number, seen_at, stands_at, ahead = (_text(found, 0, column) for column in range(7))
        head = HeadRow(int(version), int(floor), int(stamp), int(number), seen_at, stands_at or None, int(ahead))
        self._newest = read_head(head)
        return self._newest, () if found.get_value(0, 7) is None else [_row(found, place) for place in range(count)]

    def write(self, head: Head, rows: Iterable[Row], *, anew: bool) -> None:
        """Write rows and the head, whole or not at all; ``anew`` puts them in the place of all others."""
        if anew:
            self._write_all(head, rows)
            return
        said = []
        if columns := [list(column) for column in zip(*rows, strict=True)]:
            said.append(f"EXECUTE put_rows ({', '.join(self._quoted(array(column)) for column in columns)}, {head.version})")
        if head.version % KEPT_VERSIONS == 0:
            # Who knows less than this does not hear of what is forgotten now.
            head = replace(head, floor=max(head.floor, head.version - KEPT_VERSIONS))
            said.append(f"EXECUTE forget ({head.floor})")
        self._newest = None
        self._execute("; ".join((*said, self._put_head(head), "COMMIT")))
        self._newest = head

    def release(self) -> None:
        """Let others write."""
        connection = self._connection
        if connection is not None and connection.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            with suppress(StateUnavailable):
                self._execute("ROLLBACK")

    def hold(self, name: str) -> bool:
        """Hold a name that nobody else holds, and tell whether that succeeded."""
        found = self._execute(f"SELECT pg_try_advisory_lock({_HELD}, hashtext({self._quoted(name)}))")
        return found.get_value(0, 0) == b"t"

    def let_go(self, name: str) -> None:
        """Let go of a name; a connection that was lost has done so already."""
        with suppress(StateUnavailable):
            self._execute(f"SELECT pg_advisory_unlock({_HELD}, hashtext({self._quoted(name)}))")

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()

    def _connect(self) -> psycopg.Connection:
        connection = psycopg.connect(_with_options(self._url), autocommit=True, connect_timeout=5)
        try:
            with connection.transaction():
                # Several may start at once.
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
                self._agree_on_schema(connection)
            connection.execute(PREPARE)
        except BaseException:
            connection.close()
            raise
        return connection

    def _agree_on_schema(self, connection: psycopg.Connection) -> None:
        connection.execute("CREATE TABLE IF NOT EXISTS emulator_schema (version integer NOT NULL)")
        found = connection.execute("SELECT max(version) FROM emulator_schema").fetchone()
        version = (found[0] if found is not None else None) or 0
        if version > len(STEPS):
            raise StateError(
                f"setting state: expected a state of version {len(STEPS)} or older; "
                f"found version {version}, which a newer emulator wrote, in {connection.info.dbname!r}"
            )
        for step in STEPS[version:]:
            connection.execute(step.encode())
        if version < len(STEPS):
            connection.execute("INSERT INTO emulator_schema VALUES (%s)", (len(STEPS),))

    def _connected(self) -> psycopg.Connection:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except (psycopg.Error, StateError) as error:
                raise StateUnavailable(f"the database does not answer: {_first_line(error)}") from None
        return self._connection

    def _execute(self, text: str) -> PGresult:
        connection = self._connected()
        try:
            result = connection.pgconn.exec_(text.encode())
        except psycopg.Error as error:
            raise self._lost(error) from None
        if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
            raise self._lost(pq.error_message(result))
        return result

    def _lost(self, why: object) -> StateUnavailable:
        connection = self._connection
        if connection is not None and connection.pgconn.status != pq.ConnStatus.OK:
            # The next call tries to connect again.
            connection.close()
            self._connection = None
        elif connection is not None:
            with suppress(psycopg.Error):
                connection.pgconn.exec_(b"ROLLBACK")
        return StateUnavailable(f"the database has not done it: {_first_line(why)}")

    def _rows(self, connection: psycopg.Connection, *, ends: bool) -> Iterator[Row]:
        try:
            with connection.cursor(name="emulator_rows") as cursor:
                cursor.itersize = 10_000
                cursor.execute(READ_ROWS)
                for row in cursor:
                    yield Row(*row)
            if ends:
                connection.execute("COMMIT")
        except psycopg.Error as error:
            raise self._lost(error) from None

    def _write_all(self, head: Head, rows: Iterable[Row]) -> None:
        connection = self._connected()
        try:
            if connection.info.transaction_status is pq.TransactionStatus.IDLE:
                connection.execute("BEGIN; SELECT 1 FROM emulator_head FOR UPDATE")
            connection.execute("DELETE FROM emulator_rows")
            with connection.cursor().copy("COPY emulator_rows (kind, id, number, value, version) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, head.version))
            connection.execute(f"{self._put_head(head)}; COMMIT")
        except psycopg.Error as error:
            raise self._lost(error) from None

    def _put_head(self, head: Head) -> str:
        row = write_head(head)
        return (
            f"EXECUTE put_head ({', '.join(self._quoted(fact) if isinstance(fact, str | None) else str(fact) for fact in row)})"
        )

    def _quoted(self, text: str | None) -> str:
        if text is None:
            return "NULL"
        if "'" not in text and "\\" not in text:
            return f"'{text}'"
        return pq.Escaping(self._connected().pgconn).escape_literal(text.encode()).decode()


_NO_HEAD = (0, 0, 0, 0, "", None, 0)


def _with_options(url: str) -> str:
    parts = psycopg.conninfo.conninfo_to_dict(url)
    ours = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
    # What the URL says comes later, and so it wins.
    options = f"{ours} {parts.get('options') or ''}".strip()
    return psycopg.conninfo.make_conninfo(url, options=options, application_name=parts.get("application_name") or "emulator")


def _is_of(found: PGresult, head: Head) -> bool:
    # A database that lost what it had acknowledged counts the same numbers again.
    return found.get_value(0, 0) == b"%d" % head.version and _text(found, 0, 4) == head.seen_at.isoformat()


def _text(found: PGresult, place: int, column: int) -> str:
    return (found.get_value(place, column) or b"").decode()


def _row(found: PGresult, place: int) -> Row:
    value = found.get_value(place, 10)
    return Row(
        _text(found, place, 7),
        _text(found, place, 8),
        int(_text(found, place, 9)),
        value.decode() if value is not None else None,
    )


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
