"""What a document says, as values: operations, properties, answers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from contracts.document.access import Callers, Credentials
from contracts.wsdl.model import Interface


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
    """What becomes of a value that is missing, empty or too long."""

    REFUSED = "refused"
    SENT = "sent"
    ABSENT = "absent"
    NOT_FOUND = "not-found"
    CODE = "code"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A way to write or read a value; ``cut`` is a number of characters, ``table`` what stands for what."""

    kind: TextKind = TextKind.PLAIN
    cut: int | None = None
    table: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """What a text must read as on the SOAP side, and the code it gets otherwise."""

    pattern: str
    otherwise: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Property:
    """A property of a request or an answer; ``path`` is dotted, lengths count code points.

    ``soap_element`` is the path under the message's root, () for none. A root has the path "". A parameter is a property of
    the root, by a name that no body has: {id} in the path, ?since in the query, X-Key: in a header; ``label`` is the bare one.
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
    values: tuple[Any, ...]
    soap_element: tuple[str, ...]
    text: Text
    missing: Outcome
    empty: Outcome
    too_long: Outcome
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
    properties: tuple["Property", ...] = ()
    items: "Property | None" = None

    def clauses_of(self, aspect: str) -> tuple[str, ...]:
        """Name the clauses that promise one aspect of it: element, length, type, null or characters."""
        return self.aspects.get(aspect) or self.aspects.get("type" if aspect == "characters" else "element") or self.clauses

    def walk(self) -> Iterator["Property"]:
        """Give every property below this one, each before those inside it."""
        for child in self.properties:
            yield child
            yield from child.walk()
        if self.items is not None:
            yield from self.items.walk()

    def child(self, name: str) -> "Property | None":
        """Find a property directly below this one."""
        return next((each for each in self.properties if each.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A request that works in the scenario the emulator starts with; status and code are what it gets."""

    name: str
    summary: str
    value: Any
    status: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Variant:
    """One of the bodies that an answer can have: its JSON Schema, and its properties."""

    schema: Mapping[str, Any]
    root: Property


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """An answer of one status: its media types, the variants of its body, and its headers."""

    status: int
    pointer: str
    media_types: tuple[str, ...]
    variants: tuple["Variant", ...]
    required_headers: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Places in an answer or a SOAP reply, by what they hold, with the clauses that promise them, some case by case."""

    places: Mapping[str, Any]
    clauses: tuple[str, ...]
    cases: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operation:
    """A REST operation and the SOAP call it causes.

    ``request`` has the body's properties and, where a call is caused, the parameters; ``parameters`` are those in the query.
    """

    name: str
    method: str
    path: str
    pointer: str
    clauses: tuple[str, ...]
    soap_operation: str | None
    soap_request: str | None
    soap_reply: str | None
    soap_login: tuple[tuple[str, ...], ...]
    calls_accepted: str
    calls_refused: str
    codes: Mapping[str, tuple[str, ...]]
    continued: Where
    parameters: tuple[Property, ...]
    notices: Where
    callers: Callers | None
    request: Property | None
    has_body: bool
    media_types: tuple[str, ...]
    examples: tuple[Example, ...]
    answers: Mapping[int, Answer]
    secured: bool
    pattern: re.Pattern[str]

    def at(self, path: str) -> bool:
        """Tell whether a path, without its query, is the operation's."""
        return self.path == path or self.pattern.fullmatch(path) is not None

    def naming(self, what: str) -> Property | None:
        """Find the property of the request that names a job, or a unit."""
        return next((prop for prop in (self.request.walk() if self.request is not None else ()) if prop.names == what), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamFailure:
    """What the facade answers when the SOAP side fails in one way."""

    way: str
    status: int
    code: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """A facade's contract under the settings in force; ``raw`` is the OpenAPI document itself, with them applied.

    ``interface`` is the WSDL of the SOAP side, ``clauses`` are all that the document names, under whatever settings.
    """

    name: str
    file: str
    source: Mapping[str, Any]
    raw: Mapping[str, Any]
    settings: Mapping[str, Any]
    interface: Interface
    clauses: frozenset[str]
    soap_namespace: str
    soap_result: Where
    refusal: Where
    own_refusal: Where
    http_rules: Where
    pass_through: Where
    upstream_failures: Mapping[str, UpstreamFailure]
    credentials: Credentials | None
    operations: tuple[Operation, ...]

    @property
    def own_statuses(self) -> tuple[int, ...]:
        """The statuses with which the facade refuses a body or a parameter itself: 400 unless the document says otherwise."""
        found = self.own_refusal.places.get("status", 400)
        return tuple(found) if isinstance(found, list) else (found,)

    def refusal_status(self, code: str) -> int | None:
        """Tell the status of a refusal by the SOAP side with a code; None where the document leaves it open."""
        found = self.refusal.places.get("status")
        status = found.get(code, found.get("default")) if isinstance(found, Mapping) else found
        return None if status is None else int(status)

    def operation(self, name: str | None) -> Operation | None:
        """Find an operation by its operationId."""
        return next((each for each in self.operations if each.name == name), None)

    def at(self, path: str) -> tuple[Operation, ...]:
        """Find the operations at a path; a query does not matter, case does. A path as it stands beats one with parameters."""
        plain = path.partition("?")[0]
        found = tuple(each for each in self.operations if each.at(plain))
        return tuple(each for each in found if each.path == plain) or found

    def with_source(self, source: Mapping[str, Any]) -> "Document":
        """Give the same contract read from a changed source."""
        from contracts.document.reading import read

        return read(source, name=self.name, file=self.file, settings=self.settings, interface=self.interface)

    def under(self, settings: Mapping[str, Any]) -> "Document":
        """Give the same contract for a facade that is set up in another way; other settings than x-settings are left out."""
        from contracts.document.reading import read  # the model is what reading makes

        known = {name: value for name, value in settings.items() if name in self.settings}
        in_force = {**self.settings, **known}
        return read(self.source, name=self.name, file=self.file, settings=in_force, interface=self.interface)
