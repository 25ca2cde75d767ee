"""Conditions of an upsert: If-Match and If-Unmodified-Since (AZ-L-01, RFC 9110)."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from werkzeug import Request

from emulator.facades.azure_job_router.job import etag_of
from emulator.facades.azure_job_router.refusals import Refusal, Refused
from emulator.facades.azure_job_router.times import http_date
from emulator.facades.records import Record

# A weak mark never matches where the whole must be the same.
_STRONG = re.compile(r'(?:^|(?<=,))\s*("[^"]*")\s*(?=,|$)')


def check_conditions(request: Request, record: Record | None, now: datetime) -> None:
    """Raise Refused where the job, None for one that is not there, is not as the request says it must be.

    A date that is none is no condition, and so is any date beside an If-Match, or of a job that is not there.
    """
    wanted = request.headers.get("If-Match")
    if wanted is not None:
        current = etag_of(record, now) if record is not None else None
        if current is None or (wanted.strip() != "*" and current not in _STRONG.findall(wanted)):
            raise _failed("If-Match", expected=wanted, found=current or "no such job")
        return
    since = _date(request.headers.get("If-Unmodified-Since", ""))
    if record is not None and since is not None and record.changed.replace(microsecond=0) > since:
        raise _failed(
            "If-Unmodified-Since", expected=f"no change after {http_date(since)}", found=f"one at {http_date(record.changed)}"
        )


def _date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _failed(header: str, *, expected: str, found: str) -> Refused:
    return Refused(
        Refusal.PRECONDITION_FAILED, f"The condition {header} does not hold: expected {expected[:200]}, found {found}"
    )
