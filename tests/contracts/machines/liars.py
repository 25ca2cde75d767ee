"""Targets with one defect each: the emulator's answers, falsified on their way."""

import re
from collections.abc import Mapping
from typing import Any

from contracts.exchange import Exchange, Request, Response
from contracts.target import InProcess

_ITEM = re.compile(rb"<workItem>.*?</workItem>", re.S)


def _with_body(response: Response, body: bytes) -> Response:
    return Response(status=response.status, headers=response.headers, body=body)


def _text(name: str, body: bytes) -> str | None:
    found = re.search(rf"<{name}>([^<]*)</{name}>".encode(), body)
    return found[1].decode() if found else None


class Liar:
    """Pass everything on; a subclass falsifies polls or cancels, all of them through SOAP, REST as it is."""

    name = "a liar"
    base_url = "http://127.0.0.1:8010"

    def __init__(self) -> None:
        self._honest = InProcess()

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        return self._honest.rest(request, operation=operation)

    def soap(self, request: Request) -> Response:
        if b"GetChangedWorkItemsRequest" in request.body:
            return self.poll(request)
        if b"JobCancelRequest" in request.body:
            return self.cancel(request)
        return self._honest.soap(request)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        return self._honest.control(method, path, body)

    def with_settings(self, settings: Mapping[str, Any]) -> Any:
        return self._honest.with_settings(settings)

    def poll(self, request: Request) -> Response:
        return self._honest.soap(request)

    def cancel(self, request: Request) -> Response:
        return self._honest.soap(request)


class LosesTheChangeAtTheBoundary(Liar):
    """Leave out the first change after the stamp, as ``>`` in the place of ``>=`` would."""

    def poll(self, request: Request) -> Response:
        stamp = _text("timeStampIn", request.body)
        if stamp is None:
            return self._honest.soap(request)
        later = request.body.replace(f">{stamp}<".encode(), f">{int(stamp) + 1}<".encode())
        answer = self._honest.soap(Request(method="POST", path=request.path, headers=request.headers, body=later))
        return self._honest.soap(request) if b"<code>504" in answer.body else answer


class KeepsATombstone(Liar):
    """Go on reporting what was cancelled, to the unit that saw it last."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, tuple[str | None, bytes]] = {}
        self._dead: list[tuple[str | None, bytes]] = []

    def poll(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        unit = _text("FRUID", request.body)
        for item in _ITEM.findall(answer.body):
            self._seen[str(_text("workItemID", item))] = unit, item
        graves = b"".join(item for where, item in self._dead if where == unit)
        end = answer.body.rindex(b"</sp2:GetChangedWorkItemsResponse>")
        return _with_body(answer, answer.body[:end] + graves + answer.body[end:])

    def cancel(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        job = str(_text("jobID", request.body))
        if b"<code>0<" in answer.body and job in self._seen:
            self._dead.append(self._seen[job])
        return answer

    def control(self, method: str, path: str, body: Any = None) -> Any:
        if path == "/reset":
            self._seen.clear()
            self._dead.clear()
        return super().control(method, path, body)


class CountsStampsByUnit(Liar):
    """Take a stamp for a unit's own: one that was given for another is as good as the newest."""

    def __init__(self) -> None:
        super().__init__()
        self._given: dict[str, str] = {}

    def poll(self, request: Request) -> Response:
        unit, stamp = _text("FRUID", request.body), _text("timeStampIn", request.body)
        answer = self._honest.soap(request)
        if stamp is not None and self._given.setdefault(stamp, str(unit)) != unit:
            answer = _with_body(answer, _ITEM.sub(b"", answer.body))
        self._given.setdefault(str(_text("timeStampOut", answer.body)), str(unit))
        return answer


class CancelsTwice(Liar):
    """Say 0 to the second cancel of a job as well."""

    def __init__(self) -> None:
        super().__init__()
        self._cancelled: dict[str, Response] = {}

    def cancel(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        job = str(_text("jobID", request.body))
        if b"<code>0<" in answer.body:
            self._cancelled[job] = answer
        return self._cancelled.get(job, answer)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        if path == "/reset":
            self._cancelled.clear()
        return super().control(method, path, body)


class CancelsActivities(Liar):
    """Say 0 to the cancel of an activity."""

    def cancel(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        lie = answer.body.replace(b"<type>Error</type><code>1<", b"<type>OK</type><code>0<")
        return _with_body(answer, lie) if b"<jobID>A-" in request.body else answer


class TellsTwice(Liar):
    """Report the first item of a poll twice."""

    def poll(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        return _with_body(answer, _ITEM.sub(lambda item: item[0] * 2, answer.body, count=1))


class TellsTheFirstState(Liar):
    """Report each item as it was when it was first seen."""

    def __init__(self) -> None:
        super().__init__()
        self._first: dict[str, bytes] = {}

    def poll(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        return _with_body(
            answer, _ITEM.sub(lambda item: self._first.setdefault(str(_text("workItemID", item[0])), item[0]), answer.body)
        )


class MixesUnits(Liar):
    """Answer every poll for U2 with U1's items."""

    def poll(self, request: Request) -> Response:
        body = request.body.replace(b"<FRUID>U2<", b"<FRUID>U1<")
        return self._honest.soap(Request(method="POST", path=request.path, headers=request.headers, body=body))


class LetsStampsFall(Liar):
    """Give out ever smaller stamps."""

    def __init__(self) -> None:
        super().__init__()
        self._polls = 0

    def poll(self, request: Request) -> Response:
        self._polls += 1
        answer = self._honest.soap(request)
        stamp = str(_text("timeStampOut", answer.body))
        return _with_body(answer, answer.body.replace(f">{stamp}<".encode(), f">{int(stamp) - self._polls}<".encode()))


class TakesAnyStamp(Liar):
    """Take a stamp from the future for the newest."""

    def poll(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        lie = answer.body.replace(b"<type>Error</type><code>504<", b"<type>OK</type><code>0<")
        return _with_body(answer, lie)


class ForgetsNow(Liar):
    """Lose an item of every fifth poll."""

    def __init__(self) -> None:
        super().__init__()
        self._polls = 0

    def poll(self, request: Request) -> Response:
        self._polls += 1
        answer = self._honest.soap(request)
        return _with_body(answer, _ITEM.sub(b"", answer.body, count=1)) if self._polls % 5 == 0 else answer


class ForgetsAllChanges(Liar):
    """Tell nothing to who asks with a stamp."""

    def poll(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        return _with_body(answer, _ITEM.sub(b"", answer.body)) if b"<timeStampIn>" in request.body else answer


class Stumbles(Liar):
    """Answer a poll with a traceback."""

    def poll(self, request: Request) -> Response:
        return Response(status=500, headers={}, body=b"Traceback (most recent call last)")
