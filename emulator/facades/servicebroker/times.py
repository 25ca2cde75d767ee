"""The times of work items: in UTC, or as Scheduling wrote them (SB-G-08)."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from emulator.soap_client.failures import NotSoap

Spell = Callable[[datetime], str]


def speller(workitem_times: str, scheduling_zone: str) -> Spell:
    """Make the function that writes a reply's local time; an hour that a clock change repeats is its first."""
    if workitem_times == "local":
        return lambda local: local.isoformat(timespec="minutes")
    zone = ZoneInfo(scheduling_zone)

    def utc(local: datetime) -> str:
        try:
            instant = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
        except OverflowError:
            raise NotSoap("a time before the first or after the last year there is") from None
        return instant.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"

    return utc
