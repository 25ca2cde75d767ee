"""Instants as the service writes them, and as callers may (AZ-L-01, AZ-L-02)."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime

# RFC 3339; Python alone would take other forms of ISO 8601 too.
INSTANT = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
_INSTANT = re.compile(INSTANT)


def spell(at: datetime) -> str:
    """Write an instant as the service does, to a tenth of a microsecond."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "0+00:00"


def read_instant(text: str) -> datetime | None:
    """Read RFC 3339; None for anything else."""
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def http_date(at: datetime) -> str:
    """Write an instant as HTTP headers do, cut to the second."""
    return format_datetime(at.astimezone(UTC), usegmt=True)
