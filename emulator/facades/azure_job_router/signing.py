"""Requests that are signed with an access key: HMAC-SHA256 over verb, path, date, host and body (AZ-A-01)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from hmac import compare_digest, digest
from urllib.parse import quote

from werkzeug import Request

from emulator.clock import Clock
from emulator.facades.azure_job_router.refusals import Refusal, Refused
from emulator.facades.azure_job_router.routes import JOBS, find

_AUTHORIZATION = re.compile(
    r"HMAC-SHA256 SignedHeaders=(?P<date>x-ms-date|date);host;x-ms-content-sha256&Signature=(?P<signature>\S+)"
)
_DENIED = "Denied by the resource provider."
_OTHER_CONTENT = "Request 'x-ms-content-sha256' differs from generated content hash."

# A WSGI server decodes the path before anybody sees how it was written, so each usual way to write it is tried. They differ
# in what an id leaves as it is: nothing but what RFC 3986 calls unreserved, encodeURIComponent's marks, or all of pchar.
_LEFT_IN_IDS = ("", "!'()*", "!$&'()*+,;=:@")
_PCHAR = "/!$&'()*+,;=:@"


class Signatures:
    """The access keys, and how far a request's time may be from now; without keys every request is good."""

    def __init__(self, keys: str, *, max_skew: int, clock: Clock) -> None:
        self._keys = [b64decode(key) for key in keys.split(",") if key]
        self._max_skew = max_skew
        self._clock = clock

    @property
    def required(self) -> bool:
        """Whether requests must be signed."""
        return bool(self._keys)

    def check(self, request: Request, body: bytes) -> None:
        """Raise Refused unless a key signed this very request, not too long ago."""
        given = _AUTHORIZATION.fullmatch(request.headers.get("Authorization", ""))
        content_hash = request.headers.get("x-ms-content-sha256", "")
        date = request.headers.get(given["date"], "") if given else ""
        if given is None or not date or not content_hash or not request.headers.get("Host"):
            raise _denied(_DENIED)
        if not compare_digest(_bytes(content_hash), b64encode(sha256(body).digest())):
            raise _denied(_OTHER_CONTENT)
        rest = f"{date};{request.headers['Host']};{content_hash}"
        signature = _bytes(given["signature"])
        # Every key and every way is tried, so that nothing is learnt from how long it takes.
        good = [
            compare_digest(signature, _signature(key, f"{request.method}\n{path_and_query}\n{rest}"))
            for key in self._keys
            for path_and_query in _ways_to_write(request)
        ]
        if not any(good):
            raise _denied(_DENIED)
        self._check_date(date)

    def _check_date(self, date: str) -> None:
        if not self._max_skew:
            return
        try:
            at = parsedate_to_datetime(date)
            skew = self._clock.now() - (at if at.tzinfo else at.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            raise _denied(_DENIED) from None
        if abs(skew.total_seconds()) > self._max_skew:
            margin = f"{self._max_skew // 60} minutes" if self._max_skew % 60 == 0 else f"{self._max_skew} seconds"
            raise _denied(
                "The time difference between the originating client and the server is greater than the allowed margin of "
                f"{margin}."
            )


def authorization(key: str, *, method: str, path_and_query: str, date: datetime, host: str, body: bytes) -> dict[str, str]:
    """Make the headers that sign a request with a key in base64."""
    at = date.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    content_hash = b64encode(sha256(body).digest()).decode()
    signed = f"{method}\n{path_and_query}\n{at};{host};{content_hash}"
    signature = _signature(b64decode(key), signed).decode()
    return {
        "x-ms-date": at,
        "x-ms-content-sha256": content_hash,
        "Authorization": f"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}",
    }


def _ways_to_write(request: Request) -> dict[str, None]:
    return dict.fromkeys(_written(request))


def _written(request: Request) -> Iterator[str]:
    query = request.environ.get("QUERY_STRING", "")
    query = f"?{query}" if query else ""
    path = request.environ["PATH_INFO"].encode("latin-1")
    # What is in front of the facade's own paths is signed too.
    above = quote(request.environ.get("SCRIPT_NAME", "").encode("latin-1"), safe=_PCHAR)
    yield above + quote(path, safe=_PCHAR) + query
    found = find(request)
    if found is None or not found.job_id:
        return
    start = len(JOBS) + 1
    job_id, action = (path[start : len(path) - len(found.action)], found.action)
    for left in _LEFT_IN_IDS:
        for slash in ("", "/"):
            yield f"{above}{JOBS}/{quote(job_id, safe=left + slash)}{action}{query}"


def _signature(key: bytes, text: str) -> bytes:
    return b64encode(digest(key, text.encode("latin-1", "replace"), "sha256"))


def _bytes(text: str) -> bytes:
    return text.encode("latin-1", "replace")


def _denied(message: str) -> Refused:
    return Refused(Refusal.DENIED, message, headers={"WWW-Authenticate": "HMAC-SHA256"})
