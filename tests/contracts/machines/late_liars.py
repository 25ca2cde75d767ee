"""Targets with one defect each in jeopardy, paging or the clock: the emulator's answers or orders, falsified."""

import re
from typing import Any, ClassVar

from contracts.exchange import Request, Response
from contracts.target import InProcess
from tests.contracts.machines.liars import Liar

_ITEM = re.compile(rb"<workItem>.*?</workItem>", re.S)
_JEOP_ONLY = b"<options><JeopOnly>true</JeopOnly></options>"
_MORE = b"<more>true</more>"


def _falsified(answer: Response, body: bytes) -> Response:
    return Response(status=answer.status, headers=answer.headers, body=body)


def _asked(request: Request, body: bytes) -> Request:
    return Request(method=request.method, path=request.path, headers=request.headers, body=body)


def _text(name: str, body: bytes) -> bytes:
    found = re.search(rf"<{name}>([^<]*)<".encode(), body)
    return found[1] if found else b""


def _states(item: bytes) -> list[bytes]:
    found = re.search(rb"<jobJeopardy>(.*?)</jobJeopardy>", item, re.S)
    return re.findall(rb"<(\w+)>true<", found[1]) if found else []


class JeopOnlyInverted(Liar):
    """Take JeopOnly for its opposite."""

    def poll(self, request: Request) -> Response:
        if _JEOP_ONLY in request.body:
            return self._honest.soap(_asked(request, request.body.replace(_JEOP_ONLY, b"")))
        end = request.body.index(b"</sp:GetChangedWorkItemsRequest>")
        return self._honest.soap(_asked(request, request.body[:end] + _JEOP_ONLY + request.body[end:]))


class _Withholds(Liar):
    """Leave items out of what JeopOnly tells after a stamp, by what the item was when it was last told."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[bytes, list[bytes]] = {}
        self.moved: set[bytes] = set()

    def withheld(self, name: bytes, before: list[bytes] | None, now: list[bytes]) -> bool:
        raise NotImplementedError

    def poll(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        asked = _JEOP_ONLY in request.body and b"<timeStampIn>" in request.body

        def kept(found: re.Match[bytes]) -> bytes:
            name, now = _text("workItemID", found[0]), _states(found[0])
            before, self._told[name] = self._told.get(name), now
            return b"" if asked and self.withheld(name, before, now) else found[0]

        return _falsified(answer, _ITEM.sub(kept, answer.body))

    def control(self, method: str, path: str, body: Any = None) -> Any:
        if path == "/reset":
            self._told.clear()
            self.moved.clear()
        if method == "PATCH" and "unit" in (body or {}):
            self.moved.add(path.rpartition("/")[2].encode())
        return super().control(method, path, body)


class IgnoresTheAmount(_Withholds):
    """Tell no item whose states are as they were, whatever its amount."""

    def withheld(self, name: bytes, before: list[bytes] | None, now: list[bytes]) -> bool:
        return before == now and bool(now)


class MissesTheSwap(_Withholds):
    """Tell no item that swapped one condition for another."""

    def withheld(self, name: bytes, before: list[bytes] | None, now: list[bytes]) -> bool:
        return before is not None and before != now and len(before) == len(now)


class KnowsWhoMovesIn(_Withholds):
    """Tell no item that came from another unit."""

    def withheld(self, name: bytes, before: list[bytes] | None, now: list[bytes]) -> bool:
        return name in self.moved


class EndsTheWindowEarly(Liar):
    """Count the last minute of a window as outside."""

    def control(self, method: str, path: str, body: Any = None) -> Any:
        for window, begin, end in (("promise", "from", "to"), ("contract", "earliest", "latest")):
            ends = (body or {}).get(window) or {}
            on_it = ends.get(end) and ends[end] == body.get("arrival") and ends.get(begin) != ends[end]
            if on_it and ends[end][14:16] > "00":
                earlier = f"{ends[end][:14]}{int(ends[end][14:16]) - 1:02}:00Z"
                body = {**body, window: {**ends, end: earlier}}
        return super().control(method, path, body)


class _StartsAt(Liar):
    """Set another clock than it was told."""

    morning = ""

    def control(self, method: str, path: str, body: Any = None) -> Any:
        if (method, path) == ("PUT", "/clock"):
            body = {**body, "now": self.morning}
        return super().control(method, path, body)


class ScansOneEarly(_StartsAt):
    """Find jobs late one scan before they are."""

    morning = "2026-01-05T08:05:00Z"


class ScansOneLate(_StartsAt):
    """Find jobs late one scan after they are."""

    morning = "2026-01-05T07:55:00Z"


class _Set(Liar):
    """Run with another setting than the clauses name."""

    settings: ClassVar[dict[str, Any]] = {}

    def __init__(self) -> None:
        super().__init__()
        self._honest = InProcess(self.settings)


class ScansSeldom(_Set):
    """Scan half as often."""

    settings: ClassVar[dict[str, Any]] = {"jeop_scan_time": 10}


class SeesADayLess(_Set):
    """End the memory horizon a day early."""

    settings: ClassVar[dict[str, Any]] = {"glob_days_after": 27}


class _Replaces(Liar):
    """Write something else into every reply of the feed."""

    pattern, replacement = b"", b""

    def poll(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        return _falsified(answer, re.sub(self.pattern, self.replacement, answer.body))


class IsNeverLate(_Replaces):
    """Leave out the late states."""

    pattern = rb"<late\w+>true</late\w+>"


class BreaksNoPromise(_Replaces):
    """Leave out promise."""

    pattern = rb"<promise>true</promise>"


class ForgetsWhatWasSet(_Replaces):
    """Leave out a state that is set by hand."""

    pattern = rb"<noGo>true</noGo>"


class KnowsNoEarly(_Replaces):
    """Lose the sign of overdue."""

    pattern, replacement = rb"<overdue>-", rb"<overdue>"


class HasNoMore(_Replaces):
    """Never say more."""

    pattern = re.escape(_MORE)


class ListsBackwards(Liar):
    """List the states from the table's end."""

    def poll(self, request: Request) -> Response:
        answer = self._honest.soap(request)

        def backwards(found: re.Match[bytes]) -> bytes:
            names = re.findall(rb"<(\w+)>true<", found[1])
            inner = b"".join(b"<%s>true</%s>" % (name, name) for name in reversed(names))
            return b"<jobJeopardy>" + inner + b"</jobJeopardy>"

        return _falsified(answer, re.sub(rb"<jobJeopardy>(.*?)</jobJeopardy>", backwards, answer.body, flags=re.S))


