"""What is said to PostgreSQL: the schema, prepared statements, and values."""

from collections.abc import Sequence

# Each leads from one version of the schema to the next, from nothing to the newest; what was written once stays as it is.
STEPS: tuple[str, ...] = (
    """
CREATE TABLE emulator_head (
    one integer PRIMARY KEY CHECK (one = 1), version bigint NOT NULL, floor bigint NOT NULL, stamp bigint NOT NULL,
    number bigint NOT NULL, seen_at text NOT NULL, clock_stands_at text, clock_ahead bigint NOT NULL
) WITH (fillfactor = 10);
CREATE TABLE emulator_rows (
    kind text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, number bigint NOT NULL, value text, version bigint NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX emulator_rows_by_version ON emulator_rows (version);
INSERT INTO emulator_head VALUES (1, 0, 0, 0, 0, '1970-01-01T00:00:00+00:00', NULL, 0);
""",
)
OPTIONS = {
    "synchronous_commit": "off",
    # The others wait for whoever holds them off; one that stands still in the middle must not hold them for ever.
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "20s",
    "client_min_messages": "warning",
}
# One statement sees one instant, so the head and the rows belong together.
PREPARE = """
PREPARE look (bigint) AS
    SELECT h.version, h.floor, h.stamp, h.number, h.seen_at, h.clock_stands_at, h.clock_ahead, r.kind, r.id, r.number, r.value
    FROM emulator_head h LEFT JOIN emulator_rows r ON r.version > $1;
PREPARE hold AS SELECT 1 FROM emulator_head FOR UPDATE;
PREPARE put_rows (text[], text[], bigint[], text[], bigint) AS
    INSERT INTO emulator_rows SELECT kind, id, number, value, $5 FROM unnest($1, $2, $3, $4) AS new (kind, id, number, value)
    ON CONFLICT (kind, id) DO UPDATE SET number = excluded.number, value = excluded.value, version = excluded.version;
PREPARE put_head (bigint, bigint, bigint, bigint, text, text, bigint) AS
    UPDATE emulator_head
    SET version = $1, floor = greatest(floor, $2), stamp = $3, number = $4, seen_at = $5,
        clock_stands_at = $6, clock_ahead = $7;
PREPARE forget (bigint) AS DELETE FROM emulator_rows WHERE value IS NULL AND version <= $1;
"""
HOLD = "BEGIN; EXECUTE hold; "
READ_HEAD = "SELECT version, floor, stamp, number, seen_at, clock_stands_at, clock_ahead FROM emulator_head"
READ_ROWS = "SELECT kind, id, number, value FROM emulator_rows WHERE value IS NOT NULL ORDER BY kind, number"


def array(values: Sequence[str | int | None]) -> str:
    """Write an array as PostgreSQL reads it."""
    return f"{{{','.join(_element(value) for value in values)}}}"


def _element(value: str | int | None) -> str:
    if not isinstance(value, str):
        return "NULL" if value is None else str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
