"""A document beside the WSDL: an element, a message or an operation that the SOAP side does not have would never be found."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from contracts.document.model import Document, Operation
from contracts.document.property import Property
from contracts.document.source import DocumentError
from contracts.wsdl import Interface, Message


def check_against_wsdl(document: Document) -> None:
    """Raise DocumentError for the first name that the WSDL does not know: its place, what was expected, what was found."""
    for operation in document.operations:
        if operation.soap_operation is not None:
            for place, expected, found in _unknown(document.interface, operation):
                raise DocumentError(f"{document.file}#{place}: expected {expected}, found {found!r}")


def _unknown(interface: Interface, operation: Operation) -> Iterator[tuple[str, str, str]]:
    """Give the place of each name that is wrong, what was expected there and what was found."""
    name = str(operation.soap_operation)
    soap = interface.operations.get(name)
    if soap is None:
        yield f"{operation.pointer}/x-soap-operation", _one_of("an operation of the WSDL", interface.operations, name), name
        return
    for key, message, told in (("request", soap.request, operation.soap_request), ("reply", soap.reply, operation.soap_reply)):
        if told != message.root:
            yield f"{operation.pointer}/x-soap-messages/{key}", f"{message.root}, as in the WSDL", str(told)
    yield from _elements(operation.request.walk() if operation.request else (), soap.request)
    for answer in operation.answers.values():
        for variant in answer.variants:
            yield from _elements(variant.root.walk(), soap.reply)


def _elements(properties: Iterable[Property], message: Message) -> Iterator[tuple[str, str, str]]:
    for prop in properties:
        path = "/".join(prop.soap_element)
        if path and not message.has(path):
            known = ["/".join(element.path) for element in message.walk()]
            yield f"{prop.pointer}/x-soap-element", _one_of(f"an element of {message.root} in the WSDL", known, path), path


def _one_of(what: str, known: Iterable[str], found: str) -> str:
    names = list(known)
    close = get_close_matches(found, names, n=1)
    return f"{what}, one of {', '.join(names)}{f' (do you mean {close[0]}?)' if close else ''}"
