"""Records: what the facades keep beside the Scheduling system, as a state document shows them, by facade and id."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from emulator.scheduling.keys import Keys
from emulator.scheduling.readings import DocumentError, Where, show, table, text
from emulator.scheduling.store import Transaction
from emulator.scheduling.store.documents import Document

Records = Mapping[str, Mapping[str, Document]]

_MOST = 255


def read_records(value: object, path: Where, kinds: Keys, *, now: datetime) -> Records:
    """Read the records of the facades that ``kinds`` names, each by its key there; raise DocumentError."""
    if not kinds and isinstance(value, dict):
        for kind, rows in value.items():
            raise DocumentError((*path, kind), expected="nothing, since no facade keeps records here", found=show(rows))
    found = table(value, path, allowed=tuple(kinds))
    return {kind: _read_kind(rows, (*path, kind), kinds, now) for kind, rows in found.items()}


def take_records(tx: Transaction) -> Records:
    """Take down the records of all facades, those of each in the order in which they came."""
    return {kind: {row.id: row.document for row in tx.documents(kind)} for kind in tx.document_kinds()}


def put_records(tx: Transaction, records: Records) -> None:
    """Add records."""
    for kind, rows in records.items():
        for record_id, document in rows.items():
            tx.put_document(kind, record_id, document)


def records_schema(kinds: Keys) -> dict[str, Any]:
    """Describe the records of all facades."""
    by_id = {"minLength": 1, "maxLength": _MOST}
    return {
        "type": "object",
        "properties": {
            name: {"type": "object", "propertyNames": by_id, "additionalProperties": dict(kind.schema)}
            for name, kind in kinds.items()
        },
        "additionalProperties": False,
    }


def _read_kind(value: object, path: Where, kinds: Keys, now: datetime) -> dict[str, Document]:
    if not isinstance(value, dict):
        raise DocumentError(path, expected="an object with the records by their ids", found=show(value))
    read = kinds[str(path[-1])].read
    return {text(name, (*path, name), least=1, most=_MOST): read(record, (*path, name), now) for name, record in value.items()}
