"""What a body may be: the JSON Schemas of release 2.7.3, as far as the emulator looks at their members (JOC-R-01, JOC-R-02)."""

from typing import Any

from emulator.facades.joc.dates import PATTERN as DATE_PATTERN

STATES = (
    "PLANNED", "PENDING", "SCHEDULED", "RUNNING", "INPROGRESS", "PROMPTING", "SUSPENDED",
    "FAILED", "WAITING", "BLOCKED", "CANCELLED", "FINISHED", "BROKEN", "UNKNOWN",
)  # fmt: skip

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "pattern": "^[^<>]*$", "maxLength": 255}
_NEEDED_TEXT: Schema = {**_TEXT, "minLength": 1}
_FLAG: Schema = {"type": "boolean"}
_DATE: Schema = {"type": "string", "pattern": DATE_PATTERN}
_CONTROLLER: Schema = {"type": "string", "pattern": r'^[^/\\<>?!&:;()"|*^]*$', "minLength": 1, "maxLength": 100}
_PATH: Schema = {"type": "string", "pattern": r'^(/|(/[^/\\<>?:"|*]+)+)$', "minLength": 1, "maxLength": 255}
_TAGS: Schema = {"type": "array", "uniqueItems": True, "items": _NEEDED_TEXT}
# What reaches Scheduling as text must be what XML can carry; the patterns leave out all of the rest that they can name
# portably, and x-xml, which is a keyword of validation.py, what is left: lone surrogates.
_COMMENT: Schema = {
    "type": "string",
    "pattern": r"^[^<>\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]*$",
    "maxLength": 255,
    "x-xml": True,
}
# The product asks for the name of a Java variable with dots and hyphens: no white space, no other punctuation.
_NAME: Schema = {
    "type": "string",
    "pattern": r"^[^\u0000-\u0020!-,/:-@\[-\^`{-\u00A0\uFFFE\uFFFF]*$",
    "maxLength": 30,
    "x-xml": True,
}


def _object(required: tuple[str, ...], **properties: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": properties}


_AUDIT_LOG = _object((), comment=_COMMENT, timeSpent={"type": "integer", "minimum": 0}, ticketLink=_TEXT)
_SELECTION: Schema = {
    "controllerId": _CONTROLLER,
    "orderIds": {"type": "array", "uniqueItems": True, "items": _TEXT},
    "workflowIds": {"type": "array", "items": _object(("path",), path=_NEEDED_TEXT, versionId=_TEXT)},
    "folders": {"type": "array", "items": _object(("folder",), folder=_PATH, recursive=_FLAG)},
    "states": {"type": "array", "items": {"type": "string", "enum": list(STATES)}},
    "dateTo": _DATE,
    "timeZone": _TEXT,
}

MODIFY_ORDERS = _object(("controllerId",), **_SELECTION, dateFrom=_DATE, kill=_FLAG, deep=_FLAG, auditLog=_AUDIT_LOG)
GET_ORDERS = _object(
    ("controllerId",),
    **_SELECTION,
    regex={"type": "string"},
    orderTags=_TAGS,
    limit={"type": "integer"},
    compact=_FLAG,
)
GET_ORDER = _object(("controllerId", "orderId"), controllerId=_CONTROLLER, orderId=_NEEDED_TEXT, compact=_FLAG)
ADD_ORDERS = _object(
    ("controllerId", "orders"),
    controllerId=_CONTROLLER,
    orders={
        "type": "array",
        "minItems": 1,
        "items": _object(
            ("workflowPath",),
            workflowPath=_NEEDED_TEXT,
            orderName=_NAME,
            scheduledFor={"type": "string"},
            timeZone=_TEXT,
            arguments={"type": "object"},
            forceJobAdmission=_FLAG,
            tags=_TAGS,
        ),
    },
    auditLog=_AUDIT_LOG,
)
