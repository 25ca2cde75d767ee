"""Is an answer of a SOAP server one of those it may be, and the one that was to come? Its shape first, then what it says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from contracts.exchange import Response
from contracts.expected.soap_outcome import Ending, Outcome
from contracts.failures import Failure
from contracts.scenarios.messages import CONTENT_TYPES, ENVELOPES

IN_11 = {"Sender": "Client", "Receiver": "Server"}
_FAULTS = (Ending.SENDER, Ending.VERSION_MISMATCH, Ending.MUST_UNDERSTAND)
_BY_HTTP = {Ending.TOO_LARGE: 413, Ending.NOT_ALLOWED: 405}
# What a program says of itself when it falls over: Python's, Java's, .NET's, and objects shown as they are.
_TRACEBACK = re.compile(
    rb"Traceback \(most recent|File \"[^\"]+\", line \d+|\.py\", line|\bat [\w.$]+\([\w]+\.(?:java|kt|cs):\d+\)"
    rb"|Exception in thread|System\.\w+Exception|object at 0x[0-9a-f]+|lxml\.etree\.|NullPointerException"
)
_VERSIONS = {namespace: version for version, namespace in ENVELOPES.items()}
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a SOAP answer says: its version, and a fault's code (by its name in SOAP 1.2) or a reply's result."""

    version: str
    fault: str | None = None
    root: str = ""
    result: tuple[str, str] | None = None


def judged(
    response: Response, expected: Outcome, *, version: str, reply: str, schema: etree.XMLSchema
) -> Iterator[Failure | Answered]:
    """Tell what is wrong with an answer, then what it says where it can be read.

    ``version`` is the one that it must be in ("" for either), ``reply`` the root element of an ordinary reply, ``schema`` the
    one that replies are valid by.
    """
    if response.broken:
        yield Failure("there is no whole answer", "answer", "one", response.broken, expected.clauses)
        return
    if found := _TRACEBACK.search(response.body):
        told = found[0].decode("utf-8", "replace")
        yield Failure("the answer tells of the server's inside", "body", "no trace of its program", told, expected.clauses)
    if expected.ending in _BY_HTTP:
        yield from _refused(response, _BY_HTTP[expected.ending], expected)
        return
    answered, failures = _read(response, expected)
    yield from failures
    if answered is None:
        return
    yield answered
    if version and answered.version != version:
        yield Failure("the answer is in another SOAP version", "Envelope", version, answered.version, expected.clauses)
    yield from _as_http_says(response, answered)
    if answered.fault is None:
        yield from _valid(response, schema)
    yield from _ended(answered, response, expected, reply)


def _refused(response: Response, status: int, expected: Outcome) -> Iterator[Failure]:
    if response.status != status:
        yield Failure("the request is not refused by its status", "status", status, response.status, expected.clauses)
    elif status == 405 and not response.headers.get("allow"):
        yield Failure("a 405 does not tell what is allowed", "headers.Allow", "POST, GET", None, expected.clauses)


