"""The keys of a document's objects: how each is read, and how a JSON Schema describes what can be read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from emulator.scheduling.readings import (
    NOT_XML_PATTERN,
    DocumentError,
    Where,
    choice,
    flag,
    instant,
    table,
    text,
    whole,
    write_instant,
    zone,
)

T = TypeVar("T")
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """How one key is read: ``read`` takes its value, its place and the emulator's time.

    ``schema`` refuses nothing that ``read`` takes; what only ``read`` can tell, it lets through.
    """

    read: Callable[[object, Where, datetime], Any]
    schema: Schema
    required: bool = False


Keys = Mapping[str, Key]


def read_members(value: object, path: Where, keys: Keys, now: datetime) -> dict[str, Any]:
    """Read an object by its keys; raise DocumentError."""
    if not isinstance(value, dict) or not keys.keys() >= value.keys():
        table(value, path, allowed=tuple(keys))
        raise AssertionError("table refuses what has other keys")
    members = {name: keys[name].read(member, (*path, name), now) for name, member in value.items()}
    for name, key in keys.items():
        if key.required and name not in members:
            table(value, path, allowed=tuple(keys), required=(name,))
    return members


def object_schema(keys: Keys) -> dict[str, Any]:
    """Describe an object by its keys."""
    required = [name for name, key in keys.items() if key.required]
    return {
        "type": "object",
        "properties": {name: dict(key.schema) for name, key in keys.items()},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def described(key: Key, says: str) -> Key:
    """Add what an editor shows of a key."""
    return replace(key, schema={**key.schema, "description": says})


def plain(read: Callable[[object, Where], Any], schema: Schema, *, required: bool = False, null: bool = False) -> Key:
    """Make a key of a reading that needs no time; with ``null`` null is a value too."""
    if null:
        return Key(
            read=lambda value, path, _now: None if value is None else read(value, path),
            schema=or_null(schema),
            required=required,
        )
    return Key(read=lambda value, path, _now: read(value, path), schema=schema, required=required)


def text_key(*, least: int, most: int, required: bool = False, null: bool = False) -> Key:
    """Make a key for texts that XML can carry."""
    schema = {"type": "string", "minLength": least, "maxLength": most, "not": {"pattern": NOT_XML_PATTERN}}
    return plain(partial(text, least=least, most=most), schema, required=required, null=null)


def whole_key(*, least: int, most: int) -> Key:
    """Make a key for whole numbers, and null."""
    return plain(partial(whole, least=least, most=most), {"type": "integer", "minimum": least, "maximum": most}, null=True)


def flag_key() -> Key:
    """Make a key for true and false."""
    return plain(flag, {"type": "boolean"})


def zone_key() -> Key:
    """Make a key for names of time zones, and null."""
    schema = {"type": "string", "minLength": 1, "maxLength": 100, "description": "a time zone, such as Europe/London"}
    return plain(zone, schema, null=True)


def choice_key(choices: Collection[str], of: Callable[[str], Any], *, required: bool = False) -> Key:
    """Make a key for one of some texts; ``of`` finds what it stands for."""
    allowed = tuple(choices)
    return plain(lambda value, path: of(choice(value, path, allowed)), {"enum": list(allowed)}, required=required)


def instant_key(*, required: bool = False) -> Key:
    """Make a key for instants, and null where it is not required."""
    if required:
        return Key(read=lambda value, path, now: instant(value, path, now=now), schema=INSTANT, required=True)
    return Key(read=_instant, schema=or_null(INSTANT))


def nullable(key: Key) -> Key:
    """Let a key be null too, and not required."""
    if "anyOf" in key.schema:
        return replace(key, required=False)
    return Key(read=lambda value, path, now: None if value is None else key.read(value, path, now), schema=or_null(key.schema))


def or_null(schema: Schema) -> Schema:
    """Describe a value that may be null too."""
    return {"anyOf": [dict(schema), {"type": "null"}]}


def in_order(earlier: datetime | None, later: datetime | None, path: Where, name: str) -> None:
    """Refuse a time, at ``path``, that comes before the one of the key ``name``."""
    if earlier is not None and later is not None and later < earlier:
        raise DocumentError(path, expected=f"no time before {name}, {write_instant(earlier)}", found=f"{write_instant(later)}")


INSTANT: Schema = {
    "type": "string",
    "pattern": "^(day|[0-9]{4})",
    "description": "ISO 8601 with a zone, or such as 'day+1 09:30', counted from the start of the emulator's UTC day",
}


def _instant(value: object, path: Where, now: datetime) -> datetime | None:
    return None if value is None else instant(value, path, now=now)
