"""A place in a document, read with errors that name it; and the x- keys there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from contracts.document.source import DocumentError

_EVERYWHERE = ("x-clauses", "x-when")
DOCUMENT_KEYS = (
    *_EVERYWHERE,
    "x-settings",
    "x-soap-namespace",
    "x-soap-login",
    "x-soap-result",
    "x-refusal",
    "x-own-refusal",
    "x-http-rules",
    "x-pass-through",
    "x-upstream-failures",
    "x-tables",
    "x-characters",
)
OPERATION_KEYS = (
    *_EVERYWHERE,
    "x-soap-operation",
    "x-soap-messages",
    "x-soap-calls",
    "x-codes",
    "x-continue",
    "x-notices",
    "x-callers",
    "x-needs",
    "x-soap-default",
    "x-records",
    "x-ended",
    "x-credentials",
)
PROPERTY_KEYS = (
    *_EVERYWHERE,
    "x-soap-element",
    "x-soap-text",
    "x-missing",
    "x-empty",
    "x-too-long",
    "x-characters",
    "x-sendable",
    "x-other-types",
    "x-reads",
    "x-unknown",
    "x-older-spelling-of",
    "x-dropped",
    "x-soap-absent",
    "x-echo",
    "x-never",
    "x-names",
    "x-soap-beside",
    "x-refused",
    "x-condition",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a document with the file and the JSON pointer that lead to it."""

    value: Any
    file: str
    pointer: str

    @property
    def where(self) -> str:
        """The file and the pointer, as an error names them."""
        return f"{self.file}#{self.pointer}"

    def inside(self, *keys: str) -> "Place":
        """Go deeper; what is not there is an empty map."""
        value, pointer = self.value, self.pointer
        for key in keys:
            match value:
                case list():
                    value = value[int(key)]
                case dict():
                    value = value.get(key, {})
                case _:
                    value = {}
            pointer += "/" + key.replace("~", "~0").replace("/", "~1")
        return Place(value, self.file, pointer)

    def mapping(self, key: str) -> dict[str, Any]:
        """Give the map under a key, {} where there is none."""
        found = self.value.get(key, {}) if isinstance(self.value, Mapping) else {}
        if not isinstance(found, dict):
            raise self.wrong(key, "a map", found)
        return found

    def text(self, key: str, default: str) -> str:
        """Give the text under a key."""
        found = self.value.get(key, default)
        if not isinstance(found, str):
            raise self.wrong(key, "a text", found)
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """Give the list of texts under a key, () where there is none."""
        found = self.value.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise self.wrong(key, "a list of texts", found)
        return tuple(found)

    def wrong(self, key: str, expected: str, found: object) -> DocumentError:
        """Make the error for what stands under a key."""
        return DocumentError(f"{self.where}/{key}: expected {expected}, found {found!r}")

    def known_keys(self, known: tuple[str, ...]) -> None:
        """Object to an x- key that looks like one of ours and is none: a misspelt promise would be kept by nobody."""
        for key in self.value if isinstance(self.value, Mapping) else ():
            if isinstance(key, str) and key.startswith("x-") and key not in known:
                close = get_close_matches(key, known, n=1, cutoff=0.8)
                if close:
                    raise DocumentError(f"{self.where}/{key}: unknown key; did you mean {close[0]}?")


def clauses_and_cases(place: Place, key: str, found: Any) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Read clauses that stand in a list, or in lists by what each is for: all of them, and the lists."""
    lists = found if isinstance(found, dict) else {"": found}
    for name, each in lists.items():
        if name is None:
            raise place.wrong(key, "texts as keys; in YAML, null needs quotes", found)
        if not isinstance(each, list) or not all(isinstance(clause, str) for clause in each):
            raise place.wrong(key, "a list of clause ids, or a map of such lists", found)
    every = tuple(dict.fromkeys(clause for each in lists.values() for clause in each))
    return every, {name: tuple(each) for name, each in lists.items() if name}


def clauses_named(node: Any) -> Iterator[str]:
    """Give every clause that stands in an x-clauses, x-codes or clauses below a part of a document, under whatever setting."""
    if isinstance(node, list):
        for each in node:
            yield from clauses_named(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("x-clauses", "clauses", "x-codes"):
                for each in value.values() if isinstance(value, dict) else [value]:
                    yield from (clause for clause in each if isinstance(clause, str)) if isinstance(each, list) else ()
            else:
                yield from clauses_named(value)
