"""Reading what an operation needs of a facade's own records, and how it refuses for what they hold."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.document.access import Refused
from contracts.document.keys import Place
from contracts.document.records import Ended, Needs
from contracts.document.where import filled, read_refused

_KEYS = ("operation", "body", "id", "as", "chosen", "soap")


def read_needs(place: Place, settings: Mapping[str, Any]) -> Needs | None:
    """Read which record an operation needs, and how another makes it."""
    row = place.mapping("x-needs")
    if not row:
        return None
    told = ("id" in row) + ("chosen" in row) + isinstance(row.get("as"), dict)
    if not {"operation", "as"} <= set(row) <= set(_KEYS) or told != 1:
        expected = "a map with operation, as (a property with id or chosen, or a map of properties to places), body, soap"
        raise place.wrong("x-needs", expected, row)
    chosen = row.get("chosen")
    ids = row["as"] if isinstance(row["as"], dict) else {row["as"]: row["id"] if chosen is None else None}
    body = filled(place.inside("x-needs"), "body", row.get("body", {}), settings)
    return Needs(operation=row["operation"], body=body, ids=ids, chosen=chosen, soap=row.get("soap"))


def read_ended(place: Place) -> Ended | None:
    """Read what an operation says of a record whose job is cancelled."""
    row = place.mapping("x-ended")
    if not row:
        return None
    if not set(row) <= {"at", "is", "clauses"} or ("at" in row) != ("is" in row):
        raise place.wrong("x-ended", "a map with at and is, or neither, and clauses", row)
    return Ended(at=row.get("at"), value=row.get("is"), clauses=tuple(row.get("clauses", ())))


def read_records(place: Place) -> dict[str, Refused]:
    """Read the refusals for what the facade's records hold, by name."""
    return {name: _refusal(place, name, row) for name, row in place.mapping("x-records").items()}


def _refusal(place: Place, name: str, row: Any) -> Refused:
    if not isinstance(row, dict):
        return read_refused(place, f"x-records/{name}", row)
    plain = {key: value for key, value in row.items() if key != "soap"}
    return replace(read_refused(place, f"x-records/{name}", plain), soap=row.get("soap") is True)
