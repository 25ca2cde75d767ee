"""The head of a state as texts and numbers, which any database can hold."""

from datetime import datetime, timedelta
from typing import NamedTuple

from emulator.clock import ClockState
from emulator.scheduling.store.ledger import Head


class HeadRow(NamedTuple):
    """A head; instants are ISO 8601 texts, ``clock_ahead`` is in microseconds."""

    version: int
    floor: int
    stamp: int
    number: int
    seen_at: str
    clock_stands_at: str | None
    clock_ahead: int


def write_head(head: Head) -> HeadRow:
    """Show a head."""
    stands_at = head.clock.stands_at
    return HeadRow(
        version=head.version,
        floor=head.floor,
        stamp=head.stamp,
        number=head.number,
        seen_at=head.seen_at.isoformat(),
        clock_stands_at=stands_at.isoformat() if stands_at is not None else None,
        clock_ahead=head.clock.ahead // _MICROSECOND,
    )


def read_head(row: HeadRow) -> Head:
    """Read what ``write_head`` wrote."""
    stands_at = datetime.fromisoformat(row.clock_stands_at) if row.clock_stands_at is not None else None
    clock = ClockState(stands_at=stands_at, ahead=timedelta(microseconds=row.clock_ahead))
    return Head(
        version=row.version,
        floor=row.floor,
        stamp=row.stamp,
        number=row.number,
        seen_at=datetime.fromisoformat(row.seen_at),
        clock=clock,
    )


_MICROSECOND = timedelta(microseconds=1)
