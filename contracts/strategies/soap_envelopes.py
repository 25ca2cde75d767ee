"""Ways to spoil the envelope of a SOAP message, a row each; with those that spoil its XML they are all there are."""

import re
from collections.abc import Callable, Iterator

from contracts.scenarios.messages import ACTION, CONTENT_TYPES, ENVELOPES, NAMESPACE
from contracts.strategies.soap_packet import CLOSING, DECLARATION, OPENING, Envelope, Packet
from contracts.strategies.soap_way import EnvelopeWay, Fate, texts
from contracts.strategies.soap_xml import XML_WAYS


def _bodies(*make: Callable[[Envelope], str]) -> Callable[[Envelope], Iterator[Packet]]:
    """Give ways to fill the envelope otherwise."""
    return lambda envelope: (envelope.packet(DECLARATION + envelope.around(each(envelope))) for each in make)


def _with_types(*make: Callable[[Envelope], str | None]) -> Callable[[Envelope], Iterator[Packet]]:
    return lambda envelope: (envelope.packet(content_type=each(envelope)) for each in make)


def _another(root: str) -> Callable[[Envelope], str]:
    return lambda _: f"{OPENING}{root}{CLOSING}"


def _actions(envelope: Envelope) -> Iterator[Packet]:
    for action in ("", '""', f'"{ACTION}Quit"', '"urn:nobodys"', "no quotes"):
        yield envelope.packet(SOAPAction=action)
    yield envelope.packet(content_type=f'{CONTENT_TYPES[envelope.version]}; charset=utf-8; action="{ACTION}Quit"')


def _header(attribute: str) -> Callable[[Envelope], str]:
    return lambda envelope: (
        f'<env:Header><x:unknown xmlns:x="urn:x" {attribute}>x</x:unknown></env:Header>{OPENING}{envelope.message}{CLOSING}'
    )


def _reprefixed(envelope: Envelope) -> str:
    return envelope.text.replace("env:", "S:").replace(":env=", ":S=").replace("sp:", "m-1:").replace(":sp=", ":m-1=")


def _defaulted(envelope: Envelope) -> str:
    text = _in_no_namespace(envelope)
    return text.replace("<env:", "<").replace("</env:", "</").replace("xmlns:env=", "xmlns=")


def _in_default_namespace(envelope: Envelope) -> str:
    text = _in_no_namespace(envelope)
    name = text.partition("<sp:")[2].partition(">")[0]
    return text.replace(f"<sp:{name}>", f'<{name} xmlns="{NAMESPACE}">').replace(f"</sp:{name}>", f"</{name}>")


def _in_no_namespace(envelope: Envelope) -> str:
    """Let the message's children say themselves that they are in no namespace, as they must below a default one."""
    return re.sub(r"<(\w+)>", r'<\1 xmlns="">', envelope.text)


ENVELOPE_WAYS = (
    *XML_WAYS,
    # -- envelopes
    EnvelopeWay(
        "an envelope that nobody knows",
        ("SCH-T-08",),
        Fate.VERSION_MISMATCH,
        texts(
            lambda e: e.around(f"{OPENING}{e.message}{CLOSING}", namespace="urn:unknown"),
            lambda e: e.around(f"{OPENING}{e.message}{CLOSING}", root="Umschlag"),
            lambda e: e.around(f"{OPENING}{e.message}{CLOSING}", namespace=e.namespace.upper()),
            lambda e: e.around(f"{OPENING}{e.message}{CLOSING}", namespace=e.namespace + "/"),
            lambda _: "<Envelope><Body/></Envelope>",
            lambda _: "<html><body>x</body></html>",
        ),
        True,
    ),
    EnvelopeWay(
        "no Body, or more than one",
        ("SCH-T-08",),
        Fate.SENDER,
        _bodies(
            lambda _: "",
            lambda e: e.message,
            lambda e: f"<Body>{e.message}</Body>",
            lambda e: f"{OPENING}{e.message}{CLOSING}{OPENING}{CLOSING}",
            lambda e: f"{OPENING}{e.message}{CLOSING}" * 2,
            lambda e: f'<o:Body xmlns:o="{_other(e)}">{e.message}</o:Body>',
        ),
    ),
    EnvelopeWay(
        "a Body that holds nothing, or two elements",
        ("SCH-T-08",),
        Fate.SENDER,
        _bodies(
            lambda _: OPENING + CLOSING,
            lambda _: f"{OPENING} text {CLOSING}",
            lambda e: f"{OPENING}{e.message}{e.message}{CLOSING}",
            lambda e: f"{OPENING}{e.message}<x/>{CLOSING}",
            lambda e: f"{OPENING}<x/>{e.message}{CLOSING}",
        ),
    ),
    EnvelopeWay(
        "a message that nobody knows",
        ("SCH-T-06", "SCH-T-08"),
        Fate.SENDER,
        _bodies(
            _another("<sp:JobDeleteRequest/>"),
            _another("<sp:JobCancelResponse/>"),
            _another("<sp:quitrequest/>"),
            _another("<QuitRequest/>"),
            _another('<x:QuitRequest xmlns:x="urn:x"/>'),
            _another(f'<x:QuitRequest xmlns:x="{NAMESPACE}/"/>'),
            _another("<env:Fault/>"),
        ),
    ),
    EnvelopeWay(
        "a header that must be understood",
        ("SCH-T-08",),
        Fate.MUST_UNDERSTAND,
        _bodies(_header('env:mustUnderstand="1"'), _header(' env:mustUnderstand=" 1 "')),
    ),
    EnvelopeWay(
        "a header that need not be understood",
        ("SCH-T-08",),
        Fate.SAME,
        _bodies(_header(""), _header('env:mustUnderstand="0"'), _header('mustUnderstand="1"')),
    ),
    EnvelopeWay("other prefixes", ("SCH-T-03",), Fate.SAME, texts(_reprefixed, _defaulted, _in_default_namespace)),
    EnvelopeWay("another soapAction, or none", ("SCH-T-06",), Fate.SAME, _actions),
    EnvelopeWay(
        "another Content-Type, or none",
        ("SCH-T-02", "SCH-T-06"),
        Fate.SAME,
        _with_types(
            lambda _: None,
            lambda _: "application/json",
            lambda e: f"{CONTENT_TYPES['1.1' if e.version == '1.2' else '1.2']}; charset=utf-8",
            lambda e: CONTENT_TYPES[e.version].upper(),
        ),
    ),
)


def _other(envelope: Envelope) -> str:
    return ENVELOPES["1.1" if envelope.version == "1.2" else "1.2"]
