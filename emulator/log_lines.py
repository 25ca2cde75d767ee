"""A line for each exchange, for a person or for a program; secrets are masked, and no line can be made to look like two."""

import json
import logging
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from emulator.control.secrets import masked_path
from emulator.journal import Entry

Write = Callable[[str], object]


def to_standard_error(line: str) -> None:
    """Write a line at once and in one piece, so that those of several processes do not mix; that nobody reads is no error."""
    try:
        os.write(sys.stderr.fileno(), f"{line}\n".encode())
    except (OSError, ValueError):
        return


class LogLines:
    """Tell of exchanges, as ``text`` or ``json``; ``at`` is the machine's time, by which other logs can be laid beside."""

    def __init__(self, form: str, *, write: Write = to_standard_error, wall: Callable[[], datetime] | None = None) -> None:
        self._spell = _SPELLINGS[form]
        self._write = write
        self._wall = wall or (lambda: datetime.now(UTC))

    def add(self, entry: Entry, seconds: float, *, space: str | None = None) -> None:
        """Tell of an exchange that took so long, of a space where one is named: each counts its own."""
        rest = entry.rest
        self._write(
            self._spell(
                {
                    "at": self._now(),
                    **({} if space is None else {"space": space}),
                    "exchange": entry.id,
                    "method": rest.method if rest else "POST",
                    "path": masked_path(rest.path) if rest else "/soap",
                    "status": rest.status if rest else entry.soap[0].status,
                    "ms": round(seconds * 1000, 2),
                    "facade": entry.facade,
                    "operation": entry.operation,
                    "soap": [{"operation": call.operation, "status": call.status} for call in entry.soap],
                }
            )
        )

    def handler(self) -> logging.Handler:
        """Make a handler that writes what the emulator logs of its own failures in the same form."""
        return _Handler(self)

    def tell(self, record: logging.LogRecord) -> None:
        """Tell of something that is no exchange."""
        about = {"at": self._now(), "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            about["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        self._write(self._spell(about))

    def _now(self) -> str:
        return self._wall().isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Handler(logging.Handler):
    def __init__(self, lines: LogLines) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.tell(record)


def _as_text(about: Mapping[str, Any]) -> str:
    if "exchange" not in about:
        return "  ".join((about["at"], about["level"], about["logger"], about["message"], about.get("traceback", ""))).rstrip()
    calls = " ".join(f"{call['operation'] or '?'}:{call['status']}" for call in about["soap"])
    number, took = f"{about.get('space', '')}#{about['exchange']}", f"{about['status']}  {about['ms']:g} ms"
    return (
        f"{about['at']}  {number}  {about['method']} {about['path']}  {took}"
        f"  {about['facade'] or 'soap'} {about['operation'] or '-'}" + (f"  soap {calls}" if about["facade"] and calls else "")
    )


_SPELLINGS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {"text": _as_text, "json": json.dumps}
