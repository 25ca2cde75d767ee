"""Instants as the service writes them, and as callers may (AZ-L-01, AZ-L-02)."""

from datetime import UTC, datetime
from email.utils import format_datetime


def spell(at: datetime) -> str:
    """Write an instant as the service does, to a tenth of a microsecond."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "0+00:00"


def read_instant(text: str) -> datetime | None:
    """Read ISO 8601 with a zone; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def http_date(at: datetime) -> str:
    """Write an instant as HTTP headers do, cut to the second."""
    return format_datetime(at.astimezone(UTC), usegmt=True)
