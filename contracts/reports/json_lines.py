"""The run as JSON lines: one event a line, for machines; the only report that holds every failure and request."""

import base64
import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from enum import Enum
from math import isfinite
from pathlib import Path
from typing import Any

from contracts.again.as_json import judge_as_json, story_as_json
from contracts.again.judges import ByPhase
from contracts.document import Document
from contracts.exchange import Exchange, Request, Response
from contracts.failures import Failure
from contracts.reports.files import GrowingFile
from contracts.reports.masking import Mask
from contracts.reports.repeating import ways_to_repeat
from contracts.reports.wording import spelt
from contracts.run.events import Checked, Progress
from contracts.run.failure_groups import FailureGroup
from contracts.run.failure_kinds import FailureKind
from contracts.run.milestones import RunStarted, Told
from contracts.run.verdict import ClauseVerdict, Verdict

VERSION = 3
SCHEMA = Path(__file__).with_name("json_lines.schema.json")
DEEPEST = 50
LARGEST_BODY = 1024 * 1024


class JsonLines:
    """Write ``{"event": ..., ...}`` a line; the first line says the version of this format, the last ones the verdict."""

    def __init__(self, path: Path, mask: Mask | None = None, documents: Sequence[Document] = ()) -> None:
        """``mask`` is the run's: what events carry along unmasked, as no other report shows it, is masked as it is written."""
        self._file = GrowingFile(path)
        self._path = path.resolve()
        self._documents = documents
        self._mask = mask or Mask()

    def tell(self, event: Told, _: Verdict, /) -> None:
        """Write the event; signs of life are no facts and are left out."""
        match event:
            case Progress():
                return
            case RunStarted():
                self._write("run-started", {"format": VERSION, **_fields(event)})
            case Checked():
                self._write("checked", {**_fields(event), "failures": [_failure(f) for f in event.failures]})
            case _:
                self._write(_name(type(event)), _fields(event))

    def close(self, verdict: Verdict) -> None:
        """Write the groups of failures, each clause and the verdict, and finish the file."""
        for group in verdict.groups:
            # In what is there to be played again, secrets stand as variables, not as ***.
            told = {"event": "failure", **self._mask(plain(_group(group))), "again": plain(self._again(group))}
            # Code is no place of a header or a member, whatever it looks like.
            told["repeat"] = {name: self._mask.known(text) for name, text in ways_to_repeat(group, verdict, self._path).items()}
            self._file.write(json.dumps(told) + "\n")
        for row in verdict.clauses.values():
            self._write("clause", _clause(row, verdict))
        self._write(
            "verdict",
            {
                "outcome": verdict.outcome.word,
                "exit_code": verdict.outcome.exit_code,
                "ending": verdict.finished.ending.value if verdict.finished else "interrupted",
                "cases": verdict.cases,
                "failures": verdict.failures,
                "missed": [row.clause.id for row in verdict.missed],
            },
        )
        self._file.close()

    def _again(self, group: FailureGroup) -> dict[str, Any]:
        """Tell all that playing it again needs."""
        kind = group.lead
        judge = kind.example.judge or ByPhase(phase=kind.phase)
        return {
            "proved": kind.proved,
            "why_not": kind.why_not,
            "judge": judge_as_json(judge, self._documents),
            "story": story_as_json(kind.story) if kind.story is not None else None,
        }

    def _write(self, event: str, told: Mapping[str, Any]) -> None:
        self._file.write(json.dumps({"event": event, **self._mask(plain(told))}) + "\n")


def plain(value: Any, *, depth: int = 0) -> Any:
    """Make JSON of any value: bytes, sets, objects and numbers that JSON does not know become their Python spelling."""
    if depth > DEEPEST:
        return "..."
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if isfinite(value) else repr(value)
        case Enum():
            return plain(value.value, depth=depth + 1)
        case Mapping():
            return {key if isinstance(key, str) else spelt(key): plain(item, depth=depth + 1) for key, item in value.items()}
        case list() | tuple():
            return [plain(item, depth=depth + 1) for item in value]
        case _:
            return spelt(value)


def body_fields(body: bytes) -> dict[str, Any]:
    """Write a body as ``body`` where it is text, else as ``body_base64``; one that is too large says its ``body_size``."""
    if len(body) > LARGEST_BODY:
        return {"body_size": len(body)}
    try:
        return {"body": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"body_base64": base64.b64encode(body).decode("ascii")}


def _name(kind: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


def _fields(event: Any) -> dict[str, Any]:
    return {row.name: getattr(event, row.name) for row in dataclasses.fields(event)}


def _failure(failure: Failure) -> dict[str, Any]:
    exchange = failure.exchange
    told = {name: value for name, value in _fields(failure).items() if name != "judge"}
    return {**told, "exchange": None if exchange is None else _exchange(exchange)}


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return {
        "operation": exchange.operation,
        "request": _request(exchange.request),
        "response": _response(exchange.response),
        "soap": [_fields(call) for call in exchange.soap],
    }


def _request(request: Request) -> dict[str, Any]:
    return {"method": request.method, "path": request.path, "headers": request.headers, **body_fields(request.body)}


def _response(response: Response) -> dict[str, Any]:
    told = {"status": response.status, "headers": response.headers, **body_fields(response.body)}
    return {**told, "broken": response.broken} if response.broken else told


def _group(group: FailureGroup) -> dict[str, Any]:
    return {
        "id": group.id,
        "phase": group.phase,
        "check": group.check,
        "clauses": group.clauses,
        "count": group.count,
        "example": _failure(group.example),
        "kinds": [_kind(kind) for kind in group.kinds],
    }


def _kind(kind: FailureKind) -> dict[str, Any]:
    return {
        "check": kind.key[0],
        "clauses": kind.clauses,
        "where": kind.example.where,
        "message": kind.example.message,
        "count": kind.count,
        "phases": kind.phases,
        "operations": list(kind.operations),
        "needs": kind.needs,
    }


def _clause(row: ClauseVerdict, verdict: Verdict) -> dict[str, Any]:
    return {
        "id": row.clause.id,
        "system": row.clause.system,
        "basis": row.clause.basis,
        "setting": row.clause.setting,
        "in_force": verdict.in_force(row.clause),
        "required": verdict.started is not None and row.clause.id in verdict.started.required,
        "standing": row.standing,
        "cases": row.cases,
        "checks": {name: _fields(check) for name, check in row.checks.items()},
        "reason": row.reason if not row.cases and not row.checks else None,
    }
