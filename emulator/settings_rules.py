"""What a setting's value may be: a rule reads a value from TOML, JSON or plain text, or says what is allowed."""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo


class NotAllowed(ValueError):  # noqa: N818 - reads as what it says
    """Say what was found in a value's place, without showing a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A kind of value: its type, what is allowed, and how it is read; reading a value that was read gives it again."""

    type: str
    allowed: str
    read: Callable[[object], Any]


def text(allowed: str, *, pattern: str) -> Rule:
    """Allow texts that match a pattern as a whole."""

    def read(value: object) -> str:
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        raise NotAllowed(repr(value))

    return Rule(type="text", allowed=allowed, read=read)


def whole(least: int, most: int) -> Rule:
    """Allow whole numbers, also as decimal digits."""

    def read(value: object) -> int:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,20}", value):
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise NotAllowed(repr(value))

    return Rule(type="whole number", allowed=f"a whole number from {least} to {most}", read=read)


def seconds(most: float) -> Rule:
    """Allow a span of time above zero, with or without a fraction."""

    def read(value: object) -> float:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", value):
            value = float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= most:
            return float(value)
        raise NotAllowed(repr(value))

    return Rule(type="seconds", allowed=f"a number above 0, up to {most:g}", read=read)


def flag() -> Rule:
    """Allow true and false, and 1 and 0 as texts."""
    texts = {"true": True, "1": True, "false": False, "0": False}

    def read(value: object) -> bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in texts:
            return texts[value.lower()]
        raise NotAllowed(repr(value))

    return Rule(type="flag", allowed="true or false", read=read)


def one_of(*choices: str) -> Rule:
    """Allow some texts."""

    def read(value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise NotAllowed(repr(value))

    return Rule(type="choice", allowed=" or ".join(repr(choice) for choice in choices), read=read)


def one_number_of(*choices: int) -> Rule:
    """Allow some whole numbers, also as decimal digits."""

    def read(value: object) -> int:
        for choice in choices:
            if not isinstance(value, bool) and value in (choice, str(choice)):
                return choice
        raise NotAllowed(repr(value))

    return Rule(type="choice", allowed=" or ".join(str(choice) for choice in choices), read=read)


def clock_time() -> Rule:
    """Allow the word real, and instants in ISO 8601 with a zone."""

    def read(value: object) -> str:
        # TOML has instants of its own.
        spelt = value.isoformat() if isinstance(value, datetime) else value
        if isinstance(spelt, str) and (spelt == "real" or _is_instant(spelt)):
            return spelt
        raise NotAllowed(repr(value))

    return Rule(type="instant", allowed="'real', or a time in ISO 8601 with a zone, such as '2026-01-05T08:00:00Z'", read=read)


def _is_instant(text: str) -> bool:
    try:
        instant = datetime.fromisoformat(text)
        return instant.tzinfo is not None and bool(instant.astimezone(UTC))
    except (ValueError, OverflowError):
        return False


def zone(*, numbers: tuple[str, ...] = ()) -> Rule:
    """Allow the names of the time zone database and, where the system has them, its own numbers."""
    known = f"{', '.join(repr(number) for number in numbers)}, " if numbers else ""

    def read(value: object) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and (value in numbers or is_zone(value)):
            return value
        raise NotAllowed(repr(value))

    return Rule(type="time zone", allowed=f"{known}or a zone name such as 'Europe/London'".removeprefix("or "), read=read)


def is_zone(name: str) -> bool:
    """Whether the time zone database has a zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def url(*, words: tuple[str, ...]) -> Rule:
    """Allow some words, and http or https URLs; a user and a password have no place in them."""

    def read(value: object) -> str:
        if isinstance(value, str) and (value in words or _is_url(value)):
            return value
        raise NotAllowed("(not shown: it may hold a secret)" if isinstance(value, str) and "@" in value else repr(value))

    names = ", ".join(repr(word) for word in words)
    return Rule(type="URL", allowed=f"{names}, or a URL with http or https, a host, and no user or password", read=read)


def state_url() -> Rule:
    """Allow nothing, which is memory, a SQLite file by a URL, and a PostgreSQL database by one."""

    def read(value: object) -> str:
        if isinstance(value, str) and re.fullmatch(r"|sqlite:///[^\x00]+|postgres(ql)?://[^\x00]*", value):
            return value
        raise NotAllowed(repr(value))

    return Rule(type="URL", allowed="'', sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/DATABASE", read=read)


def base64_keys() -> Rule:
    """Allow keys in base64, divided by commas, or none; they are secrets."""

    def read(value: object) -> str:
        if isinstance(value, str) and all(_is_key(key) for key in value.split(",") if value):
            return value
        raise NotAllowed("(not shown: it is a secret)")

    return Rule(type="keys", allowed="keys in base64, divided by commas, or ''", read=read)


def _is_key(key: str) -> bool:
    try:
        return bool(b64decode(key, validate=True))
    except ValueError:
        return False


def rows_of(row: type, *, rules: Mapping[str, Rule], default: tuple[Any, ...] = ()) -> Rule:
    """Allow a list of tables, as TOML gives them or as JSON text; each becomes a ``row``. An empty list means the default."""
    required = [name for name in rules if row.__dataclass_fields__[name].default == ""]  # type: ignore[attr-defined]
    keys = ", ".join(f"{name}{'' if name in required else ' (optional)'}" for name in rules)

    def read(value: object) -> tuple[Any, ...]:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError as error:
                raise NotAllowed(f"a text that is no JSON ({error})") from None
        if not isinstance(value, list | tuple):
            raise NotAllowed("no list")
        return tuple(_row(row, rules, table, place) for place, table in enumerate(value, start=1)) or default

    return Rule(type=f"list of {row.__name__.lower()}s", allowed=f"tables with {keys}", read=read)


def _row(row: type, rules: Mapping[str, Rule], table: object, place: int) -> Any:
    if isinstance(table, row):
        table = {field.name: getattr(table, field.name) for field in fields(table)}  # type: ignore[arg-type]
    if not isinstance(table, dict):
        raise NotAllowed(f"no table in place {place}")
    for key in table:
        if key not in rules:
            raise NotAllowed(f"unknown key {key!r} in table {place}")
    values = {}
    for name, rule in rules.items():
        field = row.__dataclass_fields__[name]  # type: ignore[attr-defined]
        value = table.get(name, field.default)
        try:
            values[name] = rule.read(value)
        except NotAllowed as found:
            shown = str(found) if field.repr else "(not shown: it is a secret)"
            raise NotAllowed(f"{shown} as {name} in table {place}, where {rule.allowed} is allowed") from None
    return row(**values)


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return False
