"""Our own spyne protocol: the vendor's envelopes, in both SOAP versions, read and written by what was compiled at the start.

spyne's stock protocol writes every element qualified and takes five times as long for it.
"""

from threading import Lock
from typing import Any

from lxml import etree
from spyne.protocol.soap import Soap12

from emulator.soap_server.envelopes import CLOSING, SOAP_12, VERSIONS, FaultCode, SoapFault, Version, sender_fault
from emulator.soap_server.parsing import parse
from emulator.soap_server.reading import structure_reader
from emulator.soap_server.types import INTERFACE, MESSAGES
from emulator.soap_server.writing import element_writer

_NO_ROLE = (
    None,
    "",
    "http://schemas.xmlsoap.org/soap/actor/next",
    "http://www.w3.org/2003/05/soap-envelope/role/next",
    "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
)


class SchedulingSoap(Soap12):
    """Read requests and write replies of the operations of one application.

    With an ``enforced_schema`` whatever it does not allow is refused before anything else is looked at (SCH-T-12),
    but for children that the emulated version does not know: those are ``ignored`` (SCH-C-12).
    ``ctx.udc`` is the call's :class:`Call`. A request that cannot be answered ends in a SoapFault, which the server writes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.enforced_schema: etree.XMLSchema | None = None
        self.ignored: frozenset[str] = frozenset()
        self._validating = Lock()

    def set_app(self, value: Any) -> None:
        """Compile a reader and a writer for each message of the application's operations."""
        super().set_app(value)
        if value is None:
            return
        methods = [descriptor for (descriptor,) in value.interface.service_method_map.values()]
        self._operations = {f"{{{MESSAGES}}}{of.in_message.get_type_name()}": of for of in methods}
        self._readers = {of: structure_reader(of.in_message) for of in methods}
        self._writers = {
            of.operation_name: element_writer(f"sp2:{of.out_message.get_type_name()}", of.out_message) for of in methods
        }

    def create_in_document(self, ctx: Any, charset: str | None = None) -> None:
        """Parse the bytes, and tell the SOAP version."""
        ctx.in_document = parse(ctx.in_string, ctx.udc.content_type)
        ctx.udc.version = _version(ctx.in_document, ctx.udc.versions)

    def decompose_incoming_envelope(self, ctx: Any, message: str = Soap12.REQUEST) -> None:
        """Find the one element of the body, and the operation by its name; soapAction does not matter (SCH-T-06)."""
        body = _body(ctx.in_document, ctx.udc.version)
        descriptor = self._operations.get(body.tag)
        if descriptor is None:
            expected = ", ".join(tag.rpartition("}")[2] for tag in self._operations)
            raise sender_fault(f"no operation takes {_spell(body)}; expected one of {expected} in {MESSAGES}")
        ctx.udc.operation = descriptor.operation_name
        if self.enforced_schema is not None:
            # A schema keeps the errors of its last validation, whichever thread that was in.
            for child in [child for child in body if child.tag in self.ignored]:
                body.remove(child)
            with self._validating:
                if not self.enforced_schema.validate(body):
                    raise sender_fault(_broken_rule(self.enforced_schema))
        ctx.in_body_doc = body
        ctx.method_request_string = f"{{{INTERFACE}}}{descriptor.in_message.get_type_name()}"

    def deserialize(self, ctx: Any, message: str) -> None:
        """Read the body element into a :class:`Received`."""
        received = self._readers[ctx.descriptor](ctx.in_body_doc)
        # spyne passes no argument for a message without children, and wants an empty list then.
        ctx.in_object = received if ctx.descriptor.in_message._type_info else []

    def serialize(self, ctx: Any, message: str) -> None:
        """Write the reply's envelope."""
        if ctx.out_error is not None:
            raise SoapFault(FaultCode.RECEIVER, "the server failed; its log says why")
        if ctx.udc.soap_fault is not None:
            raise ctx.udc.soap_fault
        ctx.out_document = self._envelope(ctx.udc.version, ctx.descriptor.operation_name, ctx.out_object[0])

    def create_out_string(self, ctx: Any, charset: str | None = None) -> None:
        """Encode the reply."""
        ctx.out_string = ["".join(ctx.out_document).encode()]

    def written(self, operation: str, reply: Any) -> bytes:
        """Write a reply of an operation that nobody called, in SOAP 1.2."""
        return "".join(self._envelope(SOAP_12, operation, reply)).encode()

    def _envelope(self, version: Version, operation: str, reply: Any) -> list[str]:
        parts = [version.opening]
        self._writers[operation](parts.append, reply)
        parts.append(CLOSING)
        return parts


def _version(envelope: etree._Element, offered: frozenset[str]) -> Version:
    name = etree.QName(envelope)
    version = VERSIONS.get(name.namespace or "") if name.localname == "Envelope" else None
    if version is None:
        expected = " or ".join(f"{{{one.namespace}}}Envelope" for one in VERSIONS.values() if one.name in offered)
        raise SoapFault(FaultCode.VERSION_MISMATCH, f"the root element is {_spell(envelope)}; expected {expected}")
    if version.name not in offered:
        reason = f"SOAP {version.name} is not offered here; expected {{{SOAP_12.namespace}}}Envelope"
        raise SoapFault(FaultCode.VERSION_MISMATCH, reason, version)
    return version


def _body(envelope: etree._Element, version: Version) -> etree._Element:
    header_tag, body_tag = f"{{{version.namespace}}}Header", f"{{{version.namespace}}}Body"
    body = None
    for child in envelope:
        if child.tag == header_tag:
            for block in child:
                _refuse_what_must_be_understood(block, version)
        elif child.tag == body_tag:
            if body is not None:
                raise sender_fault("the Envelope holds two Bodies; expected one")
            body = child
    if body is None:
        raise sender_fault("the Envelope holds no Body")
    if len(body) != 1:
        raise sender_fault(f"the Body holds {len(body) or 'no'} elements; expected one")
    return body[0]


def _refuse_what_must_be_understood(block: etree._Element, version: Version) -> None:
    role = block.get(f"{{{version.namespace}}}{'role' if version is SOAP_12 else 'actor'}")
    wanted = (block.get(f"{{{version.namespace}}}mustUnderstand") or "").strip()
    if wanted in ("1", "true") and role in _NO_ROLE:
        raise SoapFault(FaultCode.MUST_UNDERSTAND, f"the header {_spell(block)} must be understood, and is not known here")


def _broken_rule(schema: Any) -> str:
    return f"the request breaks the schema: {next(iter(schema.error_log)).message.replace(f'{{{MESSAGES}}}', 'sp:')}"


def _spell(element: etree._Element) -> str:
    return str(element.tag) if isinstance(element.tag, str) else "an entity reference"