class NewestFirst(Liar):
    """Turn each page round."""

    def poll(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        items = _ITEM.findall(answer.body)
        return _falsified(answer, _ITEM.sub(lambda _: items.pop(), answer.body))


class SkipsTheRest(Liar):
    """Give the end of a page the stamp of the feed's end."""

    def poll(self, request: Request) -> Response:
        answer = last = self._honest.soap(request)
        for _ in range(20):
            if _MORE not in last.body:
                break
            bare = re.sub(rb"<timeStampIn>\d+</timeStampIn>", b"", request.body)
            stamp = b"</FRUID><timeStampIn>%s</timeStampIn>" % _text("timeStampOut", last.body)
            last = self._honest.soap(_asked(request, bare.replace(b"</FRUID>", stamp)))
        stamps = [b">%s<" % _text("timeStampOut", reply.body) for reply in (answer, last)]
        return _falsified(answer, answer.body.replace(*stamps))


class TurnsInCircles(Liar):
    """End a page with the stamp it was asked for."""

    def poll(self, request: Request) -> Response:
        answer, stamp = self._honest.soap(request), _text("timeStampIn", request.body)
        if _MORE not in answer.body or not stamp:
            return answer
        return _falsified(answer, answer.body.replace(b">%s<" % _text("timeStampOut", answer.body), b">%s<" % stamp))


class CutsBeforeTheFilter(Liar):
    """Say more where the last item of a full page was all there is."""

    def poll(self, request: Request) -> Response:
        answer = self._honest.soap(request)
        if _MORE in answer.body or len(_ITEM.findall(answer.body)) != 2:
            return answer
        return _falsified(answer, answer.body.replace(b"</timeStampOut>", b"</timeStampOut>" + _MORE))


class KeepsTheDefaultLetters(Liar):
    """Accept gcj_jeop_check_states, and look at the default ones."""

    def control(self, method: str, path: str, body: Any = None) -> Any:
        if "gcj_jeop_check_states" in (body or {}):
            return super().control("GET", path)
        return super().control(method, path, body)
