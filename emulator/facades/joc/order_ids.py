"""The ids of orders that are added: #YYYY-MM-DD#T<11 digits>-<name> (JOC-L-01, JOC-M-03)."""

import re
from datetime import datetime, timedelta

LONGEST = 50  # what Scheduling can have
_HEAD = len("#YYYY-MM-DD#T12345678901-")
LONGEST_NAME = LONGEST - _HEAD
_DIGITS = 11
_NOT_IN_A_NAME = re.compile(r"[^\w.-]")


class OrderIds:
    """Ids that grow with the time of the day, also where that stands still; not for two threads at once."""

    def __init__(self) -> None:
        self._day = ""
        self._last = 0

    def next(self, name: str, *, now: datetime) -> str:
        """Make an id; no two have the same digits on one day."""
        day = now.date().isoformat()
        since_midnight = timedelta(hours=now.hour, minutes=now.minute, seconds=now.second, microseconds=now.microsecond)
        number = since_midnight // timedelta(microseconds=1)
        if day == self._day:
            number = max(number, self._last + 1)
        self._day, self._last = day, number
        return f"#{day}#T{number:0{_DIGITS}}-{name}"


def name_of_account(account: str) -> str:
    """Make the name of an order that was given none: the account's, as far as it is a name."""
    return _NOT_IN_A_NAME.sub("", account)[:LONGEST_NAME] or "order"
