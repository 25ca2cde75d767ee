"""Polls of a unit that change nothing, as a told life: what can be asked of anybody's system."""

from pathlib import Path
from typing import Any

from contracts.scenarios.life import Expectation, Life, SoapMessage, Step

_POLL = "GetChangedWorkItems"
_STAMP = {"stamp": "timeStampOut"}


def polls_of(unit: str) -> Life:
    """Ask for everything in a unit, for what changed since, for what is in jeopardy, and for what is refused."""
    steps = (
        _poll({"FRUID": unit}, keep=_STAMP),
        _poll({"FRUID": unit, "timeStampIn": "${stamp}"}),
        _poll({"FRUID": unit, "timeStampIn": "0"}),
        _poll({"FRUID": unit, "options": {"JeopOnly": "true"}}),
        _poll({"FRUID": unit, "options": {"JeopOnly": "maybe"}}),
        _poll({"FRUID": unit, "timeStampIn": str(2**64 - 1)}),
        _poll({"FRUID": unit.swapcase()[:7] + "~"}),
    )
    name = f"polls of {unit}"
    return Life(
        name=name, system="scheduling", path=Path(name), promise=name, clauses=(), settings={}, given=(), steps=steps
    )  # fmt: skip


def _poll(fields: dict[str, Any], *, keep: dict[str, str] | None = None) -> Step:
    return Step(line=0, action=SoapMessage(operation=_POLL, fields=fields), expect=Expectation(), keep=keep or {})
