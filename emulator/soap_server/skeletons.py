"""Messages whose markup came before: only their texts are read.

A client writes the same markup around other texts again and again, and to parse it anew takes a third of a cancel's time. What
stands between the texts is a message's *skeleton*. A skeleton that comes a second time is parsed once more with marks in the
place of its texts, and what the readers make of that says where each text goes. Where that is not sure, or anything but plain
text may matter (entities, CDATA, comments, an encoding other than UTF-8), every message is parsed as if it were the first.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from emulator.soap_server.reading import Received

# A text between two tags; whoever holds a character that XML forbids, or writes in another way, leaves it to the parser.
_TEXT = re.compile(rb">([^<>&\x00-\x1f]+)<")
# What a text may not hold, though it is UTF-8: U+FFFE and U+FFFF begin so.
_NO_TEXT = b"\xef\xbf"
# Other markup than tags; only a declaration of XML 1.0 in UTF-8 may stand at the start.
_OTHER_MARKUP = re.compile(rb"<[!?]")
_DECLARATION = re.compile(rb"<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?\?>")
_LONGEST = 8192
_MOST = 256
_MARK = "\ue000{}\ue001"
_MARKED = re.compile("\ue000([0-9]+)\ue001")

Skeleton = tuple[bytes, ...]
Build = Callable[[Sequence[str]], Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What every message of one skeleton is: ``about`` it, and how its texts are put together."""

    about: Any
    build: Build


class Skeletons:
    """Remember the skeletons that came, and how the messages of those that came again are read; a bounded number of them."""

    def __init__(self) -> None:
        self._seen: set[Skeleton] = set()
        self._known: dict[Skeleton, Known | None] = {}

    def read(self, body: bytes) -> tuple[Any, Any] | None:
        """Give what is known about a message, and what it holds; None where it has to be parsed."""
        if len(body) > _LONGEST:
            return None
        parts = _TEXT.split(body)
        known = self._known.get(tuple(parts[::2]))
        if known is None or _NO_TEXT in body:
            return None
        try:
            texts = b"\0".join(parts[1::2]).decode().split("\0")
        except UnicodeDecodeError:
            return None
        return known.about, known.build(texts)

    def learn(self, body: bytes, read: Callable[[bytes], tuple[Any, Any]]) -> None:
        """Learn from a message that was parsed and could be read; ``read`` parses and reads as that was done."""
        if len(body) > _LONGEST:
            return
        parts = _TEXT.split(body)
        skeleton = tuple(parts[::2])
        if skeleton in self._known:
            return
        if skeleton not in self._seen:
            _make_room(self._seen)
            self._seen.add(skeleton)
            return
        _make_room(self._known)
        self._known[skeleton] = _learnt(parts, read) if _is_plain(skeleton) else None


def _is_plain(skeleton: Skeleton) -> bool:
    """Tell whether it holds nothing but tags, behind a plain declaration or none, in which no reference spells what is read."""
    start = _DECLARATION.match(skeleton[0])
    markup = b"><".join(skeleton)
    other = _OTHER_MARKUP.search(markup, start.end() if start else 0)
    return other is None and b"&" not in markup and b"\0" not in markup  # which UTF-16 has in every tag


def _learnt(parts: list[bytes], read: Callable[[bytes], tuple[Any, Any]]) -> Known | None:
    marks = [_MARK.format(place) for place in range(len(parts) // 2)]
    marked = b"".join(part if place % 2 == 0 else b">" + marks[place // 2].encode() + b"<" for place, part in enumerate(parts))
    try:
        about, held = read(marked)
        return Known(about, _builder(held))
    except Exception:  # whatever it is, such a message is parsed each time, and that says what is wrong with it
        return None


def _builder(held: Received | str | None) -> Build:
    """Compile what puts texts in the places of their marks; raise ValueError where a mark does not stand alone."""
    if not isinstance(held, Received):
        place = _place(held)
        return (lambda _texts: held) if place is None else itemgetter(place)
    names, unknown, children = tuple(held.children), held.unknown, tuple(held.children.values())
    places = [_place(child) for child in children if isinstance(child, str)]
    if len(places) == len(children) > 1 and None not in places:
        every = itemgetter(*places)  # several at one look
        return lambda texts: Received(dict(zip(names, every(texts), strict=True)), unknown)
    builds = [_builder(child) for child in children]
    return lambda texts: Received(dict(zip(names, [build(texts) for build in builds], strict=True)), unknown)


def _place(held: str | None) -> int | None:
    """Tell which text a mark stands for; None for what holds no mark."""
    if held is None or not _MARKED.search(held):
        return None
    mark = _MARKED.fullmatch(held)
    if mark is None:
        raise ValueError("a text that is made of several")
    return int(mark[1])


def _make_room(full: set[Any] | dict[Any, Any]) -> None:
    if len(full) >= _MOST:
        full.clear()
