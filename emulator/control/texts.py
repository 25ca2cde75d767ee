"""Bytes of messages as texts; nothing that anybody sends can make this fail."""

import codecs
import re

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WITHOUT_MARK = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


def text_of_xml(data: bytes) -> str:
    """Decode XML by its byte order mark or its declaration, UTF-8 otherwise; wrong bytes are shown as escapes."""
    declared = _DECLARED.match(data)
    guesses = [encoding for start, encoding in (*_BYTE_ORDER_MARKS, *_WITHOUT_MARK) if data.startswith(start)]
    for encoding in (*guesses, *([declared[1].decode("ascii")] if declared else [])):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return text_of_json(data)


def text_of_json(data: bytes) -> str:
    """Decode UTF-8; wrong bytes are shown as escapes."""
    return data.decode("utf-8", "backslashreplace")
