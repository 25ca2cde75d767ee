"""Secrets in XML, whole or broken: taken out by the names of elements and attributes, without a parser that could fail."""

import html
import re
from collections.abc import Callable

from emulator.recording.known_secrets import MASK
from emulator.recording.secret_names import is_secret

# Everything that XML is made of. A document type ends as late as it may: an entity's value can look like its end.
_TOKEN = re.compile(
    r"""(?P<comment><!--.*?(?:-->|\Z))
      | (?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))
      | (?P<declaration>\A\ufeff?<\?xml\s[^<>]*\?>)
      | (?P<instruction><\?.*?(?:\?>|\Z))
      | (?P<doctype><![^\[>]*(?:\[(?:.*\]\s*>|.*\Z)|>|\Z))
      | (?P<tag><(?:[^<>"']|"[^"]*"|'[^']*')*+>|<[^<>]*(?:>|(?=<)|\Z))
      | (?P<text>[^<]+)""",
    re.DOTALL | re.VERBOSE,
)
_TAG_NAME = re.compile(r"<(?P<end>/?)\s*(?:[^\s<>/:\"'=]+:)?(?P<name>[^\s<>/:\"'=]+)")
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s<>/"'=]+)(?P<is>\s*=\s*)(?:"(?P<one>[^"]*)"|'(?P<other>[^']*)'|(?P<bare>[^\s<>"']+))"""
)
_LEFT_OUT = {"comment": f"<!--{MASK}-->", "instruction": f"<?masked {MASK}?>", "doctype": f"<!DOCTYPE {MASK}>"}


def looks_like_xml(text: str) -> bool:
    """Tell whether a text is to be read as XML, broken though it may be."""
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def masked_elements(text: str, learn: Callable[[str], object]) -> str:
    """Mask what is inside of elements and attributes with the names of secrets, and all that is no content.

    Each value is told to ``learn``. Where such an element does not end, everything behind it is masked.
    """
    parts: list[str] = []
    inside = ""  # the local name of the element that is being masked
    depth, held = 0, ""
    for token in _TOKEN.finditer(text):
        kind, found = token.lastgroup or "", token[0]
        tag = _TAG_NAME.match(found) if kind == "tag" else None
        if inside:
            if tag and tag["name"].lower() == inside:
                depth += -1 if tag["end"] else not found.endswith("/>")
            if depth:
                held += found
                continue
            parts += [MASK] if held else []
            learn(_content(held))
            inside, held = "", ""
            parts.append(found)
        elif tag and not tag["end"]:
            told, secret = _masked_tag(found, tag["name"], learn)
            parts.append(told)
            if secret and not found.endswith("/>"):
                inside, depth = tag["name"].lower(), 1
        else:
            parts.append(_LEFT_OUT.get(kind, found))
    if inside and held:
        learn(_content(held))
        parts.append(MASK)
    return "".join(parts)


def mapped_texts(text: str, change: Callable[[str], str]) -> str:
    """Change each text and each attribute's value, namespaces left out; names and markup stay as they are."""
    return _TOKEN.sub(lambda token: _mapped(token, change), text)


def _mapped(token: re.Match[str], change: Callable[[str], str]) -> str:
    match token.lastgroup:
        case "text" | "cdata":
            return change(token[0])
        case "tag":
            return _ATTRIBUTE.sub(lambda found: _changed(found, change), token[0])
    return token[0]


def _changed(found: re.Match[str], change: Callable[[str], str]) -> str:
    value = _value(found)
    if found["name"].startswith("xmlns") or (new := change(value)) == value:
        return found[0]
    return f'{found["name"]}{found["is"]}"{new}"'


def _masked_tag(tag: str, name: str, learn: Callable[[str], object]) -> tuple[str, bool]:
    """Mask a start tag's attributes; whether the element's content is a secret."""
    attributes = list(_ATTRIBUTE.finditer(tag))
    # <parameter name="password" value="..."/> is one as well.
    about = any(is_secret(_value(each)) for each in attributes if not each["name"].startswith("xmlns"))

    def masked(found: re.Match[str]) -> str:
        secret = is_secret(found["name"]) or (about and not is_secret(_value(found)))
        if found["name"].startswith("xmlns") or not secret:
            return found[0]
        learn(html.unescape(_value(found)))
        return f'{found["name"]}{found["is"]}"{MASK}"'

    return _ATTRIBUTE.sub(masked, tag), about or is_secret(name)


def _value(found: re.Match[str]) -> str:
    return next(value for value in (found["one"], found["other"], found["bare"], "") if value is not None)


def _content(held: str) -> str:
    """Give the text of what was masked, as whoever reads the XML does."""
    parts = []
    for token in _TOKEN.finditer(held):
        if token.lastgroup == "text":
            parts.append(html.unescape(token[0]))
        elif token.lastgroup == "cdata":
            parts.append(token[0].removeprefix("<![CDATA[").removesuffix("]]>"))
    return "".join(parts)
