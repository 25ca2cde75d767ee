"""The keys of a rule: how each is read, and how a JSON Schema describes it."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from emulator.faults.fault import FAULT_CODES, Cut, Drip
from emulator.faults.rule import CALLERS, FACADE_OPERATIONS, OPERATIONS, PLACES, FieldIs
from emulator.scheduling.keys import Key, Keys, choice_key, plain
from emulator.scheduling.readings import DocumentError, Where, choice, flag, show, table, text, whole

_MOST_MS = 3_600_000
_MOST_BYTES = 2**31 - 1
_ALL_OPERATIONS = tuple(dict.fromkeys((*OPERATIONS, *(name for names in FACADE_OPERATIONS.values() for name in names))))


def _milliseconds(value: object, path: Where, *, least: int = 0) -> float:
    return whole(value, path, least=least, most=_MOST_MS) / 1000


def _delay(value: object, path: Where) -> tuple[float, float | None]:
    if not isinstance(value, dict):
        if isinstance(value, int) and not isinstance(value, bool):
            return _milliseconds(value, path), None
        raise DocumentError(path, expected=f"a whole number from 0 to {_MOST_MS}, or from and to", found=show(value))
    bounds = table(value, path, allowed=("from", "to"), required=("from", "to"))
    first, last = (_milliseconds(bounds[name], (*path, name)) for name in ("from", "to"))
    if last < first:
        raise DocumentError((*path, "to"), expected=f"no less than from, {round(first * 1000)}", found=str(round(last * 1000)))
    return first, last


def _fields(value: object, path: Where) -> tuple[FieldIs, ...]:
    if not isinstance(value, dict) or not value:
        raise DocumentError(path, expected='an object such as {"jobID": "J-1"}', found="{}" if value == {} else show(value))
    return tuple(_field(text(name, path, least=1, most=200), is_, (*path, name)) for name, is_ in value.items())


def _field(name: str, value: object, path: Where) -> FieldIs:
    if isinstance(value, dict):
        members = table(value, path, allowed=("pattern",), required=("pattern",))
        return FieldIs(name=name, pattern=_pattern(members["pattern"], (*path, "pattern")))
    if isinstance(value, bool):
        return FieldIs(name=name, equals=str(value).lower())
    if isinstance(value, str | int):
        return FieldIs(name=name, equals=str(value))
    raise DocumentError(path, expected="a text, a whole number, true, false, or an object with a pattern", found=show(value))


def _pattern(value: object, path: Where) -> str:
    found = text(value, path, least=1, most=1000)
    try:
        re.compile(found)
    except (re.error, OverflowError, RecursionError) as error:
        raise DocumentError(path, expected="a regular expression", found=f"{show(found)}: {error}") from None
    return found


def _probability(value: object, path: Where) -> float | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    raise DocumentError(path, expected="a number from 0 to 1", found=show(value))


def _content_type(value: object, path: Where) -> str:
    found = text(value, path, least=0, most=200)
    if not (found.isascii() and found.isprintable()):
        raise DocumentError(path, expected="visible ASCII characters and spaces", found=show(found))
    return found


def _cut(value: object, path: Where) -> Cut:
    members = table(value, path, allowed=("bytes", "share"))
    if len(members) != 1:
        raise DocumentError(path, expected="bytes or share", found=" and ".join(members) or "none")
    if "bytes" in members:
        return Cut(bytes=whole(members["bytes"], (*path, "bytes"), least=0, most=_MOST_BYTES))
    share = _probability(members["share"], (*path, "share"))
    if share is None:
        raise DocumentError((*path, "share"), expected="a number from 0 to 1", found="null")
    return Cut(share=share)


def _drip(value: object, path: Where) -> Drip:
    members = table(value, path, allowed=("bytes", "pause_ms"), required=("bytes", "pause_ms"))
    size = whole(members["bytes"], (*path, "bytes"), least=1, most=_MOST_BYTES)
    return Drip(bytes=size, pause=_milliseconds(members["pause_ms"], (*path, "pause_ms"), least=1))


def _only_true(value: object, path: Where) -> bool:
    if not flag(value, path):
        raise DocumentError(path, expected=f"true, or no {path[-1]} at all", found="false")
    return True


def _whole(least: int, most: int) -> Key:
    return plain(partial(whole, least=least, most=most), {"type": "integer", "minimum": least, "maximum": most})


def _text(most: int) -> Key:
    return plain(partial(text, least=0, most=most), {"type": "string", "maxLength": most})


def _choice(*choices: str, null: bool = False) -> Key:
    return plain(partial(choice, choices=choices), {"enum": list(choices)}, null=null)


_PATTERN = plain(_pattern, {"type": "string", "format": "regex", "minLength": 1, "maxLength": 1000})
_SHARE: Mapping[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
_MILLISECONDS: Mapping[str, Any] = {"type": "integer", "minimum": 0, "maximum": _MOST_MS}
_TRUE = plain(_only_true, {"const": True})


def _object(required: tuple[str, ...], **members: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": list(required), "additionalProperties": False}


RULE_KEYS: Keys = {
    # -- which calls
    "at": choice_key(PLACES, str),
    "operation": _choice(*_ALL_OPERATIONS, null=True),
    "facade": _choice(*CALLERS, null=True),
    "path": _PATTERN,
    "field": plain(
        _fields,
        {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "anyOf": [{"type": ["string", "integer", "boolean"]}, _object(("pattern",), pattern=_PATTERN.schema)]
            },
        },
    ),
    "after": _whole(0, 1_000_000_000),
    "count": plain(partial(whole, least=1, most=1_000_000), {"type": "integer", "minimum": 1, "maximum": 1_000_000}, null=True),
    "probability": plain(_probability, {"anyOf": [_SHARE, {"type": "null"}]}),
    # -- what happens to them
    "delay_ms": plain(
        _delay, {"anyOf": [_MILLISECONDS, {**_object(("from", "to"), **{"from": _MILLISECONDS, "to": _MILLISECONDS})}]}
    ),
    "code": _whole(0, 2**32 - 1),
    "type": _choice("OK", "Warning", "Error"),
    "fault": _choice(*FAULT_CODES),
    "reason": _text(10_000),
    "status": _whole(200, 599),
    "body": _text(1_000_000),
    "content_type": plain(_content_type, {"type": "string", "maxLength": 200}),
    "truncate": plain(
        _cut,
        {
            "anyOf": [
                _object(("bytes",), bytes={"type": "integer", "minimum": 0, "maximum": _MOST_BYTES}),
                _object(("share",), share=_SHARE),
            ]
        },
    ),
    "malformed": _TRUE,
    "empty": _TRUE,
    "drip": plain(
        _drip,
        _object(
            ("bytes", "pause_ms"),
            bytes={"type": "integer", "minimum": 1, "maximum": _MOST_BYTES},
            pause_ms={**_MILLISECONDS, "minimum": 1},
        ),
    ),
    "reset": _TRUE,
    "hang": _TRUE,
    "limit_ms": plain(partial(_milliseconds, least=1), {**_MILLISECONDS, "minimum": 1}),
    "duplicates": _whole(1, 1000),
    "performed": _TRUE,
}
