"""From a SOAP reply to the values that the answer must have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from contracts.document import Document, Property, TextKind
from contracts.expected.soap import Element

_LOCAL = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place in the answer that does not hold what the reply says; ABSENT stands for what is not there."""

    where: str
    expected: Any
    found: Any
    clauses: tuple[str, ...]


class _Absent:
    """What is not there."""

    def __repr__(self) -> str:
        return "nothing there"


ABSENT = _Absent()


def differences(
    document: Document, root: Property, reply: Element, *, answer: Mapping[str, Any], body: Mapping[str, Any]
) -> Iterator[Difference]:
    """Compare an answer with the SOAP reply it was made from, property by property."""
    yield from _object(_Side(document, body), root, reply, answer, where="", here=())


@dataclass(frozen=True, slots=True)
class _Side:
    document: Document
    body: Mapping[str, Any]


def _object(
    side: _Side, parent: Property, reply: Element, found: Mapping[str, Any], *, where: str, here: tuple[str, ...]
) -> Iterator[Difference]:
    for prop in parent.properties:
        yield from _property(
            side, prop, reply, found.get(prop.name, ABSENT), where=f"{where}.{prop.name}".lstrip("."), here=here
        )


def _property(
    side: _Side, prop: Property, reply: Element, found: Any, *, where: str, here: tuple[str, ...]
) -> Iterator[Difference]:
    path = prop.soap_element[len(here) :]
    if prop.items is not None and prop.soap_element:
        yield from _list(side, prop, reply.all(path), found, where=where)
    elif prop.properties and not prop.required and not _tells_of_the_reply(prop):
        return
    elif prop.properties:
        there = not prop.soap_element or reply.first(path) is not None
        if there and isinstance(found, dict):
            yield from _object(side, prop, reply, found, where=where, here=here)
        elif there is not (found is not ABSENT):
            expected = f"an object, as the reply has {'/'.join(prop.soap_element)}" if there else ABSENT
            yield Difference(where=where, expected=expected, found=found, clauses=prop.clauses)
    elif prop.echo is not None:
        yield from _same(prop, side.body.get(prop.echo, ABSENT), found, where=where)
    elif prop.soap_element:
        element = reply.first(path)
        expected = (prop.absent if prop.has_absent else ABSENT) if element is None else _value(side.document, prop, element)
        yield from _same(prop, expected, found, where=where)


def _tells_of_the_reply(prop: Property) -> bool:
    return bool(prop.soap_element) or any(each.soap_element or each.echo for each in prop.walk())


def _list(side: _Side, prop: Property, elements: list[Element], found: Any, *, where: str) -> Iterator[Difference]:
    assert prop.items is not None
    if not isinstance(found, list) or len(found) != len(elements):
        count = len(found) if isinstance(found, list) else found
        yield Difference(where=where, expected=f"{len(elements)} entries", found=count, clauses=prop.clauses)
        return
    order = _order(prop, elements, found)
    if order is not None:
        yield Difference(where=where, expected=order[0], found=order[1], clauses=prop.clauses)
        return
    for n, (element, each) in enumerate(zip(elements, found, strict=True)):
        if isinstance(each, dict):
            yield from _object(side, prop.items, element, each, where=f"{where}[{n}]", here=prop.soap_element)


def _order(prop: Property, elements: list[Element], found: list[Any]) -> tuple[list[str], list[str]] | None:
    """Tell the two orders where a list has the reply's entries in another one, by their first property."""
    assert prop.items is not None
    first = next((each for each in prop.items.properties if each.soap_element), None)
    if first is None or not all(isinstance(each, dict) for each in found):
        return None
    said = [element.first(first.soap_element[len(prop.soap_element) :]) for element in elements]
    expected, told = [each.text if each else "" for each in said], [str(each.get(first.name)) for each in found]
    return (expected, told) if expected != told and sorted(expected) == sorted(told) else None


def _same(prop: Property, expected: Any, found: Any, *, where: str) -> Iterator[Difference]:
    if expected is ABSENT and found is ABSENT:
        return
    if type(expected) is not type(found) or expected != found:
        yield Difference(where=where, expected=expected, found=found, clauses=prop.clauses)


def _value(document: Document, prop: Property, element: Element) -> Any:
    text = element.text
    match prop.text.kind:
        case TextKind.NAMES:
            return ",".join(child.name for child in element.children)
        case TextKind.ENUM:
            return prop.text.table.get(text, f"nothing for {text!r}")
        case TextKind.UTC:
            return _utc(text, str(document.settings.get("scheduling_zone", "GMT")))
        case _:
            return _typed(prop, text)


def _typed(prop: Property, text: str) -> Any:
    if "boolean" in prop.types:
        return {"true": True, "1": True, "false": False, "0": False}.get(text.strip(), text)
    if "integer" in prop.types:
        try:
            return int(text)
        except ValueError:
            return text
    return text


def _utc(text: str, zone: str) -> str:
    try:
        # Of an hour that is there twice the first counts (SB-G-08), which is what fold=0 means.
        local = datetime.strptime(text, _LOCAL).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return text
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
