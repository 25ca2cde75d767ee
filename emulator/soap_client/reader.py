"""The bytes of a SOAP reply become a value, or the reason why they are none (SB-E-05)."""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from lxml import etree

from emulator.made_often import made_often
from emulator.mapping.operation import Field, Kind, Message, Operation, Presence
from emulator.soap_client.failures import Faulted, NotSoap
from emulator.soap_client.known_replies import KnownReplies
from emulator.soap_client.namespaces import MESSAGES, SOAP_11, SOAP_12

# A record of a reply: values by SOAP path, absent elements left out.
Record = Mapping[str, Any]


@made_often(frozen=True, slots=True, kw_only=True)
class Reply:
    """What Scheduling answered; an Error has its result and nothing else."""

    type: str
    code: str
    values: Record


def read(body: bytes, status: int, operation: Operation) -> Reply:
    """Read a reply to ``operation``; raise Faulted for a SOAP fault, NotSoap for anything else."""
    message = _KNOWN.message(body, _message)
    if message.tag in _FAULTS:
        raise Faulted(_reason(message))
    if status != 200:
        raise NotSoap("a reply under another HTTP status than 200")
    if message.tag != f"{{{MESSAGES}}}{operation.reply.element}":
        raise NotSoap("a message that does not answer this operation")
    try:
        return _reply(message, operation)
    except (ValueError, LookupError) as error:
        raise NotSoap("a reply that does not keep to the interface") from error


def _message(body: bytes) -> etree._Element:
    try:
        envelope = etree.fromstring(body, _PARSERS.one)
    except (etree.XMLSyntaxError, ValueError):
        raise NotSoap("no XML, or not all of it") from None
    if envelope.getroottree().docinfo.internalDTD is not None:
        raise NotSoap("a document with a type declaration")
    bodies = [child for child in envelope if child.tag in _BODIES]
    if envelope.tag not in _ENVELOPES or len(bodies) != 1 or len(bodies[0]) != 1:
        raise NotSoap("XML that is no SOAP envelope with one message")
    return bodies[0][0]


class _Parsers(threading.local):
    # A parser that several threads share has been seen to give the names of one document to another, once in a while.
    def __init__(self) -> None:
        # Nothing that a reply names is ever looked up, within it or elsewhere.
        self.one = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )


_PARSERS = _Parsers()
_KNOWN = KnownReplies()
_ENVELOPES = {f"{{{version}}}Envelope" for version in (SOAP_11, SOAP_12)}
_BODIES = {f"{{{version}}}Body" for version in (SOAP_11, SOAP_12)}
_FAULTS = {f"{{{version}}}Fault" for version in (SOAP_11, SOAP_12)}


def _reason(fault: etree._Element) -> str:
    texts = (fault.find(f"{{{SOAP_12}}}Reason/{{{SOAP_12}}}Text"), fault.find("faultstring"))
    return next((text.text.strip() for text in texts if text is not None and text.text), "no reason given")


def _reply(message: etree._Element, operation: Operation) -> Reply:
    others = list(message)
    place = next((number for number, element in enumerate(others) if element.tag == "result"), None)
    if place is None:
        raise LookupError("result")
    rows = _compiled(operation.reply)
    values: dict[str, Any] = {}
    _read_into(values, (others.pop(place),), rows)
    if values["result/type"] != "Error":
        _read_into(values, others, rows)
        _require(values, operation.reply)
    return Reply(type=values["result/type"], code=values["result/code"], values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    path: str
    many: bool
    read: Callable[[etree._Element], Any]
    children: "Mapping[str, _Row]"


@cache
def _compiled(message: Message) -> Mapping[str, _Row]:
    return _rows(message.fields, "")


def _rows(fields: tuple[Field, ...], parent: str) -> Mapping[str, _Row]:
    return {
        name: _Row(path=row.soap, many=row.kind is Kind.ITEMS, read=_reader(row), children=_rows(fields, row.soap))
        for row in fields
        for above, _, name in [row.soap.rpartition("/")]
        if above == parent
    }


def _read_into(values: dict[str, Any], elements: Any, rows: Mapping[str, _Row]) -> None:
    for element in elements:
        row = rows.get(element.tag)
        if row is None:
            continue
        path = row.path
        if row.many:
            values.setdefault(path, []).append(row.read(element))
        elif path in values:
            # Which of the two would be meant?
            raise LookupError(path)
        else:
            values[path] = row.read(element)
            if row.children:
                _read_into(values, element, row.children)


@cache
def _required(message: Message) -> tuple[tuple[str, str], ...]:
    return tuple((row.soap, row.soap.rpartition("/")[0]) for row in message.fields if row.presence is Presence.REQUIRED)


def _require(values: Record, message: Message) -> None:
    for path, parent in _required(message):
        if path not in values and (not parent or parent in values):
            raise LookupError(path)


def _reader(row: Field) -> Callable[[etree._Element], Any]:
    match row:
        case Field(kind=Kind.ITEMS, item=Message() as message):
            return lambda element: _item(element, message)
        case Field(kind=Kind.CHOICE, table=dict() as table):
            return lambda element: table[_text(element).strip()]
    return _READERS[row.kind]


def _item(element: etree._Element, message: Message) -> Record:
    values: dict[str, Any] = {}
    _read_into(values, element, _compiled(message))
    _require(values, message)
    return values


def _text(element: etree._Element) -> str:
    return element.text or ""


def _number(pattern: str) -> Callable[[etree._Element], int]:
    shape = re.compile(pattern, re.ASCII)

    def number(element: etree._Element) -> int:
        text = _text(element).strip()
        if not shape.fullmatch(text):
            raise ValueError(element.tag)
        return int(text)

    return number


_DIGITS = _number(r"\d{1,20}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)


def _time(element: etree._Element) -> datetime:
    text = _text(element).strip()
    if not _TIME.fullmatch(text):
        raise ValueError(element.tag)
    return datetime.fromisoformat(text)


_FLAGS = {"true": True, "1": True, "false": False, "0": False}
_READERS: Mapping[Kind, Callable[[etree._Element], Any]] = {
    Kind.TEXT: _text,
    Kind.OBJECT: lambda _element: {},
    Kind.NUMBER: _DIGITS,
    Kind.DIGITS: lambda element: str(_DIGITS(element)),
    Kind.INTEGER: _number(r"[-+]?\d{1,20}"),
    Kind.FLAG: lambda element: _FLAGS[_text(element).strip()],
    Kind.TIME: _time,
    Kind.STATES: lambda element: tuple(child.tag for child in element if _FLAGS[_text(child).strip()]),
}
