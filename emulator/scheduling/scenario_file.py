"""YAML as far as JSON goes: objects, lists, texts, numbers, true, false and null; and the line of every place."""

import re
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from emulator.scheduling.many_at_once import many_at_once
from emulator.scheduling.packed_rows import PackedRows
from emulator.scheduling.readings import Where, show, spell

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser is ten times as fast, where PyYAML was built with it


class ScenarioError(ValueError):
    """Name the file, the line and the key of a scenario that cannot be, with what was expected and what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's content, and its text, packed, in which the line of what is wrong is found."""

    file: str
    packed: bytes
    value: object

    def line(self, path: Where) -> int:
        """Tell the line of a place, or of the nearest place around it."""
        # Only what is wrong needs its line. So the text is read again for it, and reading many jobs stays quick.
        reader = _Reader(zlib.decompress(self.packed).decode(), self.file, wanted=list(path))
        reader.read()
        return reader.line

    def error(self, path: Where, *, expected: str, found: str) -> ScenarioError:
        """Make the error for a place of this file."""
        return ScenarioError(f"{self.file}:{self.line(path)}: {spell(path)}: expected {expected}; found {found}")


def parse(text: str, *, file: str) -> Document:
    """Read a YAML text; raise ScenarioError."""
    try:
        with many_at_once():
            value = _Reader(text, file).read()
        return Document(file=file, packed=zlib.compress(text.encode(), 1), value=value)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ScenarioError(
            f"{file}:{mark.line + 1 if mark else 1}: expected YAML; the reader says: {error.problem or error.context}"
        ) from None
    except yaml.YAMLError as error:
        raise ScenarioError(f"{file}:1: expected YAML; the reader says: {error}".replace("\n", " ")) from None
    except RecursionError:
        raise ScenarioError(f"{file}:1: expected {_MODERATE}; found one that is too deep") from None


_MODERATE = "a document of moderate depth"
_OPEN = object()

# Texts are told from other plain scalars as in YAML 1.2: NO is a text, and so is 2026-01-05T08:00:00Z.
_PLAIN = re.compile(r"(true|false)|(null|~|)|([-+]?[0-9]{1,400})|([-+]?[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?)")
_VALUES: tuple[Callable[[str], object], ...] = (lambda text: text == "true", lambda _text: None, int, float)
_FIRST = frozenset("tfn~-+0123456789")


class _Reader:
    """Build the content from the parser's events; ``line`` is where the part of the path ``wanted`` that is there stands."""

    def __init__(self, text: str, file: str, *, wanted: list[str | int] | None = None) -> None:
        self._loader = _Base(text)
        self._next: Callable[[], Any] = self._loader.get_event
        self._file = file
        self._anchors: dict[str, object] = {}
        self._path: list[str | int] = []
        self._wanted = wanted
        self.line = 1

    def read(self) -> object:
        try:
            self._next()
            if isinstance(self._next(), yaml.StreamEndEvent):
                return {}
            first = self._next()
            self._pass(first)
            value = self._value(first)
            self._next()
            rest = self._next()
            if not isinstance(rest, yaml.StreamEndEvent):
                raise self._error(rest, expected="YAML; the reader says: expected a single document", found="another")
            return {} if value is None else value
        finally:
            self._loader.dispose()

    def _value(self, event: Any) -> object:
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        else:
            if event.tag is not None:
                raise self._error(event, expected="a value without a tag", found=f"the tag {event.tag}")
            self._anchors[event.anchor] = _OPEN
            value = self._mapping() if isinstance(event, yaml.MappingStartEvent) else self._sequence()
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value

    def _mapping(self) -> dict[str, object]:
        found: dict[str, object] = {}
        path = self._path
        while True:
            event = self._next()
            if isinstance(event, yaml.MappingEndEvent):
                return found
            if not isinstance(event, yaml.ScalarEvent):
                raise self._error(event, expected="texts as keys", found="something else")
            key = sys.intern(event.value)
            path.append(key)
            if self._wanted is not None:
                self._pass(event)
            if key in found:
                raise self._error(event, expected="each key once", found=f"the key {show(key)} again")
            found[key] = self._value(self._next())
            path.pop()

    def _sequence(self) -> list[object] | PackedRows:
        path = self._path
        # A list of work items, or of whatever else a document's keys hold, may be long; no other is.
        found: list[object] | PackedRows = PackedRows() if len(path) == 1 else []
        while True:
            event = self._next()
            if isinstance(event, yaml.SequenceEndEvent):
                return found
            path.append(len(found))
            if self._wanted is not None:
                self._pass(event)
            found.append(self._value(event))
            path.pop()

    def _scalar(self, event: Any) -> object:
        text: str = event.value
        if event.tag is not None and event.tag != "tag:yaml.org,2002:str":
            raise self._error(event, expected="a value without a tag", found=f"the tag {event.tag}")
        if event.implicit[0] and (not text or text[0] in _FIRST):
            plain = _PLAIN.fullmatch(text)
            if plain is not None and plain.lastindex is not None:
                return _VALUES[plain.lastindex - 1](text)
        return text

    def _alias(self, event: Any) -> object:
        if event.anchor not in self._anchors:
            raise self._error(event, expected="YAML; the reader says: an alias of an anchor", found=f"*{event.anchor}")
        value = self._anchors[event.anchor]
        if value is _OPEN:
            raise self._error(event, expected=_MODERATE, found="one that is too deep, or holds itself")
        return value

    def _pass(self, event: Any) -> None:
        if self._wanted is not None and self._path == self._wanted[: len(self._path)]:
            self.line = event.start_mark.line + 1

    def _error(self, event: Any, *, expected: str, found: str) -> ScenarioError:
        where = f"{self._file}:{event.start_mark.line + 1}: {spell(tuple(self._path))}"
        return ScenarioError(f"{where}: expected {expected}; found {found}")
