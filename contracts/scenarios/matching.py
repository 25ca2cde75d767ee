"""Compare a part with the whole: what is left out of the part does not matter."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Kind(Enum):
    """The tags that a scenario may write before a value, and how a failure spells them."""

    ABSENT = "!absent", "absent"
    ANY = "!any", "anything"
    NOT = "!not", "anything but {}"
    EXACTLY = "!exactly", "exactly {}, nothing else"
    ORDERED = "!ordered", "exactly {}, in this order"
    IDS = "!ids", "items with the ids {}, each once"
    GREATER = "!greater", "a whole number above {}"
    PATTERN = "!pattern", "a text like {}"
    CONTAINS = "!contains", "a text with {} in it"
    NIL = "!nil", "nil"

    def __init__(self, tag: str, words: str) -> None:
        self.tag = tag
        self.words = words


@dataclass(frozen=True, slots=True)
class Matcher:
    """A rule in the place of a value."""

    kind: Kind
    value: Any = None

    def __str__(self) -> str:
        return self.kind.words.format(self.value)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where expected and found part, and what they are there."""

    where: str
    expected: Any
    found: Any


class _Missing(Enum):
    """What is found where nothing is."""

    MISSING = "absent"


def differences(expected: Any, found: Any, *, where: str, as_text: bool = False) -> Iterator[Difference]:
    """Tell each place where ``found`` is not as ``expected``; ``as_text``: found has texts only, as XML does."""
    match expected:
        case Matcher():
            yield from _by_rule(expected, found, where, as_text)
        case Mapping():
            if not isinstance(found, Mapping):
                yield _difference(where, expected, found)
                return
            for key, part in expected.items():
                yield from differences(part, found.get(key, _Missing.MISSING), where=f"{where}.{key}", as_text=as_text)
        case list():
            if not isinstance(found, list) or len(found) != len(expected):
                yield _difference(where, expected, found)
                return
            for index, part in enumerate(expected):
                yield from differences(part, found[index], where=f"{where}[{index}]", as_text=as_text)
        case _:
            wanted = xml_text(expected) if as_text else expected
            # True == 1 in Python, and a contract that promises the text "0" does not keep it with the number 0.
            if type(wanted) is not type(found) or wanted != found:
                yield _difference(where, wanted, found)


def xml_text(value: Any) -> str:
    """Spell a scalar as XML Schema does."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _by_rule(rule: Matcher, found: Any, where: str, as_text: bool) -> Iterator[Difference]:
    if rule.kind in (Kind.EXACTLY, Kind.ORDERED):
        yield from _no_other_keys(rule, found, where)
        yield from differences(rule.value, found, where=where, as_text=as_text)
    elif not _holds(rule, found, as_text):
        yield _difference(where, str(rule), found)


def _no_other_keys(rule: Matcher, found: Any, where: str) -> Iterator[Difference]:
    if not isinstance(found, Mapping) or not isinstance(rule.value, Mapping):
        return
    # A key that is expected to be absent may stand in the list; it is no part of the order.
    wanted = [key for key, part in rule.value.items() if not (isinstance(part, Matcher) and part.kind is Kind.ABSENT)]
    if rule.kind is Kind.ORDERED and wanted != list(found):
        yield Difference(f"{where} (its keys)", wanted, list(found))
    elif rule.kind is Kind.EXACTLY and set(wanted) != set(found):
        yield Difference(f"{where} (its keys)", sorted(wanted), sorted(found))


def _holds(rule: Matcher, found: Any, as_text: bool) -> bool:
    there = found is not _Missing.MISSING
    match rule.kind:
        case Kind.ABSENT:
            return not there
        case Kind.ANY:
            return there
        case Kind.NOT:
            return there and any(True for _ in differences(rule.value, found, where="", as_text=as_text))
        case Kind.IDS:
            return isinstance(found, list) and sorted(map(_id, found)) == sorted(map(str, rule.value))
        case Kind.GREATER:
            return (
                isinstance(found, str | int) and re.fullmatch("[0-9]+", str(found)) is not None and int(found) > int(rule.value)
            )
        case Kind.PATTERN:
            return isinstance(found, str) and re.fullmatch(rule.value, found) is not None
        case Kind.CONTAINS:
            return isinstance(found, str) and str(rule.value) in found
        case _:
            return found is None


def _id(item: Any) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    return str(item.get("workItemID") or item.get("Id") or item.get("id") or item.get("job") or item)


def _difference(where: str, expected: Any, found: Any) -> Difference:
    return Difference(where, expected, _Missing.MISSING.value if found is _Missing.MISSING else found)
