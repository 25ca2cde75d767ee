"""Rows and values become the bytes of a SOAP 1.2 request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from emulator.mapping.operation import Field, Operation
from emulator.mapping.servicebroker import LOGIN
from emulator.soap_client.namespaces import MESSAGES, SOAP_12


def write(operation: Operation, values: Mapping[str, str]) -> bytes:
    """Write the request: the elements that have a value, by SOAP path, in the order of the rows, the login first.

    An element that holds others is written when its own path has a value, whatever that is.
    """
    head, elements, tail = _compiled(operation)
    parts = [head]
    _append(parts, elements, values)
    parts.append(tail)
    return "".join(parts).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    path: str
    start: str
    end: str
    children: "tuple[_Element, ...]"


@cache
def _compiled(operation: Operation) -> tuple[str, tuple[_Element, ...], str]:
    root = f"sp:{operation.request.element}"
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="{SOAP_12}" xmlns:sp="{MESSAGES}"><soap:Body><{root}>'
    )
    return head, _elements((*LOGIN, *operation.request.fields), ""), f"</{root}></soap:Body></soap:Envelope>"


def _elements(fields: Iterable[Field], parent: str) -> tuple[_Element, ...]:
    rows = tuple(fields)
    return tuple(
        _Element(path=row.soap, start=f"<{name}>", end=f"</{name}>", children=_elements(rows, row.soap))
        for row in rows
        for above, _, name in [row.soap.rpartition("/")]
        if above == parent
    )


def _append(parts: list[str], elements: tuple[_Element, ...], values: Mapping[str, str]) -> None:
    for element in elements:
        value = values.get(element.path)
        if value is None:
            continue
        parts.append(element.start)
        if element.children:
            _append(parts, element.children, values)
        else:
            parts.append(value.translate(_ESCAPES))
        parts.append(element.end)


# A bare CR would reach the other side as a line feed.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
