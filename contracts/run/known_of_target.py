"""What a run knows beforehand of whom it judges: the settings in force, and the codes that the documents name."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.document import Document
from contracts.run.choices import Choices
from contracts.run.events import RunContext
from contracts.targets.refusals import NotPossible


def in_force(context: RunContext, choices: Choices) -> dict[str, str]:
    """Give each setting with its value: the emulator's as it tells them, then what the documents hold the facade to."""
    told = {row["setting"]: row["value"] for row in _assumptions(context) if row.get("setting")}
    documented = {name: value for document in context.documents for name, value in document.settings.items()}
    return {name: _text(value) for name, value in {**told, **documented, **choices.settings}.items()}


def codes_of(documents: Sequence[Document]) -> dict[str, tuple[str, ...]]:
    """Give the codes that the documents name for each SOAP operation, by number."""
    found: dict[str, set[str]] = {}
    for document in documents:
        for operation in document.operations:
            if operation.soap_operation is not None:
                found.setdefault(operation.soap_operation, set()).update(operation.codes)
    return {name: tuple(sorted(codes, key=lambda code: (len(code), code))) for name, codes in found.items()}


def _assumptions(context: RunContext) -> list[Mapping[str, Any]]:
    try:
        rows = context.target.control("GET", "/assumptions")
    except NotPossible:
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
