"""Which refusal a request earns before its body is looked into, by the order the contract gives (SB-H-04)."""

from dataclasses import dataclass

from contracts.document import Document, Operation
from contracts.exchange import Request
from contracts.expected.json_body import UnreadableError, read_strictly


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The status a request earns, the clauses that say so, and why."""

    status: int
    why: str
    clauses: tuple[str, ...]


def owned(document: Document, request: Request) -> bool:
    """Tell whether the request is the facade's to answer."""
    return request.path.startswith(document.http_rules.places.get("prefix", "/"))


def http_refusal(document: Document, request: Request) -> Refusal | None:
    """Name the refusal that the request's path, method, credentials, type, size or JSON earns; None when they are right."""
    clauses = document.http_rules.clauses
    there = document.at(request.path)
    if not there:
        return Refusal(status=404, why="there is nothing at this path", clauses=clauses)
    operation = next((each for each in there if each.method == request.method), None)
    if operation is None:
        return Refusal(status=405, why=f"the path has no method {request.method}", clauses=clauses)
    headers = {name.lower(): value for name, value in request.headers.items()}
    credentials = document.credentials
    if operation.secured and credentials is not None and credentials.required:
        found = headers.get(credentials.header.lower())
        if found != credentials.value:
            return Refusal(status=401, why=f"the credentials are {found!r}", clauses=(*credentials.clauses, *clauses))
    return _body_refusal(document, operation, headers.get("content-type"), request.body)


def _body_refusal(document: Document, operation: Operation, content_type: str | None, body: bytes) -> Refusal | None:
    if not operation.has_body:
        return None
    clauses = document.http_rules.clauses
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type not in operation.media_types:
        return Refusal(status=415, why=f"the content type is {content_type!r}", clauses=clauses)
    limit = document.settings.get("max_body_bytes")
    if limit is not None and len(body) > limit:
        return Refusal(status=413, why=f"the body has {len(body)} bytes, more than {limit}", clauses=clauses)
    try:
        value = read_strictly(body)
    except UnreadableError as error:
        return Refusal(status=400, why=f"the body is no JSON: {error}", clauses=clauses)
    if not isinstance(value, dict):
        return Refusal(status=400, why="the body is no JSON object", clauses=clauses)
    return None
