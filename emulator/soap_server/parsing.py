"""From bytes to an XML tree, and nothing resolved on the way (SCH-T-10, SCH-T-11)."""

import codecs
import re
import threading
from functools import lru_cache
from xml.parsers import expat

from lxml import etree

from emulator.soap_server.envelopes import SoapFault, sender_fault

DEEPEST = 64

_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)
# Bounded, since the time it takes grows with the square of what it may look at.
_DECLARED_ENCODING = re.compile(r"^(<\?xml\b[^>]{0,99}?)\s{1,99}encoding\s{0,99}=\s{0,99}(?:\"[^\"]{0,99}\"|'[^']{0,99}')")
_ENCODING = re.compile(rb"<\?xml\b[^>]{0,99}?\s{1,99}encoding\s{0,99}=\s{0,99}[\"']([^\"']{0,99})[\"']")
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# Python's own ways to write text down, which nobody else calls charsets.
_NO_CHARSETS = ("", "idna", "punycode", "raw-unicode-escape", "unicode-escape")
_PLAIN = (None, "UTF-8", "utf-8")


def _parser(*, huge: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=huge,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )


# libxml2 has limits of its own: 10,000,000 bytes of one text, 256 levels, how far entities may swell. How much is read is for
# max_body_bytes to say, so what meets the first is read again without them; without a document type there is nothing to swell.
class _Parsers(threading.local):
    # A parser that several threads share has been seen to give the names of one document to another, once in a while.
    def __init__(self) -> None:
        self.usual, self.without_limits = _parser(huge=False), _parser(huge=True)


_PARSERS = _Parsers()
_LIMIT = re.compile("huge|too (?:long|large|big)|size limit|buffer", re.IGNORECASE)


def parse(body: bytes, content_type: str) -> etree._Element:
    """Parse a document; raise a Sender fault that says why it cannot be read."""
    charset = _charset(body, content_type)
    if charset is not None:
        body = _in_utf_8(body, charset)
    if b"<!DOCTYPE" in body:
        _refuse_document_type(body)
    try:
        root = _tree(body)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if "Excessive depth" in str(error):
            raise _too_deep() from None
        raise sender_fault(f"the request is not well-formed XML: {_first_line(error)}") from None
    if root is None:
        raise sender_fault("the request is not well-formed XML: it is empty")
    about = root.getroottree().docinfo
    if about.internalDTD is not None:
        raise _document_type()
    # A tree of n levels has at least n end tags or empty elements, so few documents need the second look;
    # what is neither UTF-8 nor was made so, such as UTF-7, may spell them otherwise.
    if (body.count(b"</") + body.count(b"/>") > DEEPEST or about.encoding not in _PLAIN) and _depth(root) > DEEPEST:
        raise _too_deep()
    return root


def _tree(body: bytes) -> etree._Element:
    try:
        return etree.fromstring(body, _PARSERS.usual)
    except etree.XMLSyntaxError as error:
        if not (_LIMIT.search(str(error)) and _is_plain(body)):
            raise
        return etree.fromstring(body, _PARSERS.without_limits)


def _is_plain(body: bytes) -> bool:
    """Tell whether it is UTF-8 without a document type: other encodings can hide one, and entities with it."""
    named = _ENCODING.match(body)
    return (
        (named is None or named[1].lower() == b"utf-8") and body[:1] == b"<" and body[1:2] != b"\0" and b"<!DOCTYPE" not in body
    )


def _charset(body: bytes, content_type: str) -> str | None:
    """Tell how the bytes are to be read; None when that is for the XML declaration to say.

    A byte order mark beats the Content-Type's charset, and that beats the declaration (RFC 7303).
    """
    if body[:1] != b"<" or body[1:2] == b"\0":
        for mark, name in _BYTE_ORDER_MARKS:
            if body.startswith(mark):
                return name
        for start, name in _UNMARKED:
            if body.startswith(start):
                return name
    return charset_of_type(content_type)


@lru_cache(maxsize=256)
def charset_of_type(content_type: str) -> str | None:
    """Give the charset that a Content-Type names, None for UTF-8 and for none; raise a Sender fault for an unknown one."""
    named = _CHARSET.search(content_type)
    if named is None or named[1].lower() in ("utf-8", "utf8"):
        return None
    try:
        name = codecs.lookup(named[1]).name
        "a".encode(name)  # not every codec has to do with text
    except (LookupError, ValueError):
        name = ""
    if name in _NO_CHARSETS:
        raise sender_fault(f"the charset {named[1]!r} of the Content-Type is unknown")
    return name


def _in_utf_8(body: bytes, charset: str) -> bytes:
    try:
        text = body.decode(charset).removeprefix("\ufeff")
    except (UnicodeError, LookupError, ValueError) as error:
        raise sender_fault(f"the request is not {charset}: {_first_line(error)}") from None
    if text.startswith("\ufeff"):
        # The parser would skip this one too.
        raise sender_fault("the request is not well-formed XML: it begins with two byte order marks")
    try:
        return _DECLARED_ENCODING.sub(r"\1", text, count=1).encode()
    except UnicodeError as error:
        raise sender_fault(f"the request is not {charset}: {_first_line(error)}") from None


def _refuse_document_type(body: bytes) -> None:
    """Stop at a document type declaration, and let the same letters pass in text and comments."""

    def start(*_: object) -> None:
        raise _document_type()

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = start
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise sender_fault(f"the request is not well-formed XML: {_first_line(error)}") from None
    except (ValueError, LookupError):
        # An encoding that expat cannot read; whoever can will meet the declaration again.
        return


def _document_type() -> SoapFault:
    return sender_fault("a document type declaration is not allowed")


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
