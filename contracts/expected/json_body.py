"""JSON as the contract reads it: strictly, with the objection where it cannot be read."""

import json
from collections.abc import Callable, Iterator
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
    """Look up a dotted path in nested maps, a number for an entry of a list, from 0; None where it leads nowhere."""
    for name in path.split("."):
        if isinstance(value, list) and name.isdecimal():
            value = value[int(name)] if int(name) < len(value) else None
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value


def values_at(value: Any, path: str) -> list[Any]:
    """Give every value at a dotted path, in which ``name[]`` stands for the entries of a list."""
    found = [value]
    for name in path.split("."):
        key, many = name.removesuffix("[]"), name.endswith("[]")
        inner = [each[key] for each in found if isinstance(each, dict) and key in each]
        found = [entry for each in inner if isinstance(each, list) for entry in each] if many else inner
    return found


def changed_at(value: Any, path: str, change: Callable[[Any], Any]) -> Any:
    """Give a copy with every value at a path changed; what the path does not lead to stays as it is."""
    if not path:
        return change(value)
    whole, _, rest = (path, "", "") if isinstance(value, dict) and path in value else path.partition(".")
    key = whole.removesuffix("[]")
    if not isinstance(value, dict) or key not in value:
        return value
    inner = value[key]
    if whole.endswith("[]") and not (isinstance(value, dict) and whole in value):
        new = [changed_at(each, rest, change) for each in inner] if isinstance(inner, list) else inner
    else:
        new = changed_at(inner, rest, change)
    return {**value, key: new}


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableError(f"the key {twice!r} is there twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise UnreadableError(f"{name} is no JSON")
