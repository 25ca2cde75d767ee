"""The JSON Schema of scenario files, written from the tables by which they are read, for editors to complete and check."""

from typing import Any

from emulator.scheduling.document import AUDIT_KEYS, EMPLOYEE_KEYS, REGION_KEYS, UNIT_KEYS, WORK_ITEM_KEYS
from emulator.scheduling.keys import Keys, Schema, object_schema
from emulator.scheduling.records import records_schema
from emulator.scheduling.scenario_parts import FAULTS, INCLUDE
from emulator.scheduling.timeline_document import EVENT_SCHEMA

FILE = "scenario.schema.json"


def scenario_schema(kinds: Keys, faults: Schema) -> dict[str, Any]:
    """Describe scenario files; what it refuses is refused when they are read, which tells more.

    ``kinds`` tells how the records of each facade are read, ``faults`` what a plan of faults is.
    """
    # What a facade adds to an audit entry has keys of its own.
    audit = object_schema(AUDIT_KEYS) | {"additionalProperties": True}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of the emulator",
        "description": "What a Scheduling system holds at the start, and what happens to it then.",
        "type": ["object", "null"],
        "properties": {
            INCLUDE: {
                "type": "array",
                "items": {"type": "string", "minLength": 1, "maxLength": 4096},
                "description": "scenario files, relative to this one, or names of packaged scenarios; their lists come first",
            },
            "units": _list(object_schema(UNIT_KEYS), "the units (FRUs)"),
            "regions": _list(object_schema(REGION_KEYS), "regions with their zones"),
            "employees": _list(object_schema(EMPLOYEE_KEYS), "employees with their zones"),
            "items": _list(object_schema(WORK_ITEM_KEYS), "jobs and standard activities, in the order of their last change"),
            "timeline": _list(dict(EVENT_SCHEMA), "what happens, each thing when the clock gets there"),
            "audit": _list(audit, "what remains of cancelled jobs, newest first"),
            "records": records_schema(kinds) | {"description": "what each facade keeps of its own, by facade and id"},
            FAULTS: {**faults, "description": "a plan of faults that is in force at the start, and again after a reset"},
        },
        "additionalProperties": False,
    }


def _list(schema: dict[str, Any], says: str) -> dict[str, Any]:
    return {"type": "array", "items": schema, "description": says}
