"""Secrets in texts that are shown: their values become ``***``; names, order and all the rest stay as they were."""

import re
from functools import cache

_MASK = "***"
_HEADERS = re.compile(r"authorization|cookie|token|secret|password|api-?key|subscription-?key|signature", re.IGNORECASE)
_NAMES = (
    "password", "secret", "token", "access_?token", "id_?token", "refresh_?token", "client_?secret", "api_?key",
    "signature", "sig",
)  # fmt: skip


def _spelt(escape: str) -> str:
    """Make a pattern for the names in which each character may be escaped, in either case: who reads them reads them so."""
    letters = {
        letter: f"(?:{letter}|{escape}(?:{ord(letter):02x}|{ord(letter.upper()):02x}))" for name in _NAMES for letter in name
    }
    letters["?"] = "?"
    return "(?:" + "|".join("".join(map(letters.__getitem__, name)) for name in _NAMES) + ")"


# An element's content ends at its own end tag; what looks like one in CDATA, a comment or an instruction is content.
# Where no end tag follows, everything is content.
_TAG = r"(?:[^\s<>/:\"']+:)?password"
_ELEMENT = re.compile(
    rf"""(?P<start><{_TAG}(?=[\s>])(?:(?:[^<>"']|"[^"]*"|'[^']*')*+|[^<>]*)(?<!/)>)
         (?P<content>(?:<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|(?!</{_TAG}\s*>).)*+)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_STRING = r'"(?:[^"\\]|\\.)*+(?:"|\Z)'
_VALUE = re.compile(rf"""{_STRING}|[^\s,}}\]"]+""", re.DOTALL)
_TOKEN = re.compile(rf"{_STRING}|[][{{}}]", re.DOTALL)


# Compiled when somebody looks at the journal: they are long, and a start does not need them.
@cache
def _member() -> re.Pattern[str]:
    in_json = _spelt(r"\\u00")
    return re.compile(rf"""(?P<name>"{in_json}"\s*:\s*)(?=\S)""", re.IGNORECASE)


@cache
def _parameter() -> re.Pattern[str]:
    in_a_query = _spelt("%")
    return re.compile(rf"(?P<name>[?&]{in_a_query}=)[^&#]*", re.IGNORECASE)


def masked_xml(text: str) -> str:
    """Mask the content of password elements of any prefix."""
    if "password" not in text.lower():
        return text
    return _ELEMENT.sub(lambda found: found["start"] + (_MASK if found["content"] else ""), text)


def masked_json(text: str) -> str:
    """Mask the values of members that hold a secret, arrays and objects too, whether or not the whole is JSON."""
    parts: list[str] = []
    shown = 0
    for found in _member().finditer(text):
        # What stands inside a value that is masked already is no member of its own.
        end = _end_of_value(text, found.end()) if found.start() >= shown else None
        if end is not None:
            parts += text[shown : found.end()], f'"{_MASK}"'
            shown = end
    return "".join((*parts, text[shown:]))


def _end_of_value(text: str, start: int) -> int | None:
    if text[start] not in "[{":
        value = _VALUE.match(text, start)
        return value.end() if value else None
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth += (token[0] in ("[", "{")) - (token[0] in ("]", "}"))
        if depth == 0:
            return token.end()
    return len(text)


def masked_path(path: str) -> str:
    """Mask the query's parameters that hold a secret."""
    return _parameter().sub(rf"\g<name>{_MASK}", path)


def masked_header(name: str, value: str) -> str:
    """Mask the value of a header that holds a secret."""
    return _MASK if _HEADERS.search(name) else value
