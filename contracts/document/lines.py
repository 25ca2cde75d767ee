"""Where in a document's file something stands: from a JSON pointer to a line and a column."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text, both counted from 1."""

    line: int
    column: int


FIRST = Position(1, 1)


class Lines:
    """The places of one document, of which a pointer may lead through references, anchors and merged maps."""

    def __init__(self, text: str) -> None:
        """Read the text; one that is no YAML, or that has changed since, has its first line for every place."""
        try:
            self._root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
        except yaml.YAMLError:
            self._root = None

    @classmethod
    def of(cls, path: str | Path) -> "Lines":
        """Read a file; one that cannot be read any more has no other place than its first line."""
        try:
            return cls(Path(path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            return cls("")

    def at(self, pointer: str) -> Position:
        """Give the place of what a pointer names, or of the last part of it that is there."""
        node, found = self._root, FIRST
        for token in _tokens(pointer):
            step = self._step(node, token, ())
            if step is None:
                break
            node, found = step
        return found

    def naming(self, clause: str) -> Position | None:
        """Give the first place where a clause is named; None where the document does not name it."""
        return next((_position(node) for node in self._scalars() if node.value == clause), None)

    def _step(self, node: yaml.Node | None, token: str, seen: tuple[str, ...]) -> tuple[yaml.Node, Position] | None:
        """Go one token deeper: the node there, and the place of its key."""
        if isinstance(node, yaml.SequenceNode):
            inside = node.value[int(token)] if token.isascii() and token.isdigit() and int(token) < len(node.value) else None
            return None if inside is None else (inside, _position(inside))
        if not isinstance(node, yaml.MappingNode):
            return None
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == token:
                return value, _position(key)
        for key, value in node.value:
            if key.value == "<<":
                for merged in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    if (found := self._step(merged, token, seen)) is not None:
                        return found
            if key.value == "$ref" and isinstance(value, yaml.ScalarNode) and value.value not in seen:
                return self._step(self._referred(value.value, (*seen, value.value)), token, (*seen, value.value))
        return None

    def _referred(self, reference: str, seen: tuple[str, ...]) -> yaml.Node | None:
        node = self._root
        for token in _tokens(reference.removeprefix("#")):
            step = self._step(node, token, seen)
            if step is None:
                return None
            node, _ = step
        return node

    def _scalars(self) -> Iterator[yaml.ScalarNode]:
        waiting = [self._root] if self._root is not None else []
        met: set[int] = set()
        while waiting:
            node = waiting.pop()
            if id(node) in met:
                continue
            met.add(id(node))
            if isinstance(node, yaml.ScalarNode):
                yield node
            elif isinstance(node, yaml.MappingNode):
                waiting += [each for pair in reversed(node.value) for each in reversed(pair)]
            elif isinstance(node, yaml.SequenceNode):
                waiting += reversed(node.value)


def _tokens(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _position(node: yaml.Node) -> Position:
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)
