"""The date language of dateFrom and dateTo: instants, and periods from now (JOC-D-01 to JOC-D-04)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from emulator.facades.joc.zones import at, offset_of, zone_of

# The pattern as it was published; Java's and ECMA's \d and $ are stricter than Python's.
PATTERN = r"^([+-]?0|([+-]?[0-9]+[smhdwMy])+|\d{4}-\d{2}-\d{2}(?:T| )\d{2}:\d{2}:\d{2}([,.]\d{1,3})?)(Z|[+-]\d{2}(:?\d{2})?)?$"


class BadDate(ValueError):  # noqa: N818 - it reads as what is wrong
    """Say that a text passes for a date, and is none: JOC-405."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a date needs to be read: when it is now, the zone that was given ('' for none), and whose reading it is.

    ``quirks`` reads as release 2.7.3 does, else as its documentation says (JOC-D-03).
    """

    now: datetime
    time_zone: str = ""
    quirks: bool = False

    def date_from(self, text: str) -> datetime:
        """Read the instant from which on orders match, in UTC; raise BadDate."""
        return self._read(text, until=False)

    def date_to(self, text: str) -> datetime:
        """Read the instant before which orders match, in UTC; raise BadDate."""
        return self._read(text, until=True)

    def _read(self, text: str, *, until: bool) -> datetime:
        found = _DATE.fullmatch(text)
        if found is None:
            raise BadDate(f"{text[:60]!r} is no date")
        try:
            zone = self._zone(found["zone"])
            if found["zero"]:
                return self._zero(text)
            if found["period"]:
                return self._period(_amounts(found["period"]), zone, until=until)
            return at(self._local(found["local"]), zone)
        except (ValueError, OverflowError) as error:
            raise BadDate(f"{text[:60]!r} is no date that there is: {error}") from None

    def _zone(self, written: str | None) -> tzinfo:
        if self.time_zone:
            return zone_of(self.time_zone)
        if not written or written == "Z":
            return UTC
        zone = offset_of(written[0], written[1:3], written[3:].lstrip(":") or "0")
        if zone is None:
            raise ValueError("there is no such offset")
        return zone

    def _zero(self, text: str) -> datetime:
        if self.quirks:
            raise ValueError(f"release 2.7.3 does not read {text}, which its documentation promises")
        return self.now

    def _local(self, text: str) -> datetime:
        if self.quirks and "," in text:
            raise ValueError("release 2.7.3 does not read a comma, which its documentation promises")
        whole, _, fraction = text.replace(",", ".").partition(".")
        return datetime.strptime(whole.replace(" ", "T"), "%Y-%m-%dT%H:%M:%S") + timedelta(
            milliseconds=int(fraction.ljust(3, "0"))
        )

    def _period(self, amounts: Mapping[str, int], zone: tzinfo, *, until: bool) -> datetime:
        here = self.now.astimezone(zone)
        spans = [unit for unit in _SPANS if unit in amounts]
        if spans:
            day = here.date()
            for unit in spans:
                day = _SPANS[unit](_first_day(unit, day, quirks=self.quirks), amounts[unit])
            if until:
                day = _SPANS[spans[-1]](day, 1)
            start = at(datetime.combine(day, time()), zone)
        else:
            start = self.now
        end = start + timedelta(hours=amounts.get("h", 0), minutes=amounts.get("m", 0), seconds=amounts.get("s", 0))
        if until and self.quirks and not spans:
            tomorrow = end.astimezone(zone).replace(tzinfo=None) + timedelta(days=1)
            return at(tomorrow, zone)
        return end


_DATE = re.compile(
    r"""(?:(?P<zero>[+-]?0)
        |(?P<period>(?:[+-]?[0-9]+[smhdwMy])+)
        |(?P<local>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[,.][0-9]{1,3})?))
        (?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?""",
    re.VERBOSE,
)


def _amounts(period: str) -> dict[str, int]:
    amounts: dict[str, int] = {}
    for number, unit in re.findall(r"([+-]?[0-9]+)([smhdwMy])", period):
        amounts[unit] = amounts.get(unit, 0) + int(number)
    return amounts


def _first_day(unit: str, day: date, *, quirks: bool) -> date:
    match unit:
        case "y":
            return day.replace(month=1, day=1)
        case "M":
            return day.replace(day=1)
        case "w" if quirks and day.isoweekday() == _SUNDAY:
            return day + timedelta(days=1)
        case "w":
            return day - timedelta(days=day.weekday())
    return day


_SUNDAY = 7


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=years, month=month + 1)


# The spans that start at midnight, from the longest to the shortest: what comes so many of them later.
_SPANS: Mapping[str, Callable[[date, int], date]] = {
    "y": lambda day, amount: _months_on(day, 12 * amount),
    "M": _months_on,
    "w": lambda day, amount: day + timedelta(weeks=amount),
    "d": lambda day, amount: day + timedelta(days=amount),
}
