"""From bytes to an XML tree, and nothing resolved on the way (SCH-T-10, SCH-T-11)."""

import codecs
import re
from xml.parsers import expat

from lxml import etree

from emulator.soap_server.envelopes import SoapFault, sender_fault

DEEPEST = 64

_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)
_DECLARED_ENCODING = re.compile(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    strip_cdata=True,
)


def parse(body: bytes, content_type: str) -> etree._Element:
    """Parse a document; raise a Sender fault that says why it cannot be read."""
    charset = _charset(body, content_type)
    if charset is not None:
        body = _in_utf_8(body, charset)
    if b"<!DOCTYPE" in body:
        _refuse_document_type(body)
    try:
        root = etree.fromstring(body, _PARSER)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if "Excessive depth" in str(error):
            raise _too_deep() from None
        raise sender_fault(f"the request is not well-formed XML: {_first_line(error)}") from None
    if root is None:
        raise sender_fault("the request is not well-formed XML: it is empty")
    # A tree of n levels has at least n - 1 end tags or empty elements: few documents need the second look.
    if body.count(b"</") + body.count(b"/>") >= DEEPEST and _depth(root) > DEEPEST:
        raise _too_deep()
    return root


def _charset(body: bytes, content_type: str) -> str | None:
    """Tell how the bytes are to be read; None when that is for the XML declaration to say.

    A byte order mark beats the Content-Type's charset, and that beats the declaration (RFC 7303).
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return name
    for start, name in _UNMARKED:
        if body.startswith(start):
            return name
    named = _CHARSET.search(content_type)
    if named is None or named[1].lower() in ("utf-8", "utf8"):
        return None
    try:
        return codecs.lookup(named[1]).name
    except (LookupError, ValueError):
        raise sender_fault(f"the charset {named[1]!r} of the Content-Type is unknown") from None


def _in_utf_8(body: bytes, charset: str) -> bytes:
    try:
        text = body.decode(charset).lstrip("\ufeff")
        return _DECLARED_ENCODING.sub(r"\1", text, count=1).encode()
    except (UnicodeError, LookupError, ValueError) as error:
        raise sender_fault(f"the request is not {charset}: {_first_line(error)}") from None


def _refuse_document_type(body: bytes) -> None:
    """Stop at a document type declaration, and let the same letters pass in text and comments."""

    def start(*_: object) -> None:
        raise sender_fault("a document type declaration is not allowed")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = start
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise sender_fault(f"the request is not well-formed XML: {_first_line(error)}") from None


def _too_deep() -> SoapFault:
    return sender_fault(f"the request is nested deeper than {DEEPEST} elements")


def _depth(root: etree._Element) -> int:
    deepest, level = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].removesuffix(" (<string>, line 1)")
