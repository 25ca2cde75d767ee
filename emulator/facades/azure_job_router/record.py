"""What the facade keeps of a job, as a state document may give it: the members that a caller set, and three of the facade's."""

from typing import Any

from emulator.facades.azure_job_router.members import MODES, OPERATORS
from emulator.facades.azure_job_router.times import INSTANT

CLOSED, COMPLETED = "closed", "completed"

_TEXT = {"type": "string"}
_VALUES = {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}}
_TIME = {"type": "string", "pattern": INSTANT, "description": "ISO 8601 with seconds and a zone"}

RECORD: dict[str, Any] = {
    "type": "object",
    "properties": {
        "channelReference": _TEXT,
        "channelId": _TEXT,
        "classificationPolicyId": _TEXT,
        "queueId": _TEXT,
        "priority": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
        "dispositionCode": _TEXT,
        "requestedWorkerSelectors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "key": _TEXT,
                    "labelOperator": {"enum": list(OPERATORS)},
                    "value": {"type": ["string", "number", "boolean"]},
                    "expiresAfterSeconds": {"type": "number"},
                    "expiresAt": _TIME,
                    "expedite": {"type": "boolean"},
                },
                "required": ["key", "labelOperator"],
                "additionalProperties": False,
            },
        },
        "labels": _VALUES,
        "tags": _VALUES,
        "notes": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"message": _TEXT, "addedAt": _TIME},
                "required": ["message"],
                "additionalProperties": False,
            },
        },
        "matchingMode": {
            "type": "object",
            "properties": {"kind": {"enum": list(MODES)}, "scheduleAt": _TIME},
            "required": ["kind"],
            "additionalProperties": False,
        },
        "enqueuedAt": _TIME,
        "status": {"enum": [CLOSED, COMPLETED], "description": "what a worker made of it; left out while that is nothing"},
    },
    "additionalProperties": False,
}