def _read(response: Response, expected: Outcome) -> tuple[Answered | None, list[Failure]]:
    """Read an answer; tell why it is no SOAP message where it is none."""

    def not_soap(why: str) -> tuple[None, list[Failure]]:
        told = f"HTTP {response.status}, {why}"
        return None, [Failure("the answer is no SOAP message", "body", "a reply or a fault", told, expected.clauses)]

    try:
        envelope = etree.fromstring(response.body, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        return not_soap(f"no XML: {error}; it begins {response.body[:80]!r}")
    name = etree.QName(envelope)
    version = _VERSIONS.get(name.namespace or "")
    body = envelope.find(f"{{{name.namespace}}}Body")
    if name.localname != "Envelope" or version is None or body is None or len(body) != 1:
        return not_soap(f"<{envelope.tag}> in the place of an Envelope with one element in its Body")
    root = body[0]
    if root.tag == f"{{{name.namespace}}}Fault":
        return Answered(version=version, fault=_fault_code(root, version)), []
    kind, code = root.findtext("result/type"), root.findtext("result/code")
    result = None if kind is None or code is None else (kind, code)
    return Answered(version=version, root=str(root.tag), result=result), []


def _fault_code(fault: etree._Element, version: str) -> str:
    namespace = ENVELOPES[version]
    at = f"{{{namespace}}}"
    node = fault.find("faultcode") if version == "1.1" else fault.find(f"{at}Code/{at}Value")
    text = (node.text or "").strip() if node is not None else ""
    prefix, _, local = text.rpartition(":")
    if node is None or node.nsmap.get(prefix or None) != namespace:
        return f"{text or 'none'}, not in the envelope's namespace"
    reason = fault.findtext("faultstring") if version == "1.1" else fault.findtext(f"{at}Reason/{at}Text")
    if not reason:
        return f"{local} without a reason"
    return {in_11: in_12 for in_12, in_11 in IN_11.items()}.get(local, local) if version == "1.1" else local


def _as_http_says(response: Response, answered: Answered) -> Iterator[Failure]:
    """Check status, media type and encoding (SCH-T-07, SCH-T-08, SCH-T-09)."""
    if answered.fault is None:
        status, clause = 200, "SCH-T-07"
    else:
        status, clause = 400 if answered.fault == "Sender" and answered.version == "1.2" else 500, "SCH-T-08"
    if response.status != status:
        what = "an ordinary reply" if answered.fault is None else f"a {answered.fault} fault in SOAP {answered.version}"
        yield Failure(f"{what} comes with another status", "status", status, response.status, (clause,))
    found = response.headers.get("content-type", "").lower().replace(" ", "").replace('"', "")
    if found.split(";")[0] != CONTENT_TYPES[answered.version] or "charset=utf-8" not in found:
        wanted = f"{CONTENT_TYPES[answered.version]}; charset=utf-8"
        yield Failure("the content type is another", "headers.Content-Type", wanted, found, ("SCH-T-09",))
    declaration = response.body.split(b"?>", 1)[0].lower()
    if not declaration.startswith(b"<?xml") or b"utf-8" not in declaration:
        yield Failure(
            "the answer does not declare UTF-8", "body", "<?xml ... encoding UTF-8", response.body[:60], ("SCH-T-09",)
        )


def _valid(response: Response, schema: etree.XMLSchema) -> Iterator[Failure]:
    envelope = etree.fromstring(response.body, _parser())
    root = envelope.find(f"{{{etree.QName(envelope).namespace}}}Body")
    assert root is not None
    if not schema.validate(root[0]):
        told = str(schema.error_log).partition("\n")[0].rpartition(": ")[2]
        yield Failure("the reply breaks the schema", "body", "what the WSDL says", told, ("SCH-R-01", "SCH-T-03"))


def _parser() -> etree.XMLParser:
    # One for each answer: those that threads share have given the names of one document to another.
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def _ended(answered: Answered, response: Response, expected: Outcome, reply: str) -> Iterator[Failure]:
    shown = response.body[-_SHOWN:].decode("utf-8", "replace")
    found = f"{answered.fault} fault" if answered.fault is not None else f"{answered.root.rpartition('}')[2]} {answered.result}"
    match expected.ending:
        case Ending.REPLY:
            kind = "OK" if expected.code == "0" else "Error"
            wanted = (kind, expected.code)
            if answered.fault is not None or answered.root != reply:
                told = f"{reply.rpartition('}')[2]} {wanted}"
                yield Failure("the message gets no ordinary reply", "body", told, f"{found}: {shown}", expected.clauses)
            elif answered.result is None or answered.result[0] != kind or expected.code not in (None, answered.result[1]):
                yield Failure("the message gets another result", "result", wanted, answered.result, expected.clauses)
        case Ending.ANY:
            if answered.fault not in (None, "Sender", "VersionMismatch", "MustUnderstand"):
                yield Failure("the fault is none of the sender's", "Fault", "Sender", found, expected.clauses)
        case ending if ending in _FAULTS and answered.fault != ending.value:
            yield Failure("the request gets another answer", "Fault", f"{ending.value} fault", found, expected.clauses)
