"""A SOAP message as lines of Python that send the same with zeep, where zeep can."""

from lxml import etree

from contracts.exchange import SoapCall
from contracts.reports.masking import MASK
from contracts.reports.repeat.place import Places
from contracts.wsdl import Interface, Message, packaged

_BOOLEANS = ("true", "false", "1", "0")
Structure = dict[str, "str | Structure"]


class _Cannot(Exception):  # noqa: N818 - it reads as what is wrong
    """Say why zeep cannot send a message."""


def as_zeep(call: SoapCall, places: Places, interface: Interface | None = None) -> str:
    """Write the lines; for a message that is not as the WSDL says, why there are none."""
    try:
        name, values = _read(call.request, interface or packaged())
    except _Cannot as reason:
        return f"# zeep cannot send this: {reason}"
    arguments = "".join(f"    {key}={value!r},\n" for key, value in values.items())
    masked = f"# {MASK} was a secret: put it in\n" if MASK in arguments else ""
    return (
        f'{masked}from zeep import Client\n\nclient = Client("{places.soap}?wsdl")\nprint(client.service.{name}(\n{arguments}))'
    )


def _read(text: str, interface: Interface) -> tuple[str, Structure]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        body = etree.fromstring(text.encode("utf-8", "surrogatepass"), parser).find("{*}Body")
    except (etree.XMLSyntaxError, UnicodeError) as error:
        raise _Cannot(f"it is no XML ({error})") from None
    if body is None or len(body) != 1:
        raise _Cannot("its Body does not hold one element")
    root = etree.QName(body[0])
    for name, operation in interface.operations.items():
        if (operation.request.root, operation.request.namespace) == (root.localname, root.namespace):
            return name, _structure(body[0], operation.request, ())
    raise _Cannot(f"no operation takes {root.text}")


def _structure(node: etree._Element, message: Message, path: tuple[str, ...]) -> Structure:
    values: Structure = {}
    order = [each.path for each in message.walk() if each.path[:-1] == path]
    for child in node:
        name = str(child.tag)
        here = (*path, name)
        if here not in order:
            raise _Cannot(f"the WSDL has no {'/'.join(here)}")
        if name in values:
            raise _Cannot(f"{'/'.join(here)} is there twice")
        if child.attrib:
            raise _Cannot(f"{'/'.join(here)} has attributes")
        if values and order.index(here) < order.index((*path, list(values)[-1])):
            raise _Cannot(f"{'/'.join(here)} is not in its order")
        values[name] = _value(child, message, here)
    return values


def _value(node: etree._Element, message: Message, path: tuple[str, ...]) -> "str | Structure":
    element = message.at(path)
    if element is None or element.type is None:
        return _structure(node, message, path)
    text = node.text or ""
    if element.type.base == "boolean" and text not in _BOOLEANS:
        raise _Cannot(f"{'/'.join(path)} is a boolean, and zeep makes one of whatever it is given; found {text!r}")
    return text
