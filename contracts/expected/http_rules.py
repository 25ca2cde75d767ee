"""Which refusal a request earns before its body is looked into, by the order that the document gives (SB-H-04)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from contracts.credentials import shown, shows_any
from contracts.document import Credentials, Document, Operation, Refused
from contracts.exchange import Request
from contracts.expected.json_body import UnreadableError, read_strictly
from contracts.expected.rules import broken_rule
from contracts.inputs import values_of

# What is looked at, in the order that holds where a document gives no other, and the status that each gets then.
ORDER: Mapping[str, int] = {"path": 404, "method": 405, "credentials": 401, "type": 415, "size": 413, "json": 400}
ANY_TYPE = "any"
# What can stand there too: the size of any body that has to be read for its signature.
SIGNED_SIZE = "signed-size"
# What may follow in that order: what the document says of values, and what the facade's own records say.
VALUES, RECORDS = "values", "records"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The status a request earns, with the facade's own code where the document has one, the clauses, and why."""

    status: int
    why: str
    clauses: tuple[str, ...]
    code: str | None = None


def owned(document: Document, request: Request) -> bool:
    """Tell whether the request is the facade's to answer."""
    return request.path.startswith(document.http_rules.places.get("prefix", "/"))


def http_refusal(document: Document, request: Request) -> Refusal | None:
    """Name the refusal that the request's path, method, credentials, type, size or JSON earns; None when they are right."""
    return next(_refusals(document, request), None)


def _refusals(document: Document, request: Request) -> Iterator[Refusal]:
    there = document.at(request.path)
    operation = next((each for each in there if each.method == request.method), None)
    asked = _Asked(document, request, there, operation)
    for step in document.http_rules.places.get("order", ORDER):
        if step in (VALUES, RECORDS):
            continue
        why = asked.parameter(step[1:]) if step.startswith("?") else _STEPS[step](asked)
        if isinstance(why, Refusal):
            yield why
        elif why is not None:
            told = refused_at(document, step)
            yield Refusal(status=told.status, code=told.code, why=why, clauses=(*told.clauses, *document.http_rules.clauses))


def values_come_first(document: Document) -> bool:
    """Tell whether the document says that values are looked at before records; without its word either may be."""
    order = list(document.http_rules.places.get("order", ()))
    return VALUES in order and RECORDS in order and order.index(VALUES) < order.index(RECORDS)


def refused_at(document: Document, step: str) -> Refused:
    """Tell how a request is refused at a step."""
    row = document.http_rules.places.get("refused", {}).get(step)
    if row is None:
        return Refused(status=ORDER["size" if step == SIGNED_SIZE else step], code=None)
    return Refused(status=row["status"], code=row.get("code"), clauses=tuple(row.get("clauses", ())))


@dataclass(frozen=True, slots=True)
class _Asked:
    document: Document
    request: Request
    there: tuple[Operation, ...]
    operation: Operation | None

    def path(self) -> str | None:
        return None if self.there else "there is nothing at this path"

    def method(self) -> str | None:
        return None if self.operation is not None else f"the path has no method {self.request.method}"

    def credentials(self) -> Refusal | None:
        credentials, operation = self._credentials(), self._likely()
        if credentials is None or not credentials.required:
            return None
        found = shown(credentials, self.request, has_body=operation is not None and operation.has_body)
        if found == credentials.value:
            return None
        told = credentials.wrong if shows_any(credentials, found) else credentials.missing
        clauses = (*told.clauses, *credentials.clauses, *self.document.http_rules.clauses)
        return Refusal(status=told.status, code=told.code, why=f"the credentials are {found!r}", clauses=clauses)

    def _likely(self) -> Operation | None:
        return self.operation or next(iter(self.there), None)

    def _credentials(self) -> Credentials | None:
        # Where credentials are looked at before the path, they are those of any operation.
        operation = self._likely()
        return self.document.credentials if operation is None else self.document.credentials_of(operation)

    def parameter(self, name: str) -> Refusal | None:
        prop = next((each for each in self.operation.parameters if each.label == name), None) if self.operation else None
        if prop is None or self.operation is None:
            return None
        found = values_of(self.operation, self.request, {})
        missing = prop.name not in found
        rule = None if missing else broken_rule(prop, found[prop.name])
        if (missing and not prop.required) or (not missing and rule is None):
            return None
        kind = "missing" if missing or rule is None else "empty" if found[prop.name] == "" else rule.name
        told = prop.refused.get(kind) or prop.refused.get("") or self.document.own_refused
        return Refusal(
            status=told.status, code=told.code, why=f"the parameter {name} is {kind}", clauses=prop.clauses_of("type")
        )

    def type(self) -> str | None:
        if not self._reads_a_body() or self.document.http_rules.places.get("media-type") == ANY_TYPE:
            return None
        assert self.operation is not None
        content_type = self._content_type()
        media_type = (content_type or "").partition(";")[0].strip().lower()
        return None if media_type in self.operation.media_types else f"the content type is {content_type!r}"

    def size(self) -> str | None:
        return self._too_large() if self._reads_a_body() else None

    def signed_size(self) -> str | None:
        credentials = self._credentials()
        signed = credentials is not None and credentials.required and credentials.signing is not None
        return self._too_large() if signed else None

    def _too_large(self) -> str | None:
        limit = self.document.settings.get("max_body_bytes")
        size = len(self.request.body)
        return None if limit is None or size <= limit else f"the body has {size} bytes, more than {limit}"

    def json(self) -> str | None:
        if not self._reads_a_body():
            return None
        try:
            value = read_strictly(self.request.body)
        except UnreadableError as error:
            return f"the body is no JSON: {error}"
        return None if isinstance(value, dict) else "the body is no JSON object"

    def _reads_a_body(self) -> bool:
        """Tell whether there is a body to read: one that may be left out is none when nothing stands for it."""
        if self.operation is None or not self.operation.has_body:
            return False
        return bool(self.operation.body_required or self.request.body)

    def _content_type(self) -> str | None:
        return next((value for name, value in self.request.headers.items() if name.lower() == "content-type"), None)


_STEPS: Mapping[str, Callable[[_Asked], "Refusal | str | None"]] = {
    "path": _Asked.path,
    "method": _Asked.method,
    "credentials": _Asked.credentials,
    "type": _Asked.type,
    "size": _Asked.size,
    SIGNED_SIZE: _Asked.signed_size,
    "json": _Asked.json,
}
