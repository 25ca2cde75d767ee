"""YAML that knows its lines: every mistake is told with its file, line, key and what is allowed."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from contracts.scenarios.matching import Kind, Matcher

_TAGS = {kind.tag: kind for kind in Kind}


class Mistake(ValueError):  # noqa: N818 - the writer's, and no error of ours
    """Say where a scenario file is wrong, and what would be right."""


class _Loader(yaml.SafeLoader):
    """YAML with fewer surprises: true and false are the only booleans, a time stays a text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+(?:e[-+]?[0-9]+)?|-?[0-9]+e[-+]?[0-9]+", "-0123456789"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))

_SCALARS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:bool": lambda text: text == "true",
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:null": lambda _text: None,
}


@dataclass(frozen=True, slots=True)
class Located:
    """A node of a YAML file that can say where it is."""

    path: Path
    node: yaml.Node

    @classmethod
    def read(cls, path: Path) -> "Located":
        """Read the one document of a file; raise Mistake where it is no YAML."""
        try:
            node = yaml.compose(path.read_text(encoding="utf-8"), _Loader)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            raise Mistake(f"{path}:{line}: this is no YAML: {getattr(error, 'problem', None) or error}") from error
        if node is None:
            raise Mistake(f"{path}:1: the file is empty")
        return cls(path, node)

    @property
    def line(self) -> int:
        """The line it begins on, counted from 1."""
        return int(self.node.start_mark.line) + 1

    def mistake(self, text: str) -> Mistake:
        """Make the error that says what is wrong here."""
        return Mistake(f"{self.path}:{self.line}: {text}")

    def mapping(self, what: str, *, allowed: Collection[str], required: Collection[str] = ()) -> dict[str, "Located"]:
        """Read a mapping that has known keys only."""
        members = {}
        for key, member in self._members(what):
            if key.value not in allowed:
                close = get_close_matches(key.value, allowed, n=1)
                hint = f"; do you mean {close[0]!r}?" if close else ""
                listed = ", ".join(sorted(allowed))
                raise Located(self.path, key).mistake(f"{key.value!r} is no key of {what}{hint} Allowed: {listed}")
            members[key.value] = member
        for name in required:
            if name not in members:
                raise self.mistake(f"{what} needs the key {name!r}, found {', '.join(sorted(members)) or 'none'}")
        return members

    def free_mapping(self, what: str) -> dict[str, "Located"]:
        """Read a mapping whose keys are the writer's own."""
        return {key.value: member for key, member in self._members(what)}

    def sequence(self, what: str) -> list["Located"]:
        """Read a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.mistake(f"{what} must be a list, found {_kind(self.node)}")
        return [Located(self.path, node) for node in self.node.value]

    def text(self, what: str) -> str:
        """Read a text that is not empty."""
        value = self.value()
        if not isinstance(value, str) or not value:
            raise self.mistake(f"{what} must be a text, found {value!r}")
        return value

    def integer(self, what: str) -> int:
        """Read a whole number."""
        value = self.value()
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.mistake(f"{what} must be a whole number, found {value!r}")
        return value

    def flag(self, what: str) -> bool:
        """Read true or false."""
        value = self.value()
        if not isinstance(value, bool):
            raise self.mistake(f"{what} must be true or false, found {value!r}")
        return value

    def value(self) -> Any:
        """Read anything: plain values, and a rule wherever a tag says so."""
        node = self.node
        if not node.tag.startswith("!"):
            return self._plain(node.tag)
        if node.tag not in _TAGS:
            raise self.mistake(f"{node.tag} is no rule. Allowed: {', '.join(_TAGS)}")
        return Matcher(_TAGS[node.tag], self._plain(_implicit_tag(node)))

    def _plain(self, tag: str) -> Any:
        if isinstance(self.node, yaml.MappingNode):
            return {key.value: member.value() for key, member in self._members("this")}
        if isinstance(self.node, yaml.SequenceNode):
            return [member.value() for member in self.sequence("this")]
        return _SCALARS[tag](self.node.value)

    def _members(self, what: str) -> Iterator[tuple[yaml.Node, "Located"]]:
        if not isinstance(self.node, yaml.MappingNode):
            raise self.mistake(f"{what} must be a mapping, found {_kind(self.node)}")
        seen = set()
        for key, member in self.node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Located(self.path, key).mistake(f"a key of {what} must be a text, found {_kind(key)}")
            if key.value in seen:
                raise Located(self.path, key).mistake(f"the key {key.value!r} stands twice in {what}")
            seen.add(key.value)
            yield key, Located(self.path, member)


def _implicit_tag(node: yaml.Node) -> str:
    """Tell what the value would be without its tag: ``!not 0`` is about a number, ``!not "0"`` about a text."""
    if not isinstance(node, yaml.ScalarNode):
        return ""
    plain = node.style is None
    return str(_Loader("").resolve(yaml.ScalarNode, node.value, (plain, not plain)))  # type: ignore[no-untyped-call]


def _kind(node: yaml.Node) -> str:
    match node:
        case yaml.MappingNode():
            return "a mapping"
        case yaml.SequenceNode():
            return "a list"
        case _:
            return f"{node.value!r}"
