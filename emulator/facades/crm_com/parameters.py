"""A request's parameters by the rows of its method, from the JSON of a POST or the query of a GET (CRM-R-01, CRM-R-02)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from emulator.facades.crm_com.refusals import Refusal, Refused, invalid
from emulator.facades.json_text import Number, described
from emulator.facades.xml_text import NO_XML
from emulator.mapping.crm_com import LARGEST_WHOLE, Parameter, Release, Takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """What identifies something: the one member that was given, and its value."""

    parameter: str
    member: str
    value: str


Values = Mapping[str, Any]


def read_parameters(rows: Iterable[Parameter], given: Mapping[str, Any], release: Release) -> Values:
    """Read what the rows know in a release, an Identifier for each identifier; raise Refused for the first that is wrong.

    ``given`` is a JSON object, or what ``from_query`` makes of a query. Null is absent; what has no row is ignored.
    """
    values: dict[str, Any] = {}
    for row in rows:
        if release < row.since:
            continue
        value = given.get(row.name)
        if value is not None:
            values[row.name] = _value(row, value)
        elif row.required(release):
            raise Refused(Refusal[row.missing], row.name, "is required", expected=row.takes.value, found="nothing")
        elif row.default is not None:
            values[row.name] = row.default
    return values


def from_query(rows: Iterable[Parameter], texts: Mapping[str, str], release: Release) -> Mapping[str, Any]:
    """Make of a query's texts what the same parameters are in JSON; raise Refused for one that cannot be."""
    return {row.name: _from_text(row, texts[row.name]) for row in rows if row.name in texts and release >= row.since}


def _from_text(row: Parameter, text: str) -> Any:
    match row.takes:
        case Takes.WHOLE:
            if not re.fullmatch("[0-9]+", text):
                raise _wrong(row, found=_shown(text))
            return Number(text)
        case Takes.IDENTIFIER:
            member, equals, value = text.partition("=")
            if not equals:
                raise _wrong(row, found=_shown(text))
            return {member: value}
    return text


def _value(row: Parameter, value: Any) -> Any:
    match row.takes, value:
        case ((Takes.TEXT | Takes.NAMES), str()):
            return _carried(value, row.name)
        case Takes.FLAG, bool():
            return value
        case Takes.WHOLE, Number():
            return _whole(row, value)
        case Takes.OBJECT, dict():
            return value
        case Takes.IDENTIFIER, dict():
            return _identifier(row, value)
    raise _wrong(row, found=described(value))


def _identifier(row: Parameter, value: Mapping[str, Any]) -> Identifier:
    given = {name: value[name] for name in row.members if value.get(name) is not None}
    if len(given) != 1:
        raise invalid(
            row.name,
            "must have one, and only one, of its semi-optional members",
            expected=f"one of {', '.join(row.members)}",
            found=" and ".join(given) or "none of them",
        )
    ((member, text),) = given.items()
    where = f"{row.name}.{member}"
    if not isinstance(text, str):
        raise invalid(where, "must be a string", expected="a string", found=described(text))
    return Identifier(parameter=row.name, member=member, value=_carried(text, where))


def _whole(row: Parameter, value: Number) -> int:
    digits = value.digits
    if digits is None or len(digits) > len(str(LARGEST_WHOLE)) or not row.least <= int(digits) <= LARGEST_WHOLE:
        raise _wrong(row, found=described(value))
    return int(digits)


def _carried(text: str, where: str) -> str:
    found = NO_XML.search(text)
    if found:
        raise invalid(
            where,
            "has a character that XML cannot carry",
            expected="characters that XML 1.0 allows",
            found=f"U+{ord(found[0]):04X} at character {found.start() + 1}",
        )
    return text


def _wrong(row: Parameter, *, found: str) -> Refused:
    found = "something else (not shown: it may be a secret)" if row.secret else found
    expected = f"a whole number from {row.least} to {LARGEST_WHOLE}" if row.takes is Takes.WHOLE else row.takes.value
    return invalid(row.name, "has a value of another kind", expected=expected, found=found)


def _shown(text: str) -> str:
    return f"the text {text[:60]!r}" + (f"... ({len(text)} characters)" if len(text) > 60 else "")
