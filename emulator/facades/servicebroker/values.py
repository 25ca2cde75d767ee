"""A request's properties become texts by SOAP path, or an objection (SB-C-05 to SB-C-07, SB-G-04 to SB-G-06)."""

import re
from collections.abc import Mapping
from typing import Any

from emulator.facades.json_text import Number, described, write_value
from emulator.facades.servicebroker.refusals import Refused, bad_request
from emulator.facades.xml_text import NO_XML
from emulator.mapping.operation import Field, Judge, Kind, Message, Null, Presence

_UNSIGNED_INT = 2**32 - 1


def values_of(body: Mapping[str, Any], message: Message, *, broker: bool, version: tuple[int, ...]) -> dict[str, str]:
    """Read the rows' values from a request; raise Refused for the first that breaks a rule.

    ``broker`` says whether the facade judges what Scheduling would judge; what ``version`` of Scheduling does
    not know is judged too, and then left out (SB-C-03). Properties without a row are ignored.
    """
    values: dict[str, str] = {}
    objects: dict[str, Mapping[str, Any]] = {"": body}
    for row in message.fields:
        holder = objects.get(row.parent)
        if holder is None:
            continue
        value = _found(holder, row)
        if value is None or (value == "" and row.empty_is_absent):
            _absent(row, named=row.name in holder, broker=broker)
            continue
        text = _text(value, row, judged=broker or row.judge is Judge.FACADE)
        if row.kind is Kind.OBJECT:
            objects[row.json] = value
        if version >= row.since:
            values[row.soap] = text
    return values


def _found(holder: Mapping[str, Any], row: Field) -> Any:
    value = holder.get(row.name)
    return holder.get(row.older) if value is None and row.older else value


def _absent(row: Field, *, named: bool, broker: bool) -> None:
    if named and row.null is Null.REFUSED:
        raise _wrong_type(row, None)
    if row.presence is Presence.REQUIRED and (broker or row.judge is Judge.FACADE):
        raise bad_request(row.json, "is required", expected=_expected(row), found="null" if named else "nothing")


def _text(value: Any, row: Field, *, judged: bool) -> str:
    match row.kind, value:
        case Kind.TEXT, str():
            if judged:
                _judge(value, row)
            return _carried(value, row)
        case Kind.OBJECT, dict():
            return ""
        case Kind.NUMBER, Number() | str():
            digits = value.digits if isinstance(value, Number) else _plain(value)
            if digits is None or len(digits) > 10 or not 0 <= int(digits) <= _UNSIGNED_INT:
                raise _wrong_type(row, value)
            return digits
        case Kind.ANY, str():
            return _carried(value, row)
        case Kind.ANY, Number():
            return value.digits or value.text
        case Kind.ANY, _:
            return _carried_json(value, row)
    raise _wrong_type(row, value)


def _judge(text: str, row: Field) -> None:
    if not text and row.presence is Presence.REQUIRED:
        raise bad_request(row.json, "must not be empty", expected=_expected(row), found="an empty text")
    if row.max is not None and len(text) > row.max:
        raise bad_request(row.json, "is too long", expected=_expected(row), found=f"{len(text)} characters")


def _plain(text: str) -> str | None:
    return text.lstrip("0") or "0" if _DIGITS.fullmatch(text) else None


_DIGITS = re.compile(r"[0-9]+")


def _carried(text: str, row: Field) -> str:
    found = NO_XML.search(text)
    if found:
        raise bad_request(
            row.json,
            "has a character that XML cannot carry",
            expected="characters that XML 1.0 allows",
            found=f"U+{ord(found[0]):04X} at character {found.start() + 1}",
        )
    return text


def _carried_json(value: Any, row: Field) -> str:
    # JSON could write these characters as escapes, but a text that cannot be carried alone is not carried inside either.
    for text in _texts(value):
        _carried(text, row)
    return write_value(value)


def _texts(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [text for member in value for text in _texts(member)]
        case dict():
            return [*value, *(text for member in value.values() for text in _texts(member))]
    return []


def _wrong_type(row: Field, value: Any) -> Refused:
    return bad_request(row.json, f"must be {_RULES[row.kind]}", expected=_expected(row), found=described(value))


_RULES = {Kind.TEXT: "a string", Kind.OBJECT: "an object", Kind.NUMBER: "a whole number"}


def _expected(row: Field) -> str:
    match row.kind:
        case Kind.TEXT:
            least = "1 to" if row.presence is Presence.REQUIRED else "up to"
            return f"a string of {least} {row.max} characters"
        case Kind.NUMBER:
            return f"a whole number from 0 to {_UNSIGNED_INT}, or its digits as text"
    return "an object"
