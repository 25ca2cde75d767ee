"""How a schema says which properties an object has, which go together, and which exclude each other."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.document.keys import Place
from contracts.document.property import NeededWith

_NULL = {"type": "null"}


def alternatives(schema: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Read the sets of properties of which exactly one must be there; a oneOf that only requires."""
    rows = [required_alone(row) for row in schema.get("oneOf", ()) if row != _NULL]
    return tuple(row for row in rows if row is not None) if None not in rows else ()


def required_alone(row: Any) -> tuple[str, ...] | None:
    """Read a schema that says no more than which properties are there, perhaps as values that are not null."""
    if not isinstance(row, dict) or not row.get("required") or not set(row) <= {"type", "required", "properties"}:
        return None
    typed = all(isinstance(each, dict) and set(each) == {"type"} for each in row.get("properties", {}).values())
    return tuple(row["required"]) if typed else None


def needed(schema: Mapping[str, Any]) -> tuple[NeededWith, ...]:
    """Read an if of one property's value with a then that requires; anything else says nothing here."""
    match schema:
        case {"if": {"properties": dict(properties), **more}, "then": {"required": list(required)}} if set(more) <= {
            "required"
        }:
            values = [(name, each["const"]) for name, each in properties.items() if isinstance(each, dict) and "const" in each]
            if len(properties) == len(values) == 1:
                return (NeededWith(name=values[0][0], value=values[0][1], needed=tuple(required)),)
    return ()


def without_null(place: Place) -> tuple[Place, bool]:
    """Read a schema that stands beside null in an anyOf or oneOf as itself; tell whether null is admitted so."""
    for key in ("anyOf", "oneOf"):
        rows = place.value.get(key)
        if isinstance(rows, list) and len(rows) == 2 and rows.count(_NULL) == 1:
            number = 1 - rows.index(_NULL)
            if isinstance(rows[number], dict) and required_alone(rows[number]) is None:
                inner = place.inside(key, str(number))
                beside = {name: each for name, each in place.value.items() if name != key}
                return replace(inner, value={**beside, **inner.value}), True
    return place, False


def properties_of(place: Place) -> list[tuple[str, Place]]:
    """Give the properties of an object, with those of the parts that it is put together from."""
    parts = [place.inside("allOf", str(n)) for n in range(len(place.value.get("allOf", ())))] or [place]
    found: dict[str, Place] = {}
    for part in parts:
        for key in part.mapping("properties"):
            found.setdefault(key, part.inside("properties", key))
    return list(found.items())


def required_of(schema: Mapping[str, Any]) -> set[str]:
    """Name the properties that must be there."""
    return {name for part in (schema, *schema.get("allOf", ())) for name in part.get("required", ())}
