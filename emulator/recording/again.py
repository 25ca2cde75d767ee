"""Playing recorded calls again on an emulator, and holding its answers against the recorded ones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from emulator.clock import Clock
from emulator.recording.envelope import message_in, name_of
from emulator.recording.reading import Recorded
from emulator.soap_client.failures import CallFailed
from emulator.soap_client.transport import InProcess

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_STAMP_IN = re.compile(r"(<(?:[\w.-]+:)?timeStampIn\b[^<>]*>)\s*(\d+)\s*(?=<)")
_STAMP_OUT = "timeStampOut"
_BEYOND = "18446744073709551615"
_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlike:
    """An exchange whose answer was another: which line of the recording, where, what was recorded and what came."""

    line: int
    where: str
    recorded: str
    found: str


def play_again(exchanges: Iterable[Recorded], wsgi: "WSGIApplication", clock: Clock, *, ahead: timedelta) -> Iterator[Unlike]:
    """Make each call at its instant, moved by ``ahead``, and tell where an answer differs; time stamps stand for each other.

    A stamp from before the recording, which the system took then, stands for the beginning.
    """
    transport = InProcess(wsgi)
    stamps: dict[str, str] = {}
    for recorded in exchanges:
        clock.set(recorded.at + ahead)
        exchange = recorded.exchange
        content_type = next((value for name, value in exchange.request.headers if name.lower() == "content-type"), "")
        refused = "<code>504<" in exchange.reply.body
        body = _STAMP_IN.sub(partial(_stamp, stamps, refused=refused), exchange.request.body)
        try:
            answer = transport.send(body.encode(), headers={"Content-Type": _in_utf_8(content_type)}, timeout=_TIMEOUT)
        except CallFailed as error:
            yield Unlike(line=recorded.line, where="answer", recorded="a reply", found=type(error).__name__)
            continue
        ours = answer.body.decode("utf-8", "replace")
        told, found = _facts(exchange.reply.body), _facts(ours)
        if _STAMP_OUT in told and _STAMP_OUT in found:
            stamps[told[_STAMP_OUT]] = found[_STAMP_OUT]
            if told[_STAMP_OUT] != "0" and found[_STAMP_OUT] != "0":
                told[_STAMP_OUT] = found[_STAMP_OUT] = ""
        where = next((key for key in {**told, **found} if told.get(key) != found.get(key)), None)
        if where is not None:
            yield Unlike(line=recorded.line, where=where, recorded=told.get(where, "none"), found=found.get(where, "none"))


def _stamp(stamps: dict[str, str], found: "re.Match[str]", *, refused: bool) -> str:
    return f"{found[1]}{stamps.get(found[2], _BEYOND if refused else '0')}"


def _in_utf_8(content_type: str) -> str:
    return re.sub(r"charset\s*=\s*\"?[^\";\s]+\"?", "charset=utf-8", content_type, flags=re.IGNORECASE)


def _facts(body: str) -> dict[str, str]:
    """Give the texts of a reply by their places, in their order."""
    message = message_in(body)
    if message is None:
        return {"answer": "no SOAP reply"}
    return {"answer": name_of(message), **dict(_texts(message, ""))}


def _texts(parent: Any, above: str) -> Iterator[tuple[str, str]]:
    count: dict[str, int] = {}
    for child in parent:
        name = name_of(child)
        count[name] = count.get(name, 0) + 1
        where = f"{above}{name}" + (f"[{count[name]}]" if name == "workItem" else "")
        if len(child):
            yield from _texts(child, f"{where}/")
        else:
            yield where, child.text or ""
