"""Values out of JSON or YAML, each read by a function that says where it stood, what was expected and what was found."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from emulator.scheduling.packed_rows import PackedRows

T = TypeVar("T")
Where = tuple[str | int, ...]

_RELATIVE = re.compile(
    r"day(?P<days>[+-][0-9]{1,5})?( (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(:(?P<second>[0-9]{2}))?)?", re.ASCII
)
_OFFSET = re.compile(r"\+(?=[0-9])(?:([0-9]{1,5})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,8})m)?(?:([0-9]{1,9})s)?", re.ASCII)
NOT_XML_PATTERN = "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class DocumentError(ValueError):
    """Say which place of a document is wrong, what was expected there, and what was found."""

    def __init__(self, path: Where, *, expected: str, found: str, first: Where | None = None) -> None:
        """``first`` is the place of what was there before, where that is why."""
        super().__init__(f"{spell(path)}: expected {expected}; found {found}{f', as in {spell(first)}' if first else ''}")
        self.path = path
        self.expected = expected
        self.found = found
        self.first = first

    @property
    def field(self) -> str:
        """Spell the place."""
        return spell(self.path)


def spell(path: Where) -> str:
    """Write a place as people do: ``items[3].promise.from``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".") or "the document"


def show(value: object) -> str:
    """Show a value that was found, cut where it is long."""
    if isinstance(value, dict | list | PackedRows):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}... ({len(text)} characters)"


def table(value: object, path: Where, *, allowed: Sequence[str], required: Sequence[str] = ()) -> Mapping[str, object]:
    """Read an object that has no other keys than these, and has those that are required."""
    if not isinstance(value, dict):
        raise DocumentError(path, expected=f"an object with the keys {', '.join(allowed)}", found=show(value))
    for key in value:
        if key not in allowed:
            raise DocumentError((*path, key), expected=f"one of the keys {', '.join(allowed)}", found=f"the key {show(key)}")
    for key in required:
        if key not in value:
            raise DocumentError(path, expected=f"the key {key}", found=f"only {', '.join(value) or 'no keys'}")
    return value


def rows(value: object, path: Where) -> list[object] | PackedRows:
    """Read a list."""
    if not isinstance(value, list | PackedRows):
        raise DocumentError(path, expected="a list", found=show(value))
    return value


def text(value: object, path: Where, *, least: int, most: int) -> str:
    """Read a text that XML 1.0 can carry; lengths are in code points."""
    if not isinstance(value, str):
        quoted = " (put it in quotes)" if isinstance(value, bool | int | float) else ""
        raise DocumentError(path, expected=f"a text of {least} to {most} characters", found=show(value) + quoted)
    if not least <= len(value) <= most:
        raise DocumentError(path, expected=f"a text of {least} to {most} characters", found=f"{len(value)} characters")
    if foreign := _NOT_XML.search(value):
        raise DocumentError(
            path, expected="characters that XML 1.0 can carry", found=f"U+{ord(foreign[0]):04X} at {foreign.start() + 1}"
        )
    return value


def flag(value: object, path: Where) -> bool:
    """Read true or false."""
    if isinstance(value, bool):
        return value
    raise DocumentError(path, expected="true or false", found=show(value))


def whole(value: object, path: Where, *, least: int, most: int) -> int:
    """Read a whole number."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise DocumentError(path, expected=f"a whole number from {least} to {most}", found=show(value))


def choice(value: object, path: Where, choices: Sequence[str]) -> str:
    """Read one of some texts."""
    if isinstance(value, str) and value in choices:
        return value
    raise DocumentError(path, expected=f"one of {', '.join(choices)}", found=show(value))


def zone(value: object, path: Where) -> str:
    """Read the name of a time zone."""
    name = text(value, path, least=1, most=100)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise DocumentError(path, expected="the name of a time zone, such as Europe/London", found=show(value)) from None
    return name


def instant(value: object, path: Where, *, now: datetime) -> datetime:
    """Read an instant: ISO 8601 with a zone, or ``day+1 09:30``, counted from the start of the UTC day that ``now`` is in."""
    try:
        if isinstance(value, str) and (found := _instant(value, now.astimezone(UTC).date())) is not None:
            return found
    except (ValueError, OverflowError):
        pass
    raise DocumentError(path, expected="a time: ISO 8601 with a zone, or such as 'day+1 09:30' (UTC)", found=show(value))


def moment(value: object, path: Where, *, now: datetime) -> datetime:
    """Read an instant as ``instant`` does, or an offset from ``now``: ``+90s``, ``+1h30m``, ``+2d``."""
    if isinstance(value, str) and value.startswith("+"):
        try:
            return now + span(value, path)
        except OverflowError:
            raise DocumentError(path, expected="an offset that ends before the year 10000", found=show(value)) from None
    try:
        return instant(value, path, now=now)
    except DocumentError as error:
        raise DocumentError(path, expected=f"an offset such as '+10m', or {error.expected}", found=error.found) from None


def span(value: str, path: Where) -> timedelta:
    """Read an offset: a plus, then days, hours, minutes and seconds, as far as they are there."""
    found = _OFFSET.fullmatch(value)
    if found is None:
        raise DocumentError(path, expected="an offset such as '+90s', '+10m' or '+1d2h30m'", found=show(value))
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def write_instant(at: datetime | None) -> str | None:
    """Write an instant in UTC; no precision is lost."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def optional(value: object, path: Where, read: Callable[[object, Where], T]) -> T | None:
    """Read a value that may be null."""
    return None if value is None else read(value, path)


@lru_cache(maxsize=20_000)
def _instant(text: str, today: date) -> datetime | None:
    # Large scenarios say the same times over and over, and one object does for all of them.
    relative = _RELATIVE.fullmatch(text)
    if relative is None:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    clock = time(int(relative["hour"] or 0), int(relative["minute"] or 0), int(relative["second"] or 0), tzinfo=UTC)
    return datetime.combine(today + timedelta(days=int(relative["days"] or 0)), clock)
