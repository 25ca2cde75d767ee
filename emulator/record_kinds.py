"""How the records of each facade are read from a state document: by the JSON Schema in the facade's row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from emulator.facades.table import FACADES
from emulator.scheduling.keys import INSTANT, Key, Keys
from emulator.scheduling.readings import DocumentError, Where, instant, show, write_instant
from emulator.scheduling.store.documents import Document

# What emulator/records.py writes into every record, whatever the facade; each may be left out.
GROUND = {
    "version": {"type": "integer", "minimum": 1, "description": "grows with every change"},
    "changed": {**INSTANT, "description": "when it last changed"},
    "left": {**INSTANT, "description": "when its work item was cancelled or removed; left out while it is there"},
}


def record_kinds() -> Keys:
    """Make a key for each facade that keeps records."""
    return {row.name: _key(row.record) for row in FACADES}


def _key(record: Mapping[str, Any]) -> Key:
    schema = {"type": "object", **record, "properties": {**record.get("properties", {}), **GROUND}}

    def read(value: object, path: Where, now: datetime) -> Document:
        _check(value, path, schema)
        assert isinstance(value, dict)
        times = {name: instant(value[name], (*path, name), now=now) for name in ("changed", "left") if name in value}
        written = {name: write_instant(at) for name, at in times.items()}
        return {"version": 1, "changed": write_instant(now), **value, **written}

    return Key(read=read, schema=schema)


def _check(value: object, path: Where, schema: Mapping[str, Any]) -> None:
    # It takes a while to import, and only a document with records needs it.
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(schema).iter_errors(value))
    if error is not None:
        expected = f"{error.validator} {show_rule(error.validator_value)}"
        raise DocumentError((*path, *error.absolute_path), expected=expected, found=show(error.instance))


def show_rule(rule: object) -> str:
    """Spell what a schema's keyword asks for."""
    if isinstance(rule, list | tuple):
        return ", ".join(str(one) for one in rule)
    return "no other keys" if rule is False else show(rule)
