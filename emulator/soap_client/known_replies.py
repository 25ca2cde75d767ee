"""Replies whose markup came before: their tree is there already, and only their texts are put into it.

To parse a reply takes longer than all else that is done with it, and a Scheduling system writes the same markup around other
texts again and again. What stands between the texts is looked up. Where a reply holds anything but plain text in plain tags it
is parsed each time.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

# A text between two tags, of characters that stand for themselves.
_TEXT = re.compile(rb">([^<>&\x00-\x1f]+)<")
_OTHER_MARKUP = re.compile(rb"<[!?]")
_DECLARATION = re.compile(rb"<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?\?>")
_LONGEST = 4096
_MOST = 64

_Markup = tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """The message in a tree, and the elements that hold its texts, in their order."""

    message: etree._Element
    holders: tuple[etree._Element, ...]


class KnownReplies(threading.local):
    """The trees of one thread; ``message`` gives what the envelope holds, and what it gives lasts until it is asked again."""

    def __init__(self) -> None:
        self._seen: set[_Markup] = set()
        self._known: dict[_Markup, _Known | None] = {}

    def message(self, body: bytes, parse: Callable[[bytes], etree._Element]) -> etree._Element:
        """Give the message of a reply as ``parse`` would; raise what that raises."""
        if len(body) > _LONGEST:
            return parse(body)
        parts = _TEXT.split(body)
        markup = tuple(parts[::2])
        known = self._known.get(markup)
        if known is None:
            return self._parsed(body, parts, markup, parse)
        try:
            for holder, text in zip(known.holders, b"\0".join(parts[1::2]).decode().split("\0"), strict=True):
                holder.text = text
        except ValueError:  # no UTF-8, or a character that XML forbids
            return parse(body)
        return known.message

    def _parsed(
        self, body: bytes, parts: list[bytes], markup: _Markup, parse: Callable[[bytes], etree._Element]
    ) -> etree._Element:
        message = parse(body)
        if markup not in self._known:
            if markup in self._seen:
                _make_room(self._known)
                self._known[markup] = _learnt(parts, markup, parse)
            else:
                _make_room(self._seen)
                self._seen.add(markup)
        return message


def _learnt(parts: list[bytes], markup: _Markup, parse: Callable[[bytes], etree._Element]) -> _Known | None:
    start = _DECLARATION.match(markup[0])
    whole = b"><".join(markup)
    if len(parts) < 3 or b"\0" in whole or _OTHER_MARKUP.search(whole, start.end() if start else 0):
        return None
    marks = [f"text-{place}" for place in range(len(parts) // 2)]
    texts = {2 * place + 1: b">%b<" % mark.encode() for place, mark in enumerate(marks)}
    message = parse(b"".join(texts.get(place, part) for place, part in enumerate(parts)))
    holders = {element.text: element for element in message.iter() if element.text in marks}
    # Where a text stands behind a child, or outside of the message, there is nobody to hold it.
    return _Known(message, tuple(holders.values())) if list(holders) == marks else None


def _make_room(full: set[_Markup] | dict[_Markup, _Known | None]) -> None:
    if len(full) >= _MOST:
        full.clear()
