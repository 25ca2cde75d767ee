"""The text of a body, whatever its encoding; what cannot be read as text is not recorded, since nobody could mask it."""

import codecs
import re
import zlib

_MOST = 256 * 2**20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml\b[^>]{0,99}?\sencoding\s{0,9}=\s{0,9}[\"']([^\"']{1,40})[\"']")
_DECLARATION = re.compile(r"^(<\?xml\b[^>]{0,99}?)\sencoding\s{0,9}=\s{0,9}(?:\"[^\"]{0,99}\"|'[^']{0,99}')")
_WINDOW = {"gzip": 31, "x-gzip": 31, "deflate": 15}


def text_of(body: bytes, *, content_type: str, content_encoding: str) -> str | None:
    """Read a body as text, the encoding it declares left out; None for one that is no text."""
    encoding = content_encoding.strip().lower()
    if encoding not in ("", "identity"):
        if encoding not in _WINDOW:
            return None
        try:
            reader = zlib.decompressobj(_WINDOW[encoding])
            body = reader.decompress(body, _MOST)
        except zlib.error:
            return None
        if reader.unconsumed_tail:
            return None
    if b"\0" in body and "multipart" in content_type.lower():
        return None
    try:
        text = body.decode(_charset(body, content_type)).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return None
    # A text with NULs in it is of an encoding that was not found.
    return None if "\0" in text else _DECLARATION.sub(r"\1", text)


def _charset(body: bytes, content_type: str) -> str:
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name
    for start, name in _UNMARKED:
        if body.startswith(start):
            return name
    told = _CHARSET.search(content_type)
    if told:
        return told[1]
    declared = _DECLARED.match(body)
    return declared[1].decode("ascii", "replace") if declared else "utf-8"
