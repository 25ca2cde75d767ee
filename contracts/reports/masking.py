"""Secrets in what a run tells: their values become ``***`` before any report sees them; everything else stays as it was.

A secret is known by its place (a header, a member, an element, a setting of a telling name), and, when a person gave it for
this run, by its value wherever that stands, and so is what is so much like it that whoever reads it knows the secret: runs
spoil credentials on purpose, a letter here, a case there.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import Enum
from typing import Any, TypeVar

from contracts.reports.wording import spelt
from contracts.secrecy.likeness import Likeness, spans_of
from contracts.secrecy.names import NAMES, SHORTEST_SECRET, is_secret
from contracts.secrecy.variables import FORMS

MASK = "***"
DEEPEST = 50

_TAG = rf"(?:[\w.-]+:)?{NAMES}"
_ELEMENT = re.compile(
    rf"""(?P<start><{_TAG}(?=[\s>])[^<>]*(?<!/)>)
         (?:<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|(?!</{_TAG}\s*>).)++""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_MEMBER = re.compile(
    rf"""(?P<name>(?P<quote>\\*["'])(?:{NAMES}|authorization|sig)(?P=quote)\s*[:=]\s*)
         (?P<value>b?"(?:[^"\\]|\\.)*+(?:"|\Z)|b?'(?:[^'\\]|\\.)*+(?:'|\Z)|\\"(?:(?!\\").)*+(?:\\"|\Z)|[^\s,{{}}\[\]"']++)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ASSIGNED = re.compile(rf"""(?P<name>(?<![\w"'-]){NAMES}=)(?:'[^']*'|"[^"]*"|[^\s&,;'"<>]++)""", re.IGNORECASE)
_HEADER = re.compile(
    r"""(?P<name>\b(?:proxy-)?authorization:\s*+(?:\w+\s++(?=\S))?+|\b(?:set-)?cookie:\s*+)(?!\$)[^'"\r\n]+""", re.IGNORECASE
)
_BEARER = re.compile(r"(?P<name>\b(?:Bearer|SharedAccessSignature)\s+|--bearer[ =])[\w.~+/=&%:-]{3,}")
_LOGIN = re.compile(r"""(?P<name>(?<![\w-])(?:--login[ =]|login=)['"]?[^:\s'"]*:)[^:\s'"]+""", re.IGNORECASE)
_JWT = re.compile(r"(?P<name>)\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)*", re.IGNORECASE)
_USER_INFO = re.compile(r"""(?P<name>\b[a-z][a-z0-9+.-]{0,20}://[^\s/?#@'"]{0,200}?:)[^\s/?#@'"]{1,200}(?=@)""", re.IGNORECASE)
_PLAIN = (_HEADER, _BEARER, _LOGIN, _ASSIGNED, _JWT, _USER_INFO)

Event = TypeVar("Event")


class Mask:
    """Take secrets out of events; ``known`` are values that are secret wherever they stand."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        worth = {form(each) for each in known if len(each) >= SHORTEST_SECRET for form in FORMS.values()}
        self._likenesses = [Likeness(each) for each in sorted(worth) if len(each) >= SHORTEST_SECRET]

    def __call__(self, event: Event) -> Event:
        """Give the event without its secrets; one that has none is given as it is."""
        masked: Event = self._masked(event, "", 0)
        return masked

    def text(self, text: str) -> str:
        """Mask what is secret in a text."""
        text = self.known(text)
        text = _MEMBER.sub(_member, _ELEMENT.sub(rf"\g<start>{MASK}", text))
        for pattern in _PLAIN:
            text = pattern.sub(rf"\g<name>{MASK}", text)
        return text

    def known(self, text: str) -> str:
        """Mask the values that are secret wherever they stand, and nothing else."""
        parts, end = [], 0
        for span, _ in spans_of(self._likenesses, text):
            parts += [text[end : span.start], MASK]
            end = span.end
        return "".join([*parts, text[end:]]) if parts else text

    def _masked(self, value: Any, name: str, depth: int) -> Any:
        """Mask a value that stands under a name, "" for none."""
        if depth > DEEPEST:
            return "..."
        match value:
            case None | bool() | int() | float() | Enum():
                return value
            case str():
                return self._named(value, name)
            case bytes():
                return self._bytes(value)
            case Mapping():
                masked = {
                    key: self._masked(item, key if isinstance(key, str) else "", depth + 1) for key, item in value.items()
                }
                return masked if _changed(value.values(), masked.values()) else value
            case list() | tuple():
                items = [self._masked(item, name, depth + 1) for item in value]
                return (tuple(items) if isinstance(value, tuple) else items) if _changed(value, items) else value
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return self._dataclass(value, depth)
        # Whatever it is, a report can show no more of it than its spelling.
        shown = spelt(value)
        return value if self.text(shown) == shown else self.text(shown)

    def _named(self, text: str, name: str) -> str:
        if name.lower() == "login" and text.count(":") == 2:
            database, _, user = text.split(":")
            return f"{self.text(database)}:{MASK}:{self.text(user)}"
        if text and is_secret(name):
            scheme, space, _ = text.partition(" ")
            return f"{scheme} {MASK}" if space and "authorization" in name.lower() else MASK
        return self.text(text)

    def _bytes(self, raw: bytes) -> bytes:
        # Latin-1 gives every byte a character, and takes it back.
        for encoding in ("utf-8", "latin-1"):
            with suppress(UnicodeDecodeError):
                text = raw.decode(encoding)
                masked = self.text(text)
                return raw if masked == text else masked.encode(encoding)
        raise AssertionError("Latin-1 decodes everything")

    def _dataclass(self, value: Any, depth: int) -> Any:
        where = getattr(value, "where", "")
        last = re.split(r"[/.:]", where)[-1] if isinstance(where, str) else ""
        changed = {}
        for row in dataclasses.fields(value):
            if not row.repr:  # what is shown to nobody; whoever writes it has to mask what he writes
                continue
            item = getattr(value, row.name)
            # What a failure expected and found stands at its place.
            masked = self._masked(item, last if row.name in ("expected", "found") else "", depth + 1)
            if masked is not item:
                changed[row.name] = masked
        return dataclasses.replace(value, **changed) if changed else value


def _changed(before: Iterable[Any], after: Iterable[Any]) -> bool:
    return any(one is not other for one, other in zip(before, after, strict=True))


def _member(found: re.Match[str]) -> str:
    quote = re.match(r"b?(\\?[\"'])", found["value"])
    return f"{found['name']}{quote[1]}{MASK}{quote[1]}" if quote else f'{found["name"]}"{MASK}"'
