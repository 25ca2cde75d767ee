"""Time zones by name, as JOC reads them: an unknown one is GMT, in silence."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo


def zone_of(name: str) -> tzinfo:
    """Find a zone of the time zone database, or one such as GMT+2 and GMT-02:30; anything else is UTC."""
    found = _CUSTOM.fullmatch(name)
    if found:
        return offset_of(found["sign"], found["hours"], found["minutes"] or "0") or UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def offset_of(sign: str, hours: str, minutes: str) -> tzinfo | None:
    """Make a zone of an offset; None where there is no such offset."""
    span = timedelta(hours=int(hours), minutes=int(minutes))
    if int(minutes) > _MOST_MINUTES or span > _LONGEST:
        return None
    return timezone(-span if sign == "-" else span)


def at(local: datetime, zone: tzinfo) -> datetime:
    """Find the instant of a local time: in a gap it moves forward, in a fold it is the first; raise OverflowError.

    That is what ``fold`` 0 means, which a naive time has unless told otherwise (JOC-D-01).
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


_CUSTOM = re.compile(r"GMT(?P<sign>[+-])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?")
_MOST_MINUTES = 59
_LONGEST = timedelta(hours=18)  # that of java.time
