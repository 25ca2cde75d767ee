"""Requests that name one record, by one of the properties that can name it."""

from typing import Any

from contracts.document import Operation, Property
from contracts.strategies.messages import full, least, with_value


def naming(operation: Operation, path: str | None) -> dict[str, Any]:
    """Give the least request of an operation that names a record at a dotted path; None leaves it to the least request."""
    root = operation.request
    assert root is not None
    body: dict[str, Any] = least(root)
    if path is None:
        return body
    prop, around = _at(root, path), _at(root, path.rpartition(".")[0])
    assert prop is not None
    if around is None or not around.alternatives:
        return with_value(root, body, path, full(prop))
    # Of properties of which one alone may be there, this is the one.
    others = {name for each in around.alternatives for name in each}
    kept = {name: value for name, value in least(around).items() if name not in others}
    return with_value(root, body, around.path, {**kept, prop.name: full(prop)})


def _at(root: Property, path: str) -> Property | None:
    return next((each for each in root.walk() if each.path == path), None)
