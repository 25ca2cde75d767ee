"""Places by what they hold, and settings' values in the place of their names in braces."""

from collections.abc import Mapping
from typing import Any

from contracts.document.access import Refused
from contracts.document.keys import Place, clauses_and_cases
from contracts.document.model import Where


def read_where(root: Place, key: str, settings: Mapping[str, Any]) -> Where:
    """Read the places under a key, and the clauses that promise them."""
    places = dict(root.mapping(key))
    clauses, cases = clauses_and_cases(root, f"{key}/clauses", places.pop("clauses", []))
    return Where(places=filled(root, key, places, settings), clauses=clauses, cases=cases)


def filled(root: Place, key: str, found: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Put settings' values in the place of their names in braces; at any depth."""
    return {name: filled_value(root, f"{key}/{name}", value, settings) for name, value in found.items()}


def filled_value(root: Place, key: str, value: Any, settings: Mapping[str, Any]) -> Any:
    """Put a setting's value in the place of a text that is its name in braces."""
    match value:
        case str() if value.startswith("{") and value.endswith("}") and value.count("{") == 1:
            setting = value[1:-1]
            if setting not in settings:
                raise root.wrong(key, f"a setting of x-settings in braces, one of {', '.join(settings)}", value)
            return settings[setting]
        case dict():
            return {name: filled_value(root, f"{key}/{name}", each, settings) for name, each in value.items()}
        case list():
            return [filled_value(root, f"{key}/{n}", each, settings) for n, each in enumerate(value)]
        case _:
            return value


def read_refused(place: Place, key: str, row: Any, clauses: tuple[str, ...] = ()) -> Refused:
    """Read a refusal: {status, code, clauses}, of which only the status must be there."""
    if not isinstance(row, dict) or not set(row) <= {"status", "code", "clauses"} or not isinstance(row.get("status"), int):
        raise place.wrong(key, "a map with status, and perhaps code and clauses", row)
    return Refused(status=row["status"], code=row.get("code"), clauses=tuple(row.get("clauses", clauses)))
