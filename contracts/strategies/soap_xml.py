"""Ways to spoil the XML of a SOAP request, a row each: what is none, document types, sizes, encodings, bytes at random."""

from collections.abc import Callable, Iterator
from random import Random

from contracts.scenarios.messages import CONTENT_TYPES
from contracts.strategies.soap_packet import DECLARATION, Envelope, Packet
from contracts.strategies.soap_way import EnvelopeWay, Fate, inside, texts, with_inside

DEEPEST = 64
# Many times what a message holds, and little enough for a gate.
_MUCH = 40_000
# How deep the message's root is: Envelope, Body, and itself.
_ROOT = 3


def _cut(envelope: Envelope) -> Iterator[Packet]:
    random = Random(f"{envelope.seed} {envelope.message}")
    body = envelope.text.encode()
    for place in (1, len(body) // 2, len(body) - 1, *random.sample(range(2, len(body) - 1), 4)):
        yield envelope.packet(body[:place])


def _untyped(envelope: Envelope) -> Iterator[Packet]:
    for text in ("<unfinished", "no XML"):
        yield envelope.packet(text, None)
    yield envelope.packet("<unfinished", "application/json")
    yield envelope.packet("<unfinished", "text/xml; charset=utf-8")


def _nested(*depths: int) -> Callable[[Envelope], Iterator[Packet]]:
    def nest(envelope: Envelope) -> Iterator[Packet]:
        for depth in depths:
            more = depth - _ROOT
            yield envelope.packet(with_inside(envelope, "<unknown>" * more + "</unknown>" * more))

    return nest


def _filled(envelope: Envelope, over: int) -> str:
    text = envelope.text
    return text + " " * (envelope.most + over - len(text.encode()))


def _too_large(envelope: Envelope) -> Iterator[Packet]:
    yield envelope.packet(_filled(envelope, 1))
    yield envelope.packet("x" * (envelope.most + 1))


def _as_large_as_may_be(envelope: Envelope) -> Iterator[Packet]:
    yield envelope.packet(_filled(envelope, 0))


def _one_large_text(envelope: Envelope) -> Iterator[Packet]:
    # Parsers have limits of their own; what the server's own limit admits it has to read.
    whole = len(with_inside(envelope, "<unknown></unknown>").encode())
    yield envelope.packet(with_inside(envelope, f"<unknown>{'x' * (envelope.most - whole)}</unknown>"))


def _much_of_it(envelope: Envelope) -> Iterator[Packet]:
    room = max(0, min(envelope.most, _MUCH) - len(envelope.text.encode()) - 200)
    count = room // 20
    yield envelope.packet(with_inside(envelope, "<unknown/>" * count))
    attributes = " ".join(f"a{number}=''" for number in range(count // 2))
    yield envelope.packet(with_inside(envelope, f"<unknown {attributes}/>"))
    yield envelope.packet(with_inside(envelope, f'<unknown a="{"x" * room}"/>'))
    yield envelope.packet(with_inside(envelope, f"<{'n' * min(room // 3, 49_000)}/>"))
    yield envelope.packet(with_inside(envelope, f"<unknown>{'&#65;' * (room // 6)}</unknown>"))
    yield envelope.packet(with_inside(envelope, f"<!--{'x' * room}--><unknown/>"))


def _declared(envelope: Envelope, named: str, encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{named}"?>{envelope.without_declaration}'.encode(encoding)


def _utf_16(envelope: Envelope) -> Iterator[Packet]:
    for encoding in ("utf-16-le", "utf-16-be"):
        mark = "\ufeff".encode(encoding)
        told = f"{CONTENT_TYPES[envelope.version]}; charset=utf-16"
        for typed in (told, CONTENT_TYPES[envelope.version]):
            yield envelope.packet(mark + _declared(envelope, "UTF-16", encoding), typed)
            yield envelope.packet(mark + envelope.without_declaration.encode(encoding), typed)
        yield envelope.packet(_declared(envelope, "UTF-16", encoding), CONTENT_TYPES[envelope.version])


def _marked(envelope: Envelope) -> Iterator[Packet]:
    yield envelope.packet(b"\xef\xbb\xbf" + envelope.text.encode())
    yield envelope.packet(b"\xef\xbb\xbf" + envelope.without_declaration.encode(), CONTENT_TYPES[envelope.version])


def _marked_twice(envelope: Envelope) -> Iterator[Packet]:
    yield envelope.packet(b"\xef\xbb\xbf" * 2 + envelope.text.encode())
    for encoding in ("utf-16-le", "utf-16-be"):
        marks = "\ufeff\ufeff".encode(encoding)
        yield envelope.packet(marks + envelope.without_declaration.encode(encoding), CONTENT_TYPES[envelope.version])


def _unknown_charset(envelope: Envelope) -> Iterator[Packet]:
    media_type = CONTENT_TYPES[envelope.version]
    for charset in ("klingon", "base64", "unicode_escape", "x" * 200):
        yield envelope.packet(content_type=f"{media_type}; charset={charset}")
    yield envelope.packet(_declared(envelope, "klingon", "utf-8"), media_type)


def _with_document_type(kind: str, using: str = "") -> Callable[[Envelope], str]:
    return lambda envelope: DECLARATION + kind + with_inside(envelope, using).removeprefix(DECLARATION)


_LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
) + "]>"  # fmt: skip
_LARGE_ENTITY = f"<!DOCTYPE x [<!ENTITY a '{'x' * 20_000}'>]>"
_ENDLESS = '<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'


def _typed_elsewhere(envelope: Envelope) -> Iterator[Packet]:
    """Hide a document type in an encoding that a search of the bytes does not see through."""
    kind = '<!DOCTYPE x [<!ENTITY a "x">]>'
    for encoding in ("utf-16-le", "utf-16-be"):
        body = "\ufeff" + kind + envelope.without_declaration
        yield envelope.packet(body.encode(encoding), CONTENT_TYPES[envelope.version])


def _flipped(envelope: Envelope) -> Iterator[Packet]:
    random = Random(f"{envelope.seed} {envelope.message} bytes")
    body = envelope.text.encode()
    for _ in range(6):
        spoiled = bytearray(body)
        for _ in range(random.choice((1, 1, 2, 5))):
            place = random.randrange(len(spoiled))
            match random.randrange(4):
                case 0:
                    spoiled[place] = random.randrange(256)
                case 1:
                    del spoiled[place : place + random.choice((1, 7, 40))]
                case 2:
                    spoiled[place:place] = bytes(random.randrange(256) for _ in range(random.choice((1, 3))))
                case _:
                    spoiled[place:place] = body[place : place + random.choice((5, 60))]
        yield envelope.packet(bytes(spoiled))


XML_WAYS = (
    # -- XML that is none
    EnvelopeWay("cut off", ("SCH-T-08",), Fate.SENDER, _cut, True),
    EnvelopeWay("nothing at all", ("SCH-T-08",), Fate.SENDER, texts(lambda _: "", lambda _: " \n"), True),
    EnvelopeWay(
        "no XML",
        ("SCH-T-08",),
        Fate.SENDER,
        texts(lambda _: "no XML", lambda _: '{"a": 1}', lambda _: b"\x00\xff\x1f\x8b"),
        True,
    ),
    EnvelopeWay("no XML, of another type or none", ("SCH-T-08",), Fate.SENDER, _untyped, True),
    EnvelopeWay(
        "tags that do not match",
        ("SCH-T-08",),
        Fate.SENDER,
        texts(
            lambda e: e.text.replace("</env:Body>", "</env:Bodi>"),
            lambda e: e.text.replace("</env:Body>", ""),
            lambda e: e.text + "<more/>",
            lambda e: e.text + "more",
            lambda e: e.text.replace("<env:Body>", "<env:Body a='1' a='2'>"),
            lambda e: e.text.replace("<env:Body>", "<env:Body a=1>"),
            lambda e: e.text.replace("<env:Body>", "<nobody:x/><env:Body>"),
            lambda e: " " + e.text,
        ),
        True,
    ),
    EnvelopeWay(
        "characters that XML has not",
        ("SCH-T-08",),
        Fate.SENDER,
        inside("\x00", "\x0b", "\ufffe", "\ud800", "&#0;", "&#xD800;", "&#xFFFE;", "&#x110000;", "a & b", "]]>", "<", "&;"),
        True,
    ),
    EnvelopeWay(
        "bytes that are not UTF-8",
        ("SCH-T-08", "SCH-T-11"),
        Fate.SENDER,
        texts(
            lambda e: with_inside(e, "\0").encode().replace(b"\0", b"\xff"),
            lambda e: with_inside(e, "\0").encode().replace(b"\0", b"\xc0\x80"),
            lambda e: with_inside(e, "\0").encode().replace(b"\0", b"\xe2\x82"),
        ),
        True,
    ),
    EnvelopeWay("an entity that nobody declared", ("SCH-T-10",), Fate.SENDER, inside("&nbsp;", "&unknown;"), True),
    # -- document types and bombs
    EnvelopeWay(
        "a document type",
        ("SCH-T-10",),
        Fate.SENDER,
        texts(
            _with_document_type("<!DOCTYPE x>"),
            _with_document_type('<!DOCTYPE x [<!ENTITY a "x">]>', "&a;"),
            _with_document_type('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
            _with_document_type('<!DOCTYPE x PUBLIC "-//x//x" "file:///etc/hostname">'),
            _with_document_type('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "&a;"),
            _with_document_type('<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]>'),
            _with_document_type('<!DOCTYPE x [<!ATTLIST x a CDATA "x">]>'),
        ),
        True,
    ),
    EnvelopeWay("a document type in UTF-16", ("SCH-T-10",), Fate.SENDER, _typed_elsewhere, True),
    EnvelopeWay(
        "a bomb of entities",
        ("SCH-T-10",),
        Fate.SENDER,
        texts(
            _with_document_type(_LAUGHS, "&a11;"),
            _with_document_type(_LAUGHS, '<unknown a="&a11;"/>'),
            _with_document_type(_LARGE_ENTITY, "&a;" * 20_000),
            _with_document_type(_ENDLESS, "&a;"),
        ),
        True,
    ),
    EnvelopeWay(
        "the letters of a document type where they are none",
        ("SCH-T-10",),
        Fate.SAME,
        texts(
            lambda e: e.text.replace("<env:Body>", "<!-- <!DOCTYPE x [<!ENTITY a 'x'>]> &a; --><env:Body>"),
            lambda e: e.text.replace("<env:Body>", "<?x <!DOCTYPE x>?><env:Body>"),
        ),
    ),
    EnvelopeWay("elements nested too deep", ("SCH-T-10",), Fate.SENDER, _nested(DEEPEST + 1, 300, 10_000), True),
    EnvelopeWay(
        "elements nested as deep as may be", ("SCH-T-10", "SCH-T-12"), Fate.UNKNOWN_CHILD, _nested(DEEPEST - 1, DEEPEST)
    ),
    EnvelopeWay("too large", ("SCH-T-10",), Fate.TOO_LARGE, _too_large),
    EnvelopeWay("as large as may be", ("SCH-T-10",), Fate.SAME, _as_large_as_may_be),
    EnvelopeWay("one text as large as may be", ("SCH-T-10", "SCH-T-12"), Fate.UNKNOWN_CHILD, _one_large_text),
    EnvelopeWay("much that nobody knows", ("SCH-T-10", "SCH-T-12"), Fate.UNKNOWN_CHILD, _much_of_it),
    # -- encodings
    EnvelopeWay("in UTF-16", ("SCH-T-11",), Fate.SAME, _utf_16),
    EnvelopeWay("with a byte order mark", ("SCH-T-11",), Fate.SAME, _marked),
    EnvelopeWay("with two byte order marks", ("SCH-T-08", "SCH-T-11"), Fate.SENDER, _marked_twice, True),
    EnvelopeWay("a charset that nobody knows", ("SCH-T-08",), Fate.SENDER, _unknown_charset, True),
    EnvelopeWay(
        "comments and white space around",
        ("SCH-T-11",),
        Fate.SAME,
        texts(
            lambda e: e.text.replace("<env:Body>", "\r\n<!-- x -->\n<env:Body>\t<?x y?> ").replace(
                "</env:Body>", "\n</env:Body>"
            ),
            lambda e: e.text + "\n<!-- x --> ",
            lambda e: e.without_declaration,
            lambda e: e.text.replace("<sp:", "<!-- x --><sp:", 1),
        ),
    ),
    # -- at random
    EnvelopeWay("bytes changed at random", ("SCH-T-08",), Fate.ANY, _flipped, True),
)
