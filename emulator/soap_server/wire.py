"""Our own spyne protocol: the vendor's envelopes, in both SOAP versions, read and written by what was compiled at the start.

spyne's stock protocol writes every element qualified and takes five times as long for it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, cast

from lxml import etree
from spyne.protocol.soap import Soap12

from emulator.soap_server.answer import CHUNK
from emulator.soap_server.call import Call
from emulator.soap_server.envelopes import CLOSING, SOAP_12, VERSIONS, FaultCode, SoapFault, Version, sender_fault
from emulator.soap_server.parsing import charset_of_type, parse
from emulator.soap_server.reading import Received, structure_reader
from emulator.soap_server.skeletons import Skeletons
from emulator.soap_server.types import MESSAGES
from emulator.soap_server.writing import Writer, Written, element_writer

_NO_ROLE = (
    None,
    "",
    "http://schemas.xmlsoap.org/soap/actor/next",
    "http://www.w3.org/2003/05/soap-envelope/role/next",
    "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation of the application, compiled: how its request is read, what it does, how its reply is written."""

    name: str
    read: Callable[[etree._Element], Received]
    perform: Callable[[Call, Received], Any]
    write: Writer
    at_once: bool  # whether a reply is never made of what was written before


class SchedulingSoap(Soap12):
    """Read requests and write replies of the operations of one application.

    With an ``enforced_schema`` whatever it does not allow is refused before anything else is looked at (SCH-T-12),
    but for children that the emulated version does not know: those are ``ignored`` (SCH-C-12).
    A request that cannot be answered ends in a SoapFault, which the server writes.

    spyne makes the application, its interface and its WSDL of it. A call does not go through spyne's contexts and their
    events: nobody listens to those here, and they took half of a cancel's time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.enforced_schema: etree.XMLSchema | None = None
        self.ignored: frozenset[str] = frozenset()
        self._validating = Lock()
        self._skeletons = Skeletons()

    def set_app(self, value: Any) -> None:
        """Compile a reader and a writer for each message of the application's operations."""
        super().set_app(value)
        if value is None:
            return
        methods = [descriptor for (descriptor,) in value.interface.service_method_map.values()]
        self._operations = {f"{{{MESSAGES}}}{of.in_message.get_type_name()}": _compiled(of) for of in methods}
        self._by_name = {operation.name: operation for operation in self._operations.values()}

    def received(self, call: Call, body: bytes) -> tuple[Operation, Received]:
        """Read a request: which operation it calls, and with what. The call learns its version and its operation's name."""
        # A schema has to see every text; and texts in another charset are not what their bytes seem to be.
        if self.enforced_schema is not None or charset_of_type(call.content_type) is not None:
            return self._parsed(call, body)
        known = self._skeletons.read(body)
        if known is not None and known[0][0].name in call.versions:
            (call.version, operation), received = known
            call.operation = operation.name
            return operation, received
        operation, received = self._parsed(call, body)
        self._skeletons.learn(body, lambda marked: ((call.version, operation), self._parsed(call, marked)[1]))
        return operation, received

    def _parsed(self, call: Call, body: bytes) -> tuple[Operation, Received]:
        envelope = parse(body, call.content_type)
        call.version = _version(envelope, call.versions)
        message = _body(envelope, call.version)
        # soapAction does not matter (SCH-T-06).
        operation = self._operations.get(message.tag)
        if operation is None:
            expected = ", ".join(tag.rpartition("}")[2] for tag in self._operations)
            raise sender_fault(f"no operation takes {_spell(message)}; expected one of {expected} in {MESSAGES}")
        call.operation = operation.name
        if self.enforced_schema is not None:
            self._enforce(self.enforced_schema, message)
        return operation, operation.read(message)

    def reply(self, version: Version, operation: Operation, reply: Any) -> Sequence[bytes]:
        """Write the envelope of a reply: one text, or the many that its elements were written in before."""
        parts: list[str | Written] = [version.opening]
        operation.write(parts.append, reply)
        parts.append(CLOSING)
        return ["".join(cast("list[str]", parts)).encode()] if operation.at_once else _laid_out(parts)

    def notice(self, operation: str, reply: Any) -> bytes:
        """Write a reply of an operation that nobody called, in SOAP 1.2."""
        return b"".join(self.reply(SOAP_12, self._by_name[operation], reply))

    def _enforce(self, schema: etree.XMLSchema, message: etree._Element) -> None:
        for child in [child for child in message if child.tag in self.ignored]:
            message.remove(child)
        # A schema keeps the errors of its last validation, whichever thread that was in.
        with self._validating:
            if not schema.validate(message):
                raise sender_fault(_broken_rule(schema))


def _compiled(descriptor: Any) -> Operation:
    request, response, function = descriptor.in_message, descriptor.out_message, descriptor.function

    def without_argument(call: Call, _received: Received) -> Any:
        return function(call)

    return Operation(
        name=descriptor.operation_name,
        read=structure_reader(request),
        # spyne passes no argument for a message without children.
        perform=function if request._type_info else without_argument,
        write=element_writer(f"sp2:{response.get_type_name()}", response),
        at_once=all(child.Attributes.max_occurs == 1 for child in response._type_info.values()),
    )


def _laid_out(parts: Iterable[str | Written]) -> list[bytes]:
    texts: list[bytes] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part.encode())
        else:
            texts += part.elements
    return texts if sum(map(len, texts)) > CHUNK else [b"".join(texts)]


def _version(envelope: etree._Element, offered: frozenset[str]) -> Version:
    version = VERSIONS.get(envelope.tag)
    if version is None:
        expected = " or ".join(tag for tag, one in VERSIONS.items() if one.name in offered)
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
