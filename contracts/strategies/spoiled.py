"""One value that breaks one rule of one property, and says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.document import Property, TextKind
from contracts.expected.json_body import json_text
from contracts.expected.rules import is_type, reads_as
from contracts.inputs import ABSENT
from contracts.strategies.texts import of_length
from contracts.strategies.ways import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiled:
    """A value for the property, the rule it breaks or just keeps, whether it breaks it, and the way it tries the property."""

    property: Property
    rule: str
    value: Any
    breaks: bool
    way: Way


def at_the_limits(prop: Property) -> Iterator[Spoiled]:
    """Texts one shorter than the limit, at it, and one longer, however characters are counted; numbers likewise."""
    if prop.max_length is not None:
        for length in (prop.max_length - 1, prop.max_length, prop.max_length + 1):
            breaks = length > prop.max_length
            for each in of_length(length, Way.TOO_LONG if breaks else Way.LONGEST):
                yield Spoiled(property=prop, rule=each.name, value=each.text, breaks=breaks, way=each.way)
    if prop.text.cut is not None and (prop.max_length is None or prop.max_length > prop.text.cut):
        for length in (prop.text.cut, prop.text.cut + 1):
            for each in of_length(length, Way.LONGEST):
                yield Spoiled(property=prop, rule=each.name, value=each.text, breaks=False, way=each.way)
    if prop.sendable is not None:
        for length in (prop.sendable, prop.sendable + 1):
            breaks = length > prop.sendable
            for each in of_length(length, Way.TOO_LONG if breaks else Way.LONGEST)[:3]:
                yield Spoiled(property=prop, rule=each.name, value=each.text, breaks=breaks, way=each.way)
    for limit, step, at in ((prop.minimum, -1, Way.SHORTEST), (prop.maximum, 1, Way.LONGEST)):
        if limit is not None and prop.types & {"integer", "number"}:
            for value, way in ((limit, at), (limit + step, Way.TOO_LONG)):
                yield Spoiled(property=prop, rule=f"number {value}", value=value, breaks=value != limit, way=way)
                if prop.text.kind is TextKind.DIGITS:
                    yield Spoiled(property=prop, rule=f"digits {value}", value=str(value), breaks=value != limit, way=way)


def out_of_shape(prop: Property) -> Iterator[Spoiled]:
    """Values that are missing, empty, null, of another type, or made of what XML cannot carry."""
    yield Spoiled(property=prop, rule="missing", value=ABSENT, breaks=prop.required, way=Way.ABSENT)
    if "string" in prop.types:
        breaks = bool(prop.min_length) or prop.text.kind is TextKind.DIGITS
        yield Spoiled(property=prop, rule="empty", value="", breaks=breaks, way=Way.EMPTY)
        for name, text in _UNCARRIED:
            yield Spoiled(property=prop, rule=f"characters: {name}", value=text, breaks=True, way=Way.NOT_IN_XML)
    if not prop.nullable:
        yield Spoiled(property=prop, rule="null", value=None, breaks=True, way=Way.NULL)
    for value in _OF_EVERY_TYPE:
        if not is_type(prop, value):
            read = prop.reads is not None and reads_as(prop.reads.pattern, json_text(value))
            way = Way.NUMBER_AS_TEXT if value == "42" and prop.types & {"integer", "number"} else Way.OTHER_TYPE
            yield Spoiled(property=prop, rule=f"type: {value!r}", value=value, breaks=not read, way=way)
    if prop.text.kind is TextKind.DIGITS:
        for text in (" 1", "1 ", "+1", "1.0", "1e0", "0x1", "one", "-1", "١", "1\n"):
            yield Spoiled(property=prop, rule=f"digits: {text!r}", value=text, breaks=True, way=Way.NUMBER_AS_TEXT)
        yield Spoiled(property=prop, rule="fraction", value=1.5, breaks=True, way=Way.OTHER_TYPE)
    if prop.reads is not None:
        way = Way.NUMBER_AS_TEXT if "string" in prop.types else Way.OTHER_TYPE
        for text in _READ_AS_NOTHING:
            yield Spoiled(property=prop, rule=f"reads: {text!r}", value=text, breaks=True, way=way)


_UNCARRIED = (
    ("NUL", "a\x00b"),
    ("a control character", "\x1f"),
    ("vertical tab", "\x0b"),
    ("a lone high surrogate", "x\ud800"),
    ("a lone low surrogate", "\udfff"),
    ("U+FFFE", "\ufffe"),
    ("U+FFFF", "a\uffff"),
)
_OF_EVERY_TYPE: tuple[Any, ...] = ("text", "42", 7, 1.5, True, False, [], ["J-1001"], {}, {"Id": "J-1001"})
_READ_AS_NOTHING = ("yes", "abc", "-1", "TRUE", "1.5", "true false", "18446744073709551616x")
