"""Every answer is one that the document describes."""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from contracts.checks.registry import Exercised, Finding, check
from contracts.document import Variant
from contracts.expected.json_body import place
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-H-05"], otherwise="DOC-A-01")
def an_answer_has_a_documented_status(seen: Seen) -> Iterator[Finding]:
    """The status of an answer is one that the document knows."""
    status = seen.exchange.response.status
    known = sorted(seen.operation.answers) if seen.operation else []
    if seen.operation is not None and status not in known and not (status >= 400 and 0 in known):
        yield Failure("the status is not documented", where="status", expected=known, found=status)
    elif seen.operation is not None:
        yield Exercised()


@check(clauses=["SB-H-01"], otherwise="DOC-A-01")
def an_answer_is_of_its_content_type(seen: Seen) -> Iterator[Finding]:
    """An answer's content type is the documented one, and its body can be read as JSON."""
    if seen.documented is None or seen.exchange.request.method == "HEAD":
        return
    clauses = seen.operation.clauses if seen.operation else ()
    yield Exercised(clauses)
    response = seen.exchange.response
    found = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not seen.documented.media_types:
        if response.body:
            yield Failure("there is a body and none is documented", "body", b"", response.body[:200], clauses)
    elif found not in seen.documented.media_types:
        yield Failure("the content type is another", "headers.content-type", seen.documented.media_types, found, clauses)
    elif seen.answer is None:
        yield Failure("the body is no JSON", "body", "JSON", response.body[:200], clauses)


@check(clauses=["SB-E-01", "SB-E-02", "SB-H-05"], otherwise="DOC-A-01")
def an_answer_has_its_shape(seen: Seen) -> Iterator[Finding]:
    """An answer has the members that the document gives it, of their types, and no other."""
    if seen.variant is None or seen.answer is None:
        return
    yield Exercised(seen.variant.root.clauses)
    yield from _problems(seen.variant, seen.exchange.response.body)


@check(clauses=["SB-H-04"], otherwise="DOC-A-01")
def an_answer_has_its_headers(seen: Seen) -> Iterator[Finding]:
    """An answer has the headers that the document requires with its status."""
    response = seen.exchange.response
    documented = seen.documented
    if documented is None or not (documented.required_headers or documented.header_places):
        return
    yield Exercised(documented.clauses)
    for name in documented.required_headers:
        if name.lower() not in response.headers:
            found = sorted(response.headers)
            yield Failure(f"a {response.status} comes without {name}", "headers", name, found, documented.clauses)
    for name, path in documented.header_places.items():
        header, value = response.headers.get(name.lower()), place(seen.answer, path)
        if (
            header is not None
            and seen.answer is not None
            and header != (value if isinstance(value, str) else json.dumps(value))
        ):
            yield Failure(f"{name} does not say what the body says", f"headers.{name}", value, header, documented.clauses)


@lru_cache(maxsize=512)
def _problems(variant: Variant, body: bytes) -> tuple[Failure, ...]:
    # The same body has the same shape: what the facade repeats is looked at once.
    return tuple(_failure(variant, error) for error in _validator(variant).iter_errors(json.loads(body)))


@lru_cache(maxsize=256)
def _validator(variant: Variant) -> Draft202012Validator:
    return Draft202012Validator(variant.schema)


def _failure(variant: Variant, error: ValidationError) -> Failure:
    where = "body" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return Failure(
        error.message if len(error.message) < 300 else f"{error.validator} does not hold",
        where=where,
        expected=f"{error.validator}: {error.validator_value!r}"[:300],
        found=error.instance,
        clauses=_clauses_on_the_way(variant, list(error.absolute_schema_path)),
    )


def _clauses_on_the_way(variant: Variant, path: Sequence[str | int]) -> tuple[str, ...]:
    node: Any = variant.schema
    clauses = node.get("x-clauses", ())
    for part in path:
        node = node[part]
        if isinstance(node, dict):
            clauses = node.get("x-clauses", clauses)
    return tuple(clauses)
