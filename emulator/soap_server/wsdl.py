"""The WSDL: spyne's document with the vendor's names, the same bytes on every start (SCH-T-05)."""

import re
from functools import cached_property
from threading import Lock
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree
from spyne.interface.wsdl import Wsdl11

from emulator.soap_server.types import MESSAGES

WSDL = "http://schemas.xmlsoap.org/wsdl/"
SOAP_BINDING = "http://schemas.xmlsoap.org/wsdl/soap12/"
XSD = "http://www.w3.org/2001/XMLSchema"
ACTION = "capeconnect:servicepower:spPortType#"
BINDING = PORT = "sp"

_SECTIONS = ("types", "message", "portType", "binding", "service")
_ADDRESS = "http://address.invalid/"


class _VendorWsdl(Wsdl11):
    def _get_binding_name(self, port_type_name: str) -> str:
        return BINDING

    def _add_port_to_service(self, service: Any, port_name: str, binding_name: str) -> None:
        super()._add_port_to_service(service, PORT, binding_name)


class WsdlDocument:
    """The interface of an application: its schema, and its text for whatever address it is asked at.

    It is written when somebody first asks for it: few do, and a start does not wait for it.
    """

    def __init__(self, application: Any, *, status_required: bool) -> None:
        self._application = application
        self._status_required = status_required
        self._writing = Lock()

    def schema(self) -> etree.XMLSchema:
        """Compile the message schema."""
        schema, _, _ = self._written()
        return etree.XMLSchema(etree.fromstring(schema))

    def at(self, address: str) -> bytes:
        """Write the WSDL with the address that it was asked at."""
        _, before, after = self._written()
        return f"{before}{quoteattr(address)}{after}".encode()

    def _written(self) -> tuple[bytes, str, str]:
        """Give the schema, and the text before the address and behind it."""
        # spyne writes it in more than one step, and two threads may ask at once.
        with self._writing:
            return self._once

    @cached_property
    def _once(self) -> tuple[bytes, str, str]:
        document = _VendorWsdl(self._application.interface, element_form_default="unqualified")
        document.build_interface_document(_ADDRESS)
        root: Any = etree.fromstring(document.get_interface_document())
        _name_as_the_vendor_does(root)
        if not self._status_required:
            root.find(f".//{{{XSD}}}complexType[@name='JobCancelInfo']//*[@name='disStatus']").set("minOccurs", "0")
        schema = etree.tostring(_schema_of(root))
        before, after = _put_in_order(root).split(f'"{_ADDRESS}"')
        return schema, before, after


# What follows takes spyne's document apart. Every part looked for is there, so the tree is Any to the type checker.


def _name_as_the_vendor_does(root: Any) -> None:
    for operation in root.iter(f"{{{WSDL}}}operation"):
        operation.attrib.pop("parameterOrder", None)
        for part in operation:
            # spyne looks for the messages in the namespace of their elements.
            if "message" in part.attrib:
                part.set("message", "tns:" + part.get("message").partition(":")[2])
    for action in root.iter(f"{{{SOAP_BINDING}}}operation"):
        action.set("soapAction", ACTION + action.getparent().get("name"))


def _schema_of(root: Any) -> Any:
    """Keep one schema, the messages', with its types and then the elements that are messages, each by name."""
    types = root.find(f"{{{WSDL}}}types")
    for schema in types:
        if schema.get("targetNamespace") != MESSAGES:
            types.remove(schema)
    (schema,) = types
    messages = {part.get("element").partition(":")[2] for part in root.iter(f"{{{WSDL}}}part")}
    kept = [child for child in schema if child.tag != f"{{{XSD}}}element" or child.get("name") in messages]
    schema[:] = sorted(kept, key=lambda child: (child.tag == f"{{{XSD}}}element", child.tag, child.get("name")))
    return schema


def _put_in_order(root: Any) -> str:
    for documentation in list(root.iter(f"{{{WSDL}}}documentation")):
        documentation.getparent().remove(documentation)
    root[:] = sorted(root, key=lambda child: _SECTIONS.index(etree.QName(child).localname))
    for section in ("portType", "binding"):
        of = root.find(f"{{{WSDL}}}{section}")
        of[:] = sorted(of, key=lambda child: child.get("name") or "")
    messages = sorted(root.findall(f"{{{WSDL}}}message"), key=lambda message: message.get("name"))
    root[1 : 1 + len(messages)] = messages
    etree.cleanup_namespaces(root, keep_ns_prefixes=["tns", "s0", "xs"])
    etree.indent(root)
    text = etree.tostring(root, encoding="unicode")
    # The prefixes that the vendor's own documents use.
    text = re.sub(r"\btns\b(?=[:=])", "sp1", re.sub(r"\bs0\b(?=[:=])", "sp2", text))
    opening, rest = text.split(">", 1)
    name, *declarations = opening.split(" ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{" ".join([name, *sorted(declarations)])}>{rest}\n'
