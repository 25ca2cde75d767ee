"""Secrets in texts that are shown: their values become ``***``; names, order and all the rest stay as they were."""

import re

_MASK = "***"
_HEADERS = re.compile(r"authorization|cookie|token|secret|password|api-?key|subscription-?key|signature", re.IGNORECASE)
_NAMES = r"(?:password|secret|token|access_?token|id_?token|refresh_?token|client_?secret|api_?key|signature|sig)"

# An element's content ends at its own end tag; what looks like one in CDATA, a comment or an instruction is content.
# Where no end tag follows, everything is content.
_TAG = r"(?:[^\s<>/:\"']+:)?password"
_ELEMENT = re.compile(
    rf"""(?P<start><{_TAG}(?=[\s>])(?:(?:[^<>"']|"[^"]*"|'[^']*')*+|[^<>]*)(?<!/)>)
         (?P<content>(?:<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|(?!</{_TAG}\s*>).)*+)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_MEMBER = re.compile(rf"""(?P<name>"{_NAMES}"\s*:\s*)(?:"(?:[^"\\]|\\.)*+(?:"|\Z)|[^\s,}}\]"]+)""", re.IGNORECASE | re.DOTALL)
_PARAMETER = re.compile(rf"(?P<name>[?&]{_NAMES}=)[^&#]*", re.IGNORECASE)


def masked_xml(text: str) -> str:
    """Mask the content of password elements of any prefix."""
    if "password" not in text.lower():
        return text
    return _ELEMENT.sub(lambda found: found["start"] + (_MASK if found["content"] else ""), text)


def masked_json(text: str) -> str:
    """Mask the values of members that hold a secret, whether or not the whole is JSON."""
    return _MEMBER.sub(rf'\g<name>"{_MASK}"', text)


def masked_path(path: str) -> str:
    """Mask the query's parameters that hold a secret."""
    return _PARAMETER.sub(rf"\g<name>{_MASK}", path)


def masked_header(name: str, value: str) -> str:
    """Mask the value of a header that holds a secret."""
    return _MASK if _HEADERS.search(name) else value
