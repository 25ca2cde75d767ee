"""How the facade refuses by itself: what breaks a rule, and what its own records do not have."""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.document import Document, Operation, Refused
from contracts.expected.calls import Made
from contracts.expected.findings import Objection
from contracts.expected.json_body import values_at


def of_objection(document: Document, objection: Objection) -> list[Refused]:
    """Give the refusals that an objection can earn: the property's own, that of what is not there, or the document's."""
    own = objection.own_refusal()
    if own is not None:
        return [own]
    if objection.not_found and document.not_found is not None:
        return [document.not_found]
    return [Refused(status=each, code=document.own_refused.code) for each in document.own_statuses]


def for_records(operation: Operation, body: Mapping[str, Any], made: Made | None) -> Iterator[Refused]:
    """Give the refusals that the facade's own records can earn a request: what it names is not there, or not fit for it.

    A record that was made for the request is there and fit.
    """
    named = [str(value) for prop in operation.named for value in values_of(body, prop.path)]
    if not (made and any(name in made for name in named)):
        yield from operation.records.values()
    for prop in operation.request.walk() if operation.request is not None else ():
        values = values_of(body, prop.path)
        if prop.not_known is not None and any(each not in prop.examples for each in values):
            yield prop.not_known
        if prop.condition is not None and values:
            yield prop.condition


def values_of(body: Mapping[str, Any], path: str) -> list[Any]:
    """Give the values of a property by its path; the name of a parameter may have a dot in it."""
    return [body[path]] if path in body else values_at(body, path)
