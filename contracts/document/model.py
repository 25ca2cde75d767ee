"""What a document says, as values: operations, properties, answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.document.access import Callers, Credentials, Refused
from contracts.document.property import Property
from contracts.document.records import Ended, Needs
from contracts.wsdl.model import Interface


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
    """An answer of one status: its media types, the variants of its body, and its headers.

    ``header_places`` are the places in the body whose value a header repeats. The status 0 stands for all that are not told.
    """

    status: int
    pointer: str
    media_types: tuple[str, ...]
    variants: tuple["Variant", ...]
    required_headers: tuple[str, ...]
    header_places: Mapping[str, str]
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

    ``request`` has the body's properties and the parameters, unless these ask for notices, all optional and in the query;
    ``parameters`` are those in the query. ``records`` is how it refuses for what the facade's own records hold, ``ended`` what
    it shows of one whose job is cancelled, ``soap_default`` the text of elements that are sent where no property brings them.
    ``turned_away`` is how it refuses who shows no credentials, and who shows wrong ones, None where that is as its scheme says.
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
    body_required: bool
    media_types: tuple[str, ...]
    examples: tuple[Example, ...]
    answers: Mapping[int, Answer]
    secured: bool
    scheme: str | None
    turned_away: tuple[Refused, Refused] | None
    needs: Needs | None
    records: Mapping[str, Refused]
    ended: Ended | None
    soap_default: Mapping[tuple[str, ...], str]
    pattern: re.Pattern[str]

    def at(self, path: str) -> bool:
        """Tell whether a path, without its query, is the operation's."""
        return self.path == path or self.pattern.fullmatch(path) is not None

    def answer(self, status: int) -> Answer | None:
        """Find what the document says of an answer with this status, the default one where it says nothing else."""
        return self.answers.get(status) or self.answers.get(0)

    @property
    def named(self) -> tuple[Property, ...]:
        """The properties of the request that name a record of the facade's own."""
        ids = self.needs.ids if self.needs is not None else {}
        return tuple(prop for prop in (self.request.walk() if self.request is not None else ()) if prop.path in ids)

    def naming(self, what: str) -> Property | None:
        """Find the property of the request that names a job, or a unit."""
        return next((prop for prop in (self.request.walk() if self.request is not None else ()) if prop.names == what), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamFailure:
    """What the facade answers when the SOAP side fails in one way; whether it tells the reason of a fault."""

    way: str
    status: int
    code: str
    tells_reason: bool
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
    schemes: Mapping[str, Credentials]
    operations: tuple[Operation, ...]

    @property
    def credentials(self) -> Credentials | None:
        """What callers show: by the scheme that who sends a request fills in, else by the first."""
        filled_in = (each for each in self.schemes.values() if each.filled_in)
        return next(filled_in, next(iter(self.schemes.values()), None))

    def credentials_of(self, operation: Operation) -> Credentials | None:
        """What a caller of the operation shows; None where it asks for nothing."""
        scheme = self.schemes.get(operation.scheme) if operation.scheme is not None else None
        if scheme is None or operation.turned_away is None:
            return scheme
        missing, wrong = operation.turned_away
        return replace(scheme, missing=missing, wrong=wrong)

    @property
    def own_statuses(self) -> tuple[int, ...]:
        """The statuses with which the facade refuses a body or a parameter itself: 400 unless the document says otherwise."""
        found = self.own_refusal.places.get("status", 400)
        return tuple(found) if isinstance(found, list) else (found,)

    @property
    def own_refused(self) -> Refused:
        """How the facade refuses a body or a parameter, with the first of its statuses."""
        return Refused(status=self.own_statuses[0], code=self.own_refusal.places.get("says"), clauses=self.own_refusal.clauses)

    @property
    def not_found(self) -> Refused | None:
        """How the facade refuses a value that names nothing it could ever know; None where it is as any other."""
        row = self.own_refusal.places.get("not-found")
        return None if row is None else Refused(status=row["status"], code=row.get("code"), clauses=self.own_refusal.clauses)

    def refusal_own_code(self, code: str) -> str | None:
        """Tell the facade's own code for a code of the SOAP side; None where the document has none."""
        codes = self.refusal.places.get("codes") or {}
        return codes.get(code, codes.get("default"))

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
        if in_force == self.settings:
            return self
        return read(self.source, name=self.name, file=self.file, settings=in_force, interface=self.interface)
