"""A property of a request or an answer, as a document tells of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from contracts.document.access import Refused


class Carrier(Enum):
    """What carries a property of a request: OpenAPI's word, and how a parameter's name is written among the body's."""

    BODY = "body", "{}"
    PATH = "path", "{{{}}}"
    QUERY = "query", "?{}"
    HEADER = "header", "{}:"

    def __init__(self, word: str, spelling: str) -> None:
        self.word = word
        self.spelling = spelling


class OutcomeKind(Enum):
    """What becomes of a value that is missing, empty or too long.

    RECORD: what the facade's record has already stands for one that is missing, and without that it is refused.
    """

    REFUSED = "refused"
    SENT = "sent"
    ABSENT = "absent"
    NOT_FOUND = "not-found"
    CODE = "code"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a value gets; ``code`` is the SOAP side's, where it is passed on and comes back with one."""

    kind: OutcomeKind
    code: str | None = None


class TextKind(Enum):
    """How a value is written in its element, or read from it."""

    PLAIN = "plain"
    DIGITS = "digits"
    CUT = "cut"
    ENUM = "enum"
    UTC = "utc"
    NAMES = "names"
    RECORD = "record"


class Unlisted(Enum):
    """What becomes of a value that is not in its table."""

    SENT = "sent"
    ABSENT = "absent"
    DIGITS = "digits"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A way to write or read a value; ``cut`` is a number of characters, ``table`` what stands for what.

    ``unlisted`` is for what the table does not have: of digits, those up to ``most`` are sent, and nothing of anything else.
    """

    kind: TextKind = TextKind.PLAIN
    cut: int | None = None
    table: Mapping[str, Any] = field(default_factory=dict)
    unlisted: Unlisted = Unlisted.SENT
    most: int = 2**32 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """What a text must read as on the SOAP side, and the code it gets otherwise."""

    pattern: str
    otherwise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """An element that is sent beside a property's own, unless another property brings it: one value, or by a table."""

    path: tuple[str, ...]
    value: Any = None
    table: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededWith:
    """Properties of an object that must be there where another, the one that is named, has a value."""

    name: str
    value: Any
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Property:
    """A property of a request or an answer; ``path`` is dotted, lengths count code points.

    ``soap_element`` is the path under the message's root, () for none. A root has the path "". A parameter is a property of
    the root, by a name that no body has: {id} in the path, ?since in the query, X-Key: in a header; ``label`` is the bare one.
    ``alternatives`` are the sets of properties of which exactly one must be there, ``apart`` those that must not all be there,
    ``needed`` those that must be there beside a value of another; ``refused`` is by rule, "" for any. ``condition`` is what a
    request gets where what the value says of a record does not hold. ``typed_rest``: members of other names have a type, too.
    """

    name: str
    label: str
    carrier: Carrier
    path: str
    pointer: str
    types: frozenset[str]
    nullable: bool
    required: bool
    min_length: int | None
    max_length: int | None
    minimum: int | None
    maximum: int | None
    pattern: str | None
    format: str | None
    values: tuple[Any, ...]
    soap_element: tuple[str, ...]
    text: Text
    missing: Outcome
    empty: Outcome
    too_long: Outcome
    characters: Outcome
    goes_into_xml: bool
    sendable: int | None
    unsendable: Outcome
    other_types: str
    reads: Reads | None
    unknown: tuple[str, ...]
    older_spelling_of: str | None
    dropped: bool
    has_absent: bool
    absent: Any
    echo: str | None
    names: str | None
    examples: tuple[Any, ...]
    clauses: tuple[str, ...]
    aspects: Mapping[str, tuple[str, ...]]
    beside: tuple[Beside, ...]
    alternatives: tuple[tuple[str, ...], ...]
    apart: tuple[str, ...]
    typed_rest: bool
    unique: bool
    least_items: int
    most_items: int | None
    needed: tuple[NeededWith, ...]
    refused: Mapping[str, Refused]
    not_known: Refused | None
    condition: Refused | None
    properties: tuple["Property", ...] = ()
    items: "Property | None" = None

    def clauses_of(self, aspect: str) -> tuple[str, ...]:
        """Name the clauses that promise one aspect of it: element, length, type, null or characters."""
        return self.aspects.get(aspect) or self.aspects.get("type" if aspect == "characters" else "element") or self.clauses

    def walk(self) -> Iterator["Property"]:
        """Give every property below this one, each before those inside it; of a list its entries, where they are values."""
        for child in self.properties:
            yield child
            yield from child.walk()
        if self.items is not None:
            if not self.items.properties:
                yield self.items
            yield from self.items.walk()

    def child(self, name: str) -> "Property | None":
        """Find a property directly below this one."""
        return next((each for each in self.properties if each.name == name), None)
