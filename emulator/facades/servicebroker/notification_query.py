"""What may be asked of the notifications: rowver, limit and wid in the query (SB-N-01)."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from emulator.facades.servicebroker.refusals import Refused, bad_request

DEFAULT_LIMIT = 10
# The largest numbers that a signed integer of 64 and of 32 bits holds; the row version goes back to the caller as a number.
LAST_VERSION = 2**63 - 1
LARGEST_LIMIT = 2**31 - 1
LONGEST_ID = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationQuery:
    """After which row version (None: the newest rows), how many rows, and of which work item (None: all)."""

    rowver: int | None = None
    limit: int = DEFAULT_LIMIT
    wid: str | None = None


def read_notification_query(query: str) -> NotificationQuery:
    """Read a query string as WSGI gives it; raise Refused for a value that is wrong or there twice. Other names are ignored."""
    texts = _texts(query)
    rowver, limit, wid = texts.get("rowver"), texts.get("limit"), texts.get("wid")
    if wid is not None and not 1 <= len(wid) <= LONGEST_ID:
        found = f"{len(wid)} characters" if wid else "an empty text"
        raise bad_request("wid", "must be a work item's id", expected=f"1 to {LONGEST_ID} characters", found=found)
    return NotificationQuery(
        rowver=None if rowver is None else _whole("rowver", rowver, least=0, most=LAST_VERSION),
        limit=DEFAULT_LIMIT if limit is None else _whole("limit", limit, least=1, most=LARGEST_LIMIT),
        wid=wid,
    )


def _texts(query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        name = _decoded(name).decode("utf-8", "replace")
        if name not in _NAMES:
            continue
        if name in found:
            raise bad_request(name, "must not be there twice", expected="one value", found="two or more")
        try:
            found[name] = _decoded(value).decode()
        except UnicodeDecodeError:
            raise bad_request(name, "must be UTF-8", expected="percent-encoded UTF-8", found="other bytes") from None
    return found


_NAMES = ("rowver", "limit", "wid")


def _decoded(text: str) -> bytes:
    return unquote_to_bytes(text.replace("+", " ").encode("latin-1"))


def _whole(name: str, text: str, *, least: int, most: int) -> int:
    digits = text.lstrip("0") or "0"
    if not re.fullmatch("[0-9]+", text) or len(digits) > len(str(most)) or not least <= int(digits) <= most:
        raise _no_number(name, text, expected=f"a whole number from {least} to {most}")
    return int(digits)


def _no_number(name: str, text: str, *, expected: str) -> Refused:
    shown = text if len(text) <= 40 else f"{text[:40]}... ({len(text)} characters)"
    return bad_request(name, "must be a whole number", expected=expected, found=f"{shown!r}" if text else "an empty text")
