"""Requests that are wrong outside their properties: in path, method, credentials, content type, size or JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from contracts.credentials import showing
from contracts.document import Document, Operation
from contracts.exchange import Request

# Small enough to go over cheaply, large enough for the SOAP message of a usual request.
SIZE = 4000
_METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE")
_WRONG_METHODS = ("PATCH", "PUT", "DELETE", "TRACE")
_TYPES = (None, "", "text/plain", "application/xml", "application/jsonx", "text/json", "application/json-patch+json")
_RIGHT_TYPES = ("application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8;x=y")
_BROKEN = (
    b"",
    b" ",
    b"{",
    b'{"a":1,}',
    b"{'a':1}",
    b"[]",
    b'"text"',
    b"null",
    b"1",
    b'{"a":NaN}',
    b'{"a":Infinity}',
    b'{"a":-Infinity}',
    b'{"a":1}{"a":1}',
    b'{"a":01}',
    b'\xff{"a":1}',
    b'{"a":"\xc3\x28"}',
    b'{"a":1,"a":1}',
    b'{"o":{"a":1,"a":2}}',
    b'{"a":"\x01"}',
    b'{"a":"\\u12"}',
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrong:
    path: bool
    method: bool
    credentials: bool
    media_type: bool
    size: bool
    json: bool

    def __str__(self) -> str:
        names = [name.replace("_", " ") for name in self.__slots__ if getattr(self, name)]
        return "nothing wrong" if not names else f"a wrong {' and '.join(names)}"


def wrong_requests(document: Document, operation: Operation, good: Request) -> Iterator[tuple[str, Request]]:
    """Spoil a good request in every combination of ways, and in every way of each; give what was done with each request."""
    limit = int(document.settings.get("max_body_bytes", 2**62))
    testable = limit <= SIZE
    credentials = document.credentials_of(operation)
    secured = credentials is not None and credentials.required
    for flags in product((False, True), repeat=6):
        wrong = _Wrong(**dict(zip(_Wrong.__slots__, flags, strict=True)))
        if (wrong.size and not testable) or (wrong.credentials and not secured):
            continue
        yield "one refusal, in order", _spoiled(document, operation, good, wrong)
    yield from (("a path in another case or unknown", _at(good, path)) for path in _other_paths(document, good))
    yield from (("another method", _with(good, method=method)) for method in _METHODS if not _has(document, operation, method))
    yield from (("another content type", _with(good, headers={"Content-Type": each})) for each in _TYPES)
    yield from (("the right content type", _with(good, headers={"Content-Type": each})) for each in _RIGHT_TYPES)
    yield from (("no JSON object", _with(good, body=body)) for body in _BROKEN)
    if testable:
        yield "the largest body", _with(good, body=good.body.ljust(limit))
        yield "a body that is too large", _with(good, body=good.body.ljust(limit + 1))
    if secured and credentials is not None:
        right = credentials.value
        for value in (None, "", "Bearer", "Bearer wrong", "Basic ZTp0", right.removeprefix("Bearer "), f"{right}x"):
            # What only who sends it can fill in is no wrong one.
            if value is None or value == right or not credentials.filled_in or "{" not in value:
                yield "wrong credentials", showing(credentials, good, value, has_body=operation.has_body)


def _spoiled(document: Document, operation: Operation, good: Request, wrong: _Wrong) -> Request:
    request = good
    if wrong.json:
        request = _with(request, body=b"{broken")
    if wrong.size:
        request = _with(request, body=request.body.ljust(int(document.settings["max_body_bytes"]) + 1))
    if wrong.media_type:
        request = _with(request, headers={"Content-Type": "text/plain"})
    credentials = document.credentials_of(operation)
    if wrong.credentials and credentials is not None:
        request = showing(credentials, request, "Bearer wrong", has_body=operation.has_body)
    if wrong.method:
        request = _with(request, method=next(each for each in _WRONG_METHODS if not _has(document, operation, each)))
    plain, mark, query = request.path.partition("?")
    return _at(request, f"{plain}X{mark}{query}") if wrong.path else request


def _other_paths(document: Document, good: Request) -> list[str]:
    prefix = document.http_rules.places.get("prefix", "/")
    path = good.path.partition("?")[0]
    query = good.path.removeprefix(path)
    others = [
        path.lower(),
        path.upper().replace(prefix.upper(), prefix, 1),
        f"{path}/",
        f"{path}/x",
        path.rpartition("/")[0],
        f"{prefix}x",
    ]
    return [f"{each}{query}" for each in others]


def _has(document: Document, operation: Operation, method: str) -> bool:
    return any(each.method == method for each in document.at(operation.path))


def _at(request: Request, path: str) -> Request:
    return Request(method=request.method, path=path, headers=request.headers, body=request.body)


def _with(
    request: Request, *, method: str | None = None, headers: Mapping[str, str | None] | None = None, body: bytes | None = None
) -> Request:
    """Change a request; a header that is None is left out."""
    merged = {**request.headers, **(headers or {})}
    return Request(
        method=method or request.method,
        path=request.path,
        headers={name: value for name, value in merged.items() if value is not None},
        body=request.body if body is None else body,
    )
