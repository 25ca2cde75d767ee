"""The list of jobs: filters, pages, and the way from one page to the next (AZ-L-02)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from werkzeug import Request
from werkzeug.datastructures import MultiDict

from emulator.facades.azure_job_router.job import INACTIVE, STATUSES, scheduled_at, status_of
from emulator.facades.azure_job_router.refusals import bad_request
from emulator.facades.azure_job_router.times import read_instant
from emulator.facades.records import Record

ALL, ACTIVE = "all", "active"
SELECTORS = (ALL, *STATUSES, ACTIVE)
DEFAULT_PAGE, LARGEST_PAGE = 100, 2**31 - 1
SAME = ("queueId", "channelId", "classificationPolicyId")
_SKIP_TOKEN = "skipToken"  # noqa: S105 - a place in the list


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a caller wants to see, and after which record's number."""

    page: int
    after: int
    status: str
    same: dict[str, str]
    scheduled_before: datetime | None
    scheduled_after: datetime | None

    def wants(self, record: Record, now: datetime) -> bool:
        """Whether a job is among those asked for."""
        if self.status != ALL:
            status = status_of(record, now)
            if status in INACTIVE if self.status == ACTIVE else status != self.status:
                return False
        if any(record.document.get(name) != value for name, value in self.same.items()):
            return False
        if self.scheduled_before is None and self.scheduled_after is None:
            return True
        at = scheduled_at(record)
        if at is None:
            return False
        return (self.scheduled_before is None or at <= self.scheduled_before) and (
            self.scheduled_after is None or at >= self.scheduled_after
        )


def read_query(args: MultiDict[str, str]) -> Query:
    """Read the query; an empty id counts as absent, and of several values the first counts. Raise Refused."""
    status = args.get("status", ALL)
    if status not in SELECTORS:
        raise bad_request("The parameter status", "must be one that is known", expected=", ".join(SELECTORS), found=status[:60])
    return Query(
        page=_whole(args, "maxpagesize", least=1, most=LARGEST_PAGE, default=DEFAULT_PAGE),
        after=_whole(args, _SKIP_TOKEN, least=0, most=2**63 - 1, default=0),
        status=status,
        same={name: args[name] for name in SAME if args.get(name)},
        scheduled_before=_instant(args, "scheduledBefore"),
        scheduled_after=_instant(args, "scheduledAfter"),
    )


def page(query: Query, records: Iterable[Record], now: datetime) -> tuple[list[Record], int | None]:
    """Take a page of the records after the query's number, and the number to go on from; None on the last page."""
    found: list[Record] = []
    for record in _wanted(query, records, now):
        if len(found) == query.page:
            return found, found[-1].number
        found.append(record)
    return found, None


def next_link(request: Request, after: int) -> str:
    """Make the absolute URL of the page that follows a number."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != _SKIP_TOKEN]
    return f"{request.base_url}?{urlencode([*kept, (_SKIP_TOKEN, str(after))], quote_via=quote)}"


def _wanted(query: Query, records: Iterable[Record], now: datetime) -> Iterator[Record]:
    return (record for record in records if query.wants(record, now))


def _whole(args: MultiDict[str, str], name: str, *, least: int, most: int, default: int) -> int:
    text = args.get(name)
    if text is None:
        return default
    if re.fullmatch(r"[0-9]{1,19}", text) and least <= int(text) <= most:
        return int(text)
    expected = f"a whole number from {least} to {most}"
    raise bad_request(f"The parameter {name}", "must be a whole number", expected=expected, found=text[:60])


def _instant(args: MultiDict[str, str], name: str) -> datetime | None:
    text = args.get(name)
    if text is None:
        return None
    at = read_instant(text)
    if at is None:
        raise bad_request(f"The parameter {name}", "must be a time", expected="ISO 8601 with a zone", found=text[:60])
    return at
