"""A target that remembers what was done to it since the last reset, so that a failure can tell what led to it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from contracts.again.moment import Chapter, Moment
from contracts.again.steps import Action, AtOnce, ToControl, ToFacade, ToSoap
from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.targets.refusals import NotPossible, TargetError

if TYPE_CHECKING:
    from contracts.target import Target


class Remembering:
    """Pass everything on, and give each answer the moment at which it came.

    The memory is one chapter, of bounded length, and those that somebody holds an answer of.
    """

    def __init__(self, target: "Target", *, settings: Mapping[str, Any] | None = None) -> None:
        self.name = target.name
        self.base_url = target.base_url
        self.inner = target
        self._settings = dict(settings or {})
        clock = None
        with suppress(NotPossible, TargetError):
            clock = target.control("GET", "/clock")
        known = {name: clock[name] for name in ("now", "running") if name in clock} if isinstance(clock, dict) else None
        self._chapter = Chapter(self._settings, known)
        # What was done before the run, nobody knows.
        self._lock = Lock()

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        """Send a request to the facade, and say what SOAP it caused."""
        moment = self._at(ToFacade(request=request, operation=operation))
        exchange = self.inner.rest(request, operation=operation)
        return replace(exchange, response=_remembered(exchange.response, moment))

    def rest_at_once(self, requests: Sequence[Request]) -> tuple[list[Response], tuple[SoapCall, ...]]:
        """Send requests to the facade at the same time; give the answers in their order, and all the SOAP they caused."""
        moment = self._at(AtOnce(requests=tuple(requests)))
        responses, calls = self.inner.rest_at_once(requests)
        return [replace(response, moment=moment) for response in responses], calls

    def soap(self, request: Request) -> Response:
        """Send a request to the SOAP server itself."""
        moment = self._at(ToSoap(request=request))
        return _remembered(self.inner.soap(request), moment)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API; what changes something is remembered, and a reset begins a new chapter."""
        if method == "GET":
            return self.inner.control(method, path, body)
        if (method, path) == ("POST", "/reset"):
            found = self.inner.control(method, path, body)
            with self._lock:
                self._chapter = self._chapter.next()
            return found
        self._at(ToControl(method=method, path=path, body=body))
        return self.inner.control(method, path, body)

    @contextmanager
    def with_settings(self, settings: Mapping[str, Any]) -> Iterator["Remembering"]:
        """Give a fresh target with other settings, which remembers too."""
        with self.inner.with_settings(settings) as other:
            yield Remembering(other, settings={**self._settings, **settings})

    def close(self) -> None:
        """Let go of what was opened."""
        self.inner.close()

    def _at(self, action: Action) -> Moment:
        with self._lock:
            if self._chapter.full:
                self._chapter = replace(self._chapter.next(), cut=True)
            return Moment(self._chapter, self._chapter.add(action))


def _remembered(response: Response, moment: Moment) -> Response:
    moment.chapter.answer(moment.place, response.body)
    return replace(response, moment=moment)
