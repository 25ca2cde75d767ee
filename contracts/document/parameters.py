"""Parameters of an operation, as properties beside those of its body."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from contracts.document.keys import Place
from contracts.document.properties import read_property
from contracts.document.property import Carrier, Property

_CARRIERS = {carrier.word: carrier for carrier in Carrier if carrier is not Carrier.BODY}
_BRACES = re.compile(r"\{([^{}]+)\}")


def read_parameters(operation: Place, path_item: Place, *, tables: Mapping[str, Any]) -> tuple[Property, ...]:
    """Read the parameters of an operation and those of its path, which the operation's own override.

    Keys of ours may stand at the parameter or in its schema. A cookie that must be there is refused: none is ever sent.
    """
    found = {(each.carrier, each.label): each for place in (path_item, operation) for each in _read(place, tables)}
    return tuple(found.values())


def with_parameters(body: Property | None, parameters: Sequence[Property]) -> Property | None:
    """Put parameters beside the properties of a body, as they come in a request; None where there are neither."""
    if body is None and not parameters:
        return None
    root = body or read_property(Place({"type": "object"}, "", ""), tables={})
    return replace(root, properties=(*root.properties, *parameters))


def path_pattern(path: str) -> re.Pattern[str]:
    """Compile what a path with parameters matches; a parameter is anything but nothing and a slash."""
    parts = _BRACES.split(path)
    return re.compile("".join(f"(?P<p{n // 2}>[^/?]+)" if n % 2 else re.escape(part) for n, part in enumerate(parts)))


def path_names(path: str) -> list[str]:
    """Name the parameters of a path, in its order."""
    return _BRACES.findall(path)


def _read(place: Place, tables: Mapping[str, Any]) -> Iterator[Property]:
    clauses = place.texts("x-clauses")
    for number, row in enumerate(place.value.get("parameters", ())):
        at = f"parameters/{number}"
        carrier = _CARRIERS.get(row.get("in"))
        if carrier is None and (row.get("required") or row.get("in") != "cookie"):
            raise place.wrong(f"{at}/in", "query, path or header", row.get("in"))
        if not isinstance(row.get("schema"), dict):
            raise place.wrong(f"{at}/schema", "a schema", row.get("schema"))
        if carrier is not None:
            yield _parameter(place, number, row, carrier, tables, clauses)


def _parameter(
    place: Place, number: int, row: Mapping[str, Any], carrier: Carrier, tables: Mapping[str, Any], clauses: tuple[str, ...]
) -> Property:
    inside = place.inside("parameters", str(number), "schema")
    beside = {key: value for key, value in row.items() if key.startswith("x-") or key in ("example", "examples")}
    if isinstance(beside.get("examples"), dict):
        beside["examples"] = [each.get("value") for each in beside["examples"].values()]
    name = carrier.spelling.format(row["name"])
    return read_property(
        replace(inside, value={**beside, **inside.value}),
        tables=tables,
        name=name,
        path=name,
        required=carrier is Carrier.PATH or row.get("required") is True,
        clauses=clauses,
        carrier=carrier,
    )
