"""The mapping tables as JSON: which JSON value became which SOAP element, by facade and operation."""

from collections.abc import Iterator
from typing import Any

from emulator.mapping import azure_job_router, crm_com, joc, servicebroker
from emulator.mapping.operation import Field, Message, Operation, Presence

# Facades and their operations are named as in the journal.
_TABLES: dict[str, tuple[Operation, ...]] = {
    "servicebroker": servicebroker.OPERATIONS,
    "azure-job-router": (azure_job_router.CANCEL_JOB,),
    "joc": (joc.CANCEL_JOB,),
    "crm-com": (crm_com.CANCEL_JOB,),
}


def mapped_fields() -> dict[str, Any]:
    """Show all tables: facade, SOAP operation, then the rows of the request and of the reply."""
    return {
        facade: {
            operation.name: {
                "request": list(_rows(operation.request)),
                # Only ServiceBroker shows what came back; the others answer with what they keep themselves.
                "reply": list(_rows(operation.reply)) if facade == "servicebroker" else [],
            }
            for operation in operations
        }
        for facade, operations in _TABLES.items()
    }


def _rows(message: Message, json: str = "", soap: str = "") -> Iterator[dict[str, Any]]:
    for row in message.fields:
        names = [f"{json}{name}" for name in _names(row) if name]
        element = f"{soap}{row.soap}"
        if row.item is not None:
            yield from _rows(row.item, f"{json}{row.json}[].", f"{element}[]/")
        elif names:
            yield {
                "json": names[0],
                "older": names[1:],
                "soap": element,
                "says": row.kind.value,
                "max": row.max,
                "required": row.presence is Presence.REQUIRED,
            }


def _names(row: Field) -> tuple[str, ...]:
    if row.older is None:
        return (row.json,)
    # Older clients write the older name inside the object or at the top.
    return (row.json, *([f"{row.parent}.{row.older}"] if row.parent else []), row.older)
