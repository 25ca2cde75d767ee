"""A recording as it is read: its exchanges in their order, and what of it was passed over."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from emulator.recording.exchange import FORMAT, Exchange, Said
from emulator.recording.file import RecordingError, is_head

# Instants are kept to the millisecond; of two exchanges at the same one the second was later.
_LATER = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An exchange, the line that it stands in, and when its call was made: later than the one before it."""

    line: int
    at: datetime
    exchange: Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What a file holds; lines that were never finished are ``passed_over``."""

    exchanges: tuple[Recorded, ...]
    passed_over: tuple[int, ...]


def read_recording(path: Path) -> Recording:
    """Read a recording; raise RecordingError for a file that is none, or for a line that is no exchange."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise RecordingError(f"{path}: expected a recording; found that it cannot be read: {error.strerror}") from None
    try:
        ours = is_head(lines[0])
    except RecordingError as error:
        raise RecordingError(f"{path}:1: {error}") from None
    if not ours:
        raise RecordingError(f"{path}:1: expected a recording, as emulator record writes it; found something else")
    found: list[Recorded] = []
    passed_over: list[int] = []
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            passed_over.append(number)
            continue
        if isinstance(value, dict) and value.get("recording") == FORMAT:
            continue
        try:
            exchange = _exchange(value)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            why = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise RecordingError(f"{path}:{number}: expected an exchange; found {why}") from None
        at = max(exchange.at, found[-1].at + _LATER) if found else exchange.at
        found.append(Recorded(line=number, at=at, exchange=exchange))
    return Recording(exchanges=tuple(found), passed_over=tuple(passed_over))


def _exchange(value: Any) -> Exchange:
    asked, reply = value["request"], value["reply"]
    at = datetime.fromisoformat(value["at"])
    if at.tzinfo is None:
        raise ValueError(f"at without a zone: {value['at']}")
    return Exchange(
        at=at.astimezone(UTC),
        seconds=float(value["seconds"]),
        operation=value["operation"],
        method=_text(asked["method"]),
        target=_text(asked["target"]),
        request=_said(asked),
        status=int(reply["status"]),
        reply=_said(reply),
        failure=value.get("failure"),
    )


def _said(value: Any) -> Said:
    headers = tuple((_text(name), _text(text)) for name, text in value["headers"])
    return Said(headers=headers, body=_text(value["body"]), left_out=int(value.get("left_out", 0)))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} where a text is expected")
    return value
