"""The calls of a recording (`emulator record`), made again on both sides."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from contracts.exchange import Request, Response
from contracts.parity.comparing import Comparing
from contracts.parity.facts import facts_of
from contracts.parity.outcome import Outcome
from contracts.parity.sides import Side, might_cancel
from contracts.parity.told_calls import WITHHELD
from contracts.targets.refusals import TargetError, TargetGone

FORMAT = "scheduling-emulator recording"
_VERSION = 1
_STAMP_IN = re.compile(r"(<(?:[\w.-]+:)?timeStampIn\b[^<>]*>)\s*(\d+)\s*(?=<)")
_CHARSET = re.compile(r"charset\s*=\s*\"?[^\";\s]+\"?", re.IGNORECASE)
_LOGIN = ("databaseUser", "password", "spUser")
_SENT = ("content-type", "soapaction")
_BEYOND = str(2**64 - 1)
_LATER = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCall:
    """A call with the answer that it got, and the line it stands in; ``at`` is later than the call before."""

    line: int
    at: datetime
    operation: str
    request: Request
    response: Response


def read_calls(path: Path) -> Iterator[RecordedCall]:
    """Read the SOAP calls of a recording; raise ValueError for what is none, naming the line."""
    lines = path.read_bytes().split(b"\n")
    if not _is_head(_json(lines[0])):
        raise ValueError(f"{path}:1: expected a recording, as emulator record writes it; found something else")
    at = datetime.min.replace(tzinfo=UTC)
    for number, text in enumerate(lines, start=1):
        value = _json(text)
        # A line that is no JSON was never finished.
        if value is None or _is_head(value):
            continue
        try:
            asked, reply = value["request"], value["reply"]
            at = max(datetime.fromisoformat(value["at"]).astimezone(UTC), at + _LATER)
            if asked["method"] != "POST" or asked.get("left_out"):
                continue
            headers = {name: value for name, value in asked["headers"] if name.lower() in _SENT}
            headers = {name: _CHARSET.sub("charset=utf-8", value) for name, value in headers.items()}
            answered = {name.lower(): text for name, text in reply["headers"]}
            whole = not value.get("failure") and not reply.get("left_out")
            yield RecordedCall(
                line=number,
                at=at,
                operation=value["operation"] or "a call",
                request=Request(method="POST", path="/soap", headers=headers, body=asked["body"].encode()),
                response=Response(
                    status=reply["status"] if whole else 0,
                    headers=answered,
                    body=reply["body"].encode(),
                    broken="" if whole else value.get("failure") or "the answer was left out of the recording",
                ),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValueError(f"{path}:{number}: expected an exchange; found that it has no {error}") from None


def compare_recorded(
    calls: list[RecordedCall], left: Side, right: Side, outcome: Outcome, *, login: tuple[str, str, str] | None
) -> None:
    """Make each call on both sides, and add what is found to ``outcome``; clocks that are ours go with the recording."""
    comparing = Comparing()
    stamps: tuple[dict[str, str], dict[str, str]] = ({}, {})
    clocks = [side for side in (left, right) if side.has_control]
    for call in calls:
        name = f"line {call.line}, {call.operation}"
        if call.response.broken:
            outcome.left_out[name] = call.response.broken
            continue
        if not (left.may_cancel and right.may_cancel) and might_cancel(call.request):
            outcome.left_out[name] = WITHHELD
            continue
        for side in clocks:
            side.control("PUT", "/clock", {"now": call.at.isoformat(), "running": False})
        refused = b"<code>504<" in call.response.body
        try:
            answers = [
                side.soap(_asked(call.request, known, login, refused=refused), call.response)
                for side, known in zip((left, right), stamps, strict=True)
            ]
        except TargetGone:
            raise
        except TargetError as why:
            outcome.left_out[name] = str(why)
            continue
        outcome.calls += 1
        outcome.differences += comparing.differences(name, call.request.body, *answers)
        recorded = facts_of(call.response).values.get("timeStampOut")
        for known, answer in zip(stamps, answers, strict=True):
            given = facts_of(answer).values.get("timeStampOut")
            if recorded is not None and given is not None and recorded != "0":
                known[recorded] = given
    outcome.differences += comparing.days.differences()
    outcome.meant += comparing.told()


def _asked(request: Request, stamps: Mapping[str, str], login: tuple[str, ...] | None, *, refused: bool) -> Request:
    """Put a side's own time stamps, and the login that was told, in the place of the recorded ones."""

    def stamp(found: re.Match[str]) -> str:
        # One from before the recording, which the system took then, stands for the beginning.
        return f"{found[1]}{stamps.get(found[2], _BEYOND if refused else '0')}"

    text = _STAMP_IN.sub(stamp, request.body.decode())
    for name, value in zip(_LOGIN, login or (), strict=False):
        text = re.sub(rf"(<(?:[\w.-]+:)?{name}\b[^<>]*>)[^<]*(?=<)", partial(_filled, escape(value)), text)
    return Request(method=request.method, path=request.path, headers=request.headers, body=text.encode())


def _filled(value: str, found: re.Match[str]) -> str:
    return f"{found[1]}{value}"


def _is_head(value: Any) -> bool:
    return isinstance(value, dict) and value.get("recording") == FORMAT and value.get("version") == _VERSION


def _json(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
