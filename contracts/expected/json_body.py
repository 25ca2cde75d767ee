"""JSON as the contract reads it: strictly, with the objection where it cannot be read."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn


class UnreadableError(ValueError):
    """Say why a body is no JSON that the contract admits."""


def read_strictly(body: bytes) -> Any:
    """Read JSON in UTF-8; raise UnreadableError for broken JSON, NaN, Infinity and a key that is there twice (SB-H-04)."""
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_pairs, parse_constant=_no_constant)
    except UnreadableError:
        raise
    except (ValueError, RecursionError) as error:
        raise UnreadableError(str(error)) from error


def texts_in(value: Any) -> Iterator[str]:
    """Give every text inside a value, keys too."""
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                yield key
                yield from texts_in(inner)
        case list():
            for inner in value:
                yield from texts_in(inner)


def json_text(value: Any) -> str:
    """Write a value as its JSON text: a text as it stands, a whole number by its digits."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value)


def place(value: Any, path: str) -> Any:
    """Look up a dotted path in nested maps; None where it leads nowhere."""
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableError(f"the key {twice!r} is there twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise UnreadableError(f"{name} is no JSON")
