"""tz_GCJAPI: in which zone the times of a reply are (SCH-G-16)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from operator import attrgetter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from emulator.scheduling.store import Transaction
from emulator.scheduling.work_item import WorkItem

# 7 is GMT with British summer time, "GMT0BST".
FIXED_ZONES = {"6": "GMT", "7": "Europe/London"}
BY_PLACE = {"0": "the job's region", "2": "the responsibility unit", "3": "the employee"}


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo:
    """Find a zone by its name; raise ValueError for one that is not known."""
    if name in ("GMT", "UTC"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is named {name!r}; expected one such as Europe/London") from error


@lru_cache(maxsize=8192)  # many work items begin or end at the same time
def spell(instant: datetime, in_zone: tzinfo) -> str:
    """Write an spDateTime: 16 characters, local, seconds cut (SCH-T-09)."""
    # datetime's own isoformat would cost four times as much, and a full poll writes three of these an item.
    try:
        local = instant if in_zone is UTC and instant.tzinfo is UTC else instant.astimezone(in_zone)
    except OverflowError:
        local = instant  # in the calendar's first and last hours, which are in no year elsewhere
    return f"{local.year:04d}-{local.month:02d}-{local.day:02d}T{local.hour:02d}:{local.minute:02d}"


@dataclass(frozen=True, slots=True)
class Zones:
    """The zone of the times of each item; ``one`` is it where it is the same for all there could be."""

    of: Callable[[WorkItem], tzinfo]
    one: tzinfo | None = None


def choose_zones(setting: str, default: str, tx: Transaction, items: Iterable[WorkItem]) -> Zones:
    """Tell the zones of the times of ``items`` under a ``tz_GCJAPI``."""
    if setting not in BY_PLACE:
        fixed = zone(FIXED_ZONES.get(setting, setting))
        return Zones(lambda _item: fixed, fixed)

    place_of = _PLACE_OF[setting]
    zones = {place: zone(_zone_name(tx, setting, place) or default) for place in {place_of(item) for item in items}}
    return Zones(lambda item: zones[place_of(item)])


_PLACE_OF: dict[str, Callable[[WorkItem], str | None]] = {
    "0": attrgetter("region"),
    "2": attrgetter("unit"),
    "3": attrgetter("employee"),
}


def _zone_name(tx: Transaction, setting: str, place_id: str | None) -> str | None:
    if place_id is None:
        return None
    place = tx.unit(place_id) if setting == "2" else tx.place("region" if setting == "0" else "employee", place_id)
    return place.zone if place is not None else None
