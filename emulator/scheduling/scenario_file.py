"""YAML with the line of every place: objects, lists, texts, numbers, true, false and null, as in JSON."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from emulator.scheduling.readings import Where, show, spell

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser is ten times as fast, where PyYAML was built with it


class ScenarioError(ValueError):
    """Name the file, the line and the key of a scenario that cannot be, with what was expected and what was found."""


@dataclass(slots=True, kw_only=True)
class Document:
    """A file's content, and the line that each place of it stands on."""

    file: str
    value: object = None
    lines: dict[Where, int] = field(default_factory=dict)

    def error(self, path: Where, *, expected: str, found: str) -> ScenarioError:
        """Make the error for a place of this file; the line is its own, or that of the nearest place around it."""
        place = path
        while place and place not in self.lines:
            place = place[:-1]
        return ScenarioError(f"{self.file}:{self.lines.get(place, 1)}: {spell(path)}: expected {expected}; found {found}")


def parse(text: str, *, file: str) -> Document:
    """Read a YAML text; raise ScenarioError."""
    document = Document(file=file)
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
        document.value = {} if node is None else _value(document, node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ScenarioError(
            f"{file}:{mark.line + 1 if mark else 1}: expected YAML; the reader says: {error.problem or error.context}"
        ) from None
    except yaml.YAMLError as error:
        raise ScenarioError(f"{file}:1: expected YAML; the reader says: {error}".replace("\n", " ")) from None
    except RecursionError:
        raise ScenarioError(
            f"{file}:1: expected a document of moderate depth; found one that is too deep, or holds itself"
        ) from None
    return document


class _Loader(_Base):  # type: ignore[misc]
    """Tell texts from other scalars as YAML 1.2 does: NO is a text, and so is 2026-01-05T08:00:00Z."""


_SCALARS: dict[str, tuple[str, str, Any]] = {
    "tag:yaml.org,2002:bool": ("true|false", "tf", lambda text: text == "true"),
    "tag:yaml.org,2002:null": ("null|~|", "n~\0", lambda _text: None),
    "tag:yaml.org,2002:int": ("[-+]?[0-9]{1,400}", "-+0123456789", int),
    "tag:yaml.org,2002:float": (r"[-+]?[0-9]+\.[0-9]*([eE][-+]?[0-9]+)?", "-+0123456789", float),
}
for _tag, (_pattern, _first, _) in _SCALARS.items():
    _Loader.add_implicit_resolver(
        _tag, re.compile(f"(?:{_pattern})$"), [*_first.replace("\0", ""), *([""] if "\0" in _first else [])]
    )


def _value(document: Document, node: yaml.Node, path: Where) -> object:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(document, member, (*path, place)) for place, member in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, node, path)
    if node.tag in _SCALARS and re.fullmatch(_SCALARS[node.tag][0], node.value):
        return _SCALARS[node.tag][2](node.value)
    if node.tag != "tag:yaml.org,2002:str":
        raise document.error(path, expected="a value without a tag", found=f"the tag {node.tag}")
    return node.value


def _mapping(document: Document, node: yaml.MappingNode, path: Where) -> dict[str, object]:
    found: dict[str, object] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key_node, yaml.ScalarNode):
            raise document.error(path, expected="texts as keys", found="something else")
        document.lines[(*path, key)] = key_node.start_mark.line + 1
        if key in found:
            raise document.error((*path, key), expected="each key once", found=f"the key {show(key)} again")
        found[key] = _value(document, value_node, (*path, key))
    return found
