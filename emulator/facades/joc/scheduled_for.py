"""When an order that is added shall start: scheduledFor of orders/add (JOC-L-01, JOC-D-05)."""

import re
from datetime import datetime, timedelta

from emulator.facades.joc.zones import at, zone_of

NEVER = "never"


def scheduled_for(text: str, *, time_zone: str, now: datetime) -> datetime | str | None:
    """Read when: an instant in UTC, NEVER, or None for at once; raise ValueError for a text that is none of these."""
    if text == NEVER:
        return NEVER
    found = _TEXT.fullmatch(text)
    if found is None:
        raise ValueError(f"expected now, now+SECONDS, now+HH:MM[:SS], never or YYYY-MM-DD HH:MM[:SS], found {text[:60]!r}")
    try:
        if found["date"]:
            seconds = found["seconds"] or "0"
            clock = f"{found['hours']}:{found['minutes']}:{seconds}"
            return at(datetime.strptime(f"{found['date']} {clock}", "%Y-%m-%d %H:%M:%S"), zone_of(time_zone))
        span = _span(found["span"])
        return now + span if span else None
    except (ValueError, OverflowError) as error:
        raise ValueError(f"expected a time that there is, found {text[:60]!r}: {error}") from None


def _span(text: str | None) -> timedelta:
    if not text:
        return timedelta()
    if ":" not in text:
        return timedelta(seconds=int(text))
    hours, minutes, seconds = (*text.split(":"), "0")[:3]
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))


_TEXT = re.compile(
    r"""(?:now(?:\s*\+\s*(?P<span>[0-9]+:[0-9]{1,2}(?::[0-9]{1,2})?|[0-9]+)?)?)?
        |(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[T\s](?P<hours>[0-9]{1,2}):(?P<minutes>[0-9]{1,2})(?::(?P<seconds>[0-9]{1,2}))?""",
    re.VERBOSE | re.ASCII,
)
