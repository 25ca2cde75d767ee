"""The front door: which part answers a request, and the journal of what went through."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException

from emulator.addresses import CONSOLE
from emulator.control.routes import PREFIX as CONTROL
from emulator.facades.facade import Facade
from emulator.faults import Faults
from emulator.faults.at_facade import answered, asked, pace_at_facade, paced_answer
from emulator.faults.changing import Pace
from emulator.journal import Entry, Journal, RestExchange
from emulator.made_often import made_often
from emulator.soap_client.transport import SoapExchange as MadeCall
from emulator.soap_server.http import asks_for_wsdl
from emulator.soap_server.server import SoapServer
from emulator.unavailable import RETRY_AFTER, StateUnavailable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SOAP = "/soap"
# Is told of each exchange, and of the seconds that it took.
# That of a space has the keyword ``space``, its name.
Watch = Callable[..., object]
_TEXT = "text/plain; charset=utf-8"


class Front:
    """Send each request to its owner: control API, a facade by its prefix, else SOAP (SCH-T-06).

    Before a facade answers it takes a ``look`` at what others did who share the state: a facade reads the clock on its own.
    Each exchange is told to those who are ``watching``.
    """

    def __init__(
        self,
        *,
        soap: SoapServer,
        facades: Mapping[str, Facade],
        control: "WSGIApplication",
        journal: Journal,
        max_body_bytes: int,
        faults: Faults,
        sleep: Callable[[float], object],
        look: Callable[[], None] = lambda: None,
        watching: Sequence[Watch] = (),
    ) -> None:
        self._soap = soap
        self._facades = [(facade.prefix, name, facade) for name, facade in facades.items()]
        self._control = control
        self._journal = journal
        self._faults = faults
        self._sleep = sleep
        self._most = max_body_bytes
        self._look = look
        self._watching = watching

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as a WSGI application."""
        try:
            return self._answer(environ, start_response)
        except StateUnavailable as why:
            response = Response(
                f"{why}; try again\n", status=503, content_type=_TEXT, headers={"Retry-After": str(RETRY_AFTER)}
            )
            return response(environ, start_response)

    def _answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        for prefix, name, facade in self._facades:
            if path.startswith(prefix):
                self._look()
                return self._to_facade(name, facade, environ, start_response)
        if path == CONTROL or path.startswith(CONTROL + "/"):
            return self._control(environ, start_response)
        if path == SOAP or path.startswith(SOAP + "/") or environ["REQUEST_METHOD"] == "POST" or asks_for_wsdl(environ):
            return self._to_soap(environ, start_response)
        if path in ("", "/") and environ["REQUEST_METHOD"] in ("GET", "HEAD") and "text/html" in environ.get("HTTP_ACCEPT", ""):
            # A person looks, with a browser.
            there = f"{environ.get('SCRIPT_NAME', '')}{CONSOLE}/"
            return Response(status=302, headers={"Location": there, "Vary": "Accept"})(environ, start_response)
        text = f"Nothing is served at {path}. SOAP is at {SOAP}, its WSDL at {SOAP}?wsdl, the control API below {CONTROL}/.\n"
        return Response(text, status=404, content_type=_TEXT)(environ, start_response)

    def _to_facade(
        self, name: str, facade: Facade, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        began = perf_counter()
        request = Request(environ, populate_request=False)
        request.max_content_length = self._most
        calls: list[MadeCall] = []
        ordered = pace = None
        struck = self._faults.noting() if self._faults.any else ()
        if self._faults.at_facade:
            operation = facade.operation(request)
            ordered = self._faults.take_at_facade(asked(request, facade=name, operation=operation, path=_path(environ)))
        if ordered is None:
            response = facade(request, calls)
        else:
            response = answered(ordered, request, partial(facade, request, calls))
            pace = pace_at_facade(ordered, response)
        headers, body = response.headers.to_wsgi_list(), response.get_data()
        rest = RestExchange(
            method=request.method,
            path=_path(environ),
            request_headers=_headers(environ),
            request_body=_body(request),
            status=response.status_code,
            response_headers=tuple(headers),
            response_body=body,
        )
        if ordered is not None:
            rest = _as_sent(rest, pace, silent=ordered.silent)
        entry = self._journal.record(
            facade=name, operation=facade.operation(request), rest=rest, soap=calls, faults=tuple(struck) if struck else ()
        )
        self._tell(entry, began)
        if ordered is not None and pace is not None:
            return paced_answer(ordered, response, pace, environ, start_response, self._sleep)
        if environ["REQUEST_METHOD"] == "HEAD" or response.status_code in _WITHOUT_BODY or _adapted(headers):
            return response(environ, start_response)
        # What werkzeug would do for these comes to the same, and takes a tenth of a cancel's time.
        start_response(response.status, headers)
        return [body]

    def _to_soap(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        began = perf_counter()
        struck = self._faults.noting() if self._faults.any else ()
        answer = self._soap.answer(environ)
        if environ["REQUEST_METHOD"] == "POST":
            if answer.length <= self._journal.max_bytes:
                answer = answer.whole()
            # What is larger than all that the journal may keep is not put together for it.
            response = answer.parts[0] if len(answer.parts) == 1 else b""
            left_out = answer.length - len(response)
            if answer.pace is not None:
                response = answer.pace.sent(response)
            call = ServedCall(
                operation=answer.operation,
                request=answer.request,
                response=response,
                status=answer.status,
                left_out=left_out,
            )
            entry = self._journal.record(
                facade=None, operation=answer.operation, rest=None, soap=[call], faults=tuple(struck) if struck else ()
            )
            self._tell(entry, began)
        return answer.given_to(start_response) if answer.pace is None else self._soap.give(answer, environ, start_response)

    def _tell(self, entry: Entry, began: float) -> None:
        seconds = perf_counter() - began
        for watch in self._watching:
            watch(entry, seconds)


@made_often(frozen=True, slots=True, kw_only=True)
class ServedCall:
    """A SOAP call that reached the system itself; ``response`` is empty and ``status`` 0 where the connection was broken.

    ``left_out`` counts the bytes of a response that is not kept here for its size.
    """

    operation: str | None
    request: bytes
    response: bytes
    status: int
    left_out: int = 0


def _as_sent(rest: RestExchange, pace: Pace | None, *, silent: bool) -> RestExchange:
    """Tell an exchange as its client sees it."""
    if silent:
        return replace(rest, status=0, response_headers=(), response_body=b"")
    return replace(rest, response_body=pace.sent(rest.response_body)) if pace is not None else rest


# werkzeug adapts the first two to the request, and gives a response that has not the third its own.
_LOCATIONS, _LENGTH = {"location", "content-location"}, "content-length"
_WITHOUT_BODY = (204, 304)


def _adapted(headers: Iterable[tuple[str, str]]) -> bool:
    names = {name.lower() for name, _ in headers}
    return _LENGTH not in names or not names.isdisjoint(_LOCATIONS)


# As many as come again and again; whoever makes up new ones makes no more of them stay.
@lru_cache(maxsize=1024)
def _header(key: str) -> str | None:
    """Name the header that a key of the environment holds; None where it holds none."""
    if key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        return key.replace("_", "-").title()
    # These two keys without a prefix are what counts, whatever a server makes of their names with it.
    if key.startswith("HTTP_") and key not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
        return key[5:].replace("_", "-").title()
    return None


def _headers(environ: "WSGIEnvironment") -> tuple[tuple[str, str], ...]:
    return tuple([(name, value) for key, value in environ.items() if (name := _header(key)) and (value or key[0] == "H")])


def _path(environ: "WSGIEnvironment") -> str:
    path = quote(environ["PATH_INFO"].encode("latin-1"), safe="/:@!$&'()*+,;=-._~")
    query = environ.get("QUERY_STRING")
    return f"{path}?{query}" if query else path


def _body(request: Request) -> bytes:
    """Give what the facade has read, or would have; a body too large to be read is not kept."""
    try:
        return request.get_data()
    except HTTPException:
        return b""
