"""The recorder: a WSGI application that passes requests on to a Scheduling system, and keeps what went there and came back."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape
from time import monotonic
from typing import TYPE_CHECKING

from emulator.clock import Clock
from emulator.recording.bodies import text_of
from emulator.recording.envelope import operation_of
from emulator.recording.exchange import Exchange, Said
from emulator.recording.file import RecordingFile
from emulator.recording.masking import Headers, Masking
from emulator.recording.upstream import Got, Upstream
from emulator.soap_client.failures import TimedOut, Unreachable
from emulator.soap_server.http import TooLarge, asks_for_wsdl, read_body, status_line

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Tell = Callable[[str], object]
# Larger bodies are not passed on.
MOST_BYTES = 256 * 2**20
_TEXT = (("Content-Type", "text/plain; charset=utf-8"),)
_ADDRESS = re.compile(rb"(<(?:[\w.-]+:)?address\b[^<>]*?\slocation\s*=\s*)(\"[^\"]*\"|'[^']*')")
_SPELT = {"SOAPACTION": "SOAPAction"}


class Recorder:
    """Pass each request on once, byte for byte, and its answer back; keep both, secrets masked.

    ``tell`` is told of what a person should see: no answer from upstream, or an exchange that could not be kept.
    """

    def __init__(self, upstream: Upstream, file: RecordingFile, *, clock: Clock, tell: Tell) -> None:
        self._upstream = upstream
        self._file = file
        self._clock = clock
        self._tell = tell
        self._masking = Masking()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as a WSGI application."""
        try:
            body = read_body(environ, MOST_BYTES)
        except TooLarge:
            return _answered(start_response, _refusal(413, f"the body is larger than {MOST_BYTES} bytes"))
        method, headers = environ["REQUEST_METHOD"], _headers(environ)
        wsdl = method == "GET" and asks_for_wsdl(environ)
        if wsdl:
            # It is changed on its way, and so it must come as it is.
            headers = tuple((name, value) for name, value in headers if name.lower() != "accept-encoding")
        target = self._target(environ)
        at, began = self._clock.now(), monotonic()
        failure: str | None = None
        try:
            got = self._upstream.send(method, target, headers, body)
            if not got.whole:
                failure = f"the Scheduling system broke off its answer after {len(got.body)} bytes"
        except TimedOut:
            failure = "the Scheduling system gave no whole answer in time"
            got = _refusal(504, failure)
        except Unreachable as error:
            failure = f"the Scheduling system cannot be reached: {error}"
            got = _refusal(502, failure)
        else:
            got = _refusal(502, failure) if failure else got
        seconds = monotonic() - began
        if failure is not None:
            self._tell(f"{failure}; the caller got {got.status}, and recording goes on")
        try:
            self._file.keep(self._masked(method, target, headers, body, got, at=at, seconds=seconds, failure=failure))
        except Exception as error:  # whatever it is, the call was made, and its caller gets the answer
            why = error.strerror if isinstance(error, OSError) else repr(error)
            self._tell(f"an exchange could not be kept in {self._file.path}: {why}; recording goes on")
        return _answered(start_response, self._with_our_address(got, environ) if wsdl else got)

    def _target(self, environ: "WSGIEnvironment") -> str:
        """Take the caller's path and query as they are; whoever names neither means the upstream's own."""
        target: str = environ.get("RAW_URI") or environ["PATH_INFO"]
        path, mark, query = target.partition("?")
        if path in ("", "/", "*"):
            own = self._upstream.target
            return f"{own}{'&' if '?' in own else mark}{query}" if query else own
        return target

    def _with_our_address(self, got: Got, environ: "WSGIEnvironment") -> Got:
        """Let a WSDL name this recorder: a client that follows the address would go past it."""
        host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        ours = escape(f"{environ['wsgi.url_scheme']}://{host}{self._upstream.target}").encode("latin-1", "replace")
        body = _ADDRESS.sub(lambda found: found[1] + b'"' + ours + b'"', got.body)
        return Got(status=got.status, headers=got.headers, body=body, whole=True)

    def _masked(
        self,
        method: str,
        target: str,
        headers: Headers,
        body: bytes,
        got: Got,
        *,
        at: datetime,
        seconds: float,
        failure: str | None,
    ) -> Exchange:
        masking = self._masking
        asked, reply = _text(body, headers), _text(got.body, got.headers)
        # All is looked through for secrets first, and then again for those that were found: a reply may say one back.
        shown = masking.target(target), masking.headers(headers), masking.headers(got.headers)
        texts = masking.body(asked or ""), masking.body(reply or "")
        operation = operation_of(texts[0]) if method == "POST" else None
        return Exchange(
            at=at,
            seconds=seconds,
            operation=masking.again(operation) if operation else None,
            method=method,
            target=masking.again(shown[0]),
            request=self._said(shown[1], texts[0], 0 if asked is not None else len(body)),
            status=got.status,
            reply=self._said(shown[2], texts[1], 0 if reply is not None else len(got.body)),
            failure=masking.again(failure) if failure else None,
        )

    def _said(self, headers: Headers, body: str, left_out: int) -> Said:
        again = self._masking.again
        return Said(headers=tuple((name, again(value)) for name, value in headers), body=again(body), left_out=left_out)


def _headers(environ: "WSGIEnvironment") -> Headers:
    found = []
    for key, value in environ.items():
        name = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else key.removeprefix("HTTP_") if key[:5] == "HTTP_" else ""
        if name and (value or name == "SOAPACTION") and key not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
            found.append((_SPELT.get(name, name.replace("_", "-").title()), value))
    return tuple(found)


def _text(body: bytes, headers: Iterable[tuple[str, str]]) -> str | None:
    named = {name.lower(): value for name, value in headers}
    return text_of(body, content_type=named.get("content-type", ""), content_encoding=named.get("content-encoding", ""))


def _refusal(status: int, text: str) -> Got:
    return Got(status=status, headers=_TEXT, body=f"emulator record: {text}\n".encode(), whole=True)


def _answered(start_response: "StartResponse", got: Got) -> Iterable[bytes]:
    start_response(status_line(got.status), [*got.headers])
    return [got.body]
