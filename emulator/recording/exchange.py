"""What a recording holds: exchanges, as they were, secrets masked; a line of JSON each."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emulator.recording.masking import Headers

FORMAT = "scheduling-emulator recording"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A body: its text, or how many bytes of it were ``left_out`` since it is no text."""

    headers: Headers = ()
    body: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request to the Scheduling system, and what came back.

    ``failure`` says why nothing came back, or nothing whole; ``status`` and ``reply`` are what the recorder said then.
    ``target`` is the path with its query; ``operation`` None where the request names none.
    """

    at: datetime
    seconds: float
    operation: str | None
    method: str
    target: str
    request: Said
    status: int
    reply: Said
    failure: str | None = None


def written_head(*, began: datetime, upstream: str) -> str:
    """Write the line that a recording, and each time that it is continued, begins with."""
    return json.dumps({"recording": FORMAT, "version": VERSION, "began": _instant(began), "upstream": upstream})


def written(exchange: Exchange) -> str:
    """Write an exchange as one line."""
    line: dict[str, Any] = {
        "at": _instant(exchange.at),
        "seconds": round(exchange.seconds, 6),
        "operation": exchange.operation,
        "request": {"method": exchange.method, "target": exchange.target, **_said(exchange.request)},
        "reply": {"status": exchange.status, **_said(exchange.reply)},
    }
    if exchange.failure is not None:
        line["failure"] = exchange.failure
    return json.dumps(line, ensure_ascii=False)


def _said(said: Said) -> dict[str, Any]:
    told: dict[str, Any] = {"headers": [list(pair) for pair in said.headers], "body": said.body}
    return {**told, "left_out": said.left_out} if said.left_out else told


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
