"""The rules that a document sets for one value."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from contracts.document import OutcomeKind, Property, TextKind

# XML 1.0 carries tab, line feed, carriage return and everything from space on, but no surrogates and no U+FFFE, U+FFFF.
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATE_TIME = re.compile(_DATE + r"[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that a value breaks, what it expects, and the aspect of the property that it belongs to."""

    name: str
    expected: str
    aspect: str


_CHARACTERS = Rule(name="characters", expected="characters that XML 1.0 can carry", aspect="characters")


def carried_by_xml(text: str) -> bool:
    """Tell whether XML 1.0 can carry the text."""
    return _NOT_IN_XML.search(text) is None


def is_type(prop: Property, value: Any) -> bool:
    """Tell whether a value is of a JSON type that the property admits; 1.0 is a whole number, true is none."""
    return not prop.types or bool(_types_of(value) & prop.types)


def reads_as(pattern: str, text: str) -> bool:
    """Tell whether a text matches a pattern of the document, where $ is the very end as in JSON Schema."""
    return _compiled(pattern).search(text) is not None


def broken_rule(prop: Property, value: Any) -> Rule | None:
    """Name the first rule that a value of an admitted type breaks, None when it keeps them all."""
    if not is_type(prop, value):
        return Rule(name="type", expected=" or ".join(sorted(prop.types)), aspect="type")
    if prop.values and value not in prop.values:
        return Rule(name="choice", expected=" or ".join(map(str, prop.values)), aspect="type")
    if isinstance(value, str):
        return _broken_by_text(prop, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _broken_by_number(prop, value)
    return None


def _broken_by_text(prop: Property, value: str) -> Rule | None:
    too_long = prop.max_length is not None and len(value) > prop.max_length
    # What XML cannot carry is refused also where a length would be passed on.
    characters = None if carried_by_xml(value) or not (too_long or prop.goes_into_xml) else _CHARACTERS
    # Where it only names nothing that could be there, nobody looks for it before its form is right.
    if characters is not None and prop.characters.kind is not OutcomeKind.NOT_FOUND:
        return characters
    if too_long:
        return Rule(name="too long", expected=f"up to {prop.max_length} characters", aspect="length")
    return _broken_by_form(prop, value) or characters


def _broken_by_form(prop: Property, value: str) -> Rule | None:
    if prop.pattern is not None and not reads_as(prop.pattern, value):
        return Rule(name="pattern", expected=f"a text that matches {prop.pattern}", aspect="type")
    if prop.format == "date-time" and not _is_date_time(value):
        return Rule(name="format", expected="a date-time of RFC 3339", aspect="type")
    if prop.text.kind is TextKind.DIGITS and not (value.isascii() and value.isdigit()):
        return Rule(name="digits", expected="decimal digits", aspect="type")
    if prop.text.kind is TextKind.DIGITS:
        return _broken_by_number(prop, int(value))
    return None


def _is_date_time(text: str) -> bool:
    if not _DATE_TIME.fullmatch(text):
        return False
    try:
        at = datetime.fromisoformat(re.sub(r"\.([0-9]{6})[0-9]+", r".\1", text.upper()).replace("Z", "+00:00"))
        # An instant that has no year in UTC is none that two systems could tell each other.
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return True


def _broken_by_number(prop: Property, value: float) -> Rule | None:
    low, high = prop.minimum, prop.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return Rule(name="range", expected=f"{low} to {high}", aspect="type")
    return None


def _types_of(value: Any) -> frozenset[str]:
    match value:
        case bool():
            return frozenset(["boolean"])
        case int():
            return frozenset(["integer", "number"])
        case float():
            return frozenset(["integer", "number"] if value.is_integer() else ["number"])
        case str():
            return frozenset(["string"])
        case list():
            return frozenset(["array"])
        case dict():
            return frozenset(["object"])
        case _:
            return frozenset(["null"])


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Python's $ also matches before a last line feed, JSON Schema's does not.
    return re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern))
