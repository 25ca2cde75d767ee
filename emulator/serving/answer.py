"""One call of the WSGI application, and its answer as HTTP (RFC 9112)."""

import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from email.utils import formatdate
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any

from emulator.serving.head import Head

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_WITHOUT_BODY = (204, 304)


class Answer:
    """What the application makes of a request, in steps: each ``perform`` puts the next bytes to write into ``out``.

    After a step the answer is ``done``, or ``broken``: then the connection is to be cut, so that nothing looks whole that is
    not. An application that raises ConnectionResetError asks for that. Once ``abandoned`` it takes no further step.

    The application finds ``pause`` in its environment as "serving.pause": after that and a part without bytes its next step
    comes ``rest`` seconds later, and nobody waits for it but its client. It may do so before it calls start_response.
    """

    def __init__(self, application: "WSGIApplication", head: Head, body: bytes, *, keep_alive: bool) -> None:
        self.out = b""
        self.done = self.broken = self.abandoned = False
        self.keep_alive = keep_alive
        self.rest = 0.0
        self.hanging = False
        self._application = application
        self._head = head
        self._body = body
        self._status, self._code = "", 0
        self._headers: list[tuple[str, str]] = []
        self._source: Any = None
        self._parts: Iterator[bytes] | None = None
        self._headed = self._chunked = False
        self._left: int | None = None  # of the length that was announced

    def perform(self) -> None:
        """Take the next step; in any thread, and raise nothing."""
        if self.abandoned:
            self.close()
            return
        self.out = b""
        try:
            if self._parts is None:
                self._begin()
            else:
                self._go_on(self._parts)
        except ConnectionResetError:
            self.broken = True
        except Exception:
            traceback.print_exc(file=sys.stderr)
            self.broken = self._source is not None
            if not self.broken:
                text = "The emulator failed; its standard error says why."
                self.out, self.done = refusal(500, text, keep_alive=self.keep_alive), True
        if self.broken or self.done:
            self.close()

    def pause(self, seconds: float, *, hanging: bool = False) -> bool:
        """Let the next step wait, in which nothing more will come but the end, if it is ``hanging``."""
        self.rest, self.hanging = seconds, hanging
        return True

    def refuse(self, status: int, text: str, headers: Iterable[tuple[str, str]]) -> None:
        """Answer with a line of text instead of asking the application."""
        self.out, self.done = refusal(status, text, keep_alive=self.keep_alive, headers=headers), True

    def close(self) -> None:
        """Tell the application that nobody wants more of its answer; the second time does nothing."""
        source, self._source = self._source, None
        if source is not None and hasattr(source, "close"):
            try:
                source.close()
            except Exception:
                traceback.print_exc(file=sys.stderr)

    def _begin(self) -> None:
        # A copy: an application may write into its own, and the same head may come again.
        own = {"wsgi.input": BytesIO(self._body), "wsgi.errors": sys.stderr, "serving.pause": self.pause}
        environ = self._head.environ | own
        parts = self._application(environ, self._start)
        if isinstance(parts, list | tuple):
            body = parts[0] if len(parts) == 1 else b"".join(parts)
            self.out, self.done = self._written_head(len(body)) + (body if self._has_body() else b""), True
            return
        self._source, self._parts = parts, iter(parts)
        self._go_on(self._parts)

    def _begin_parts(self, parts: Iterator[bytes]) -> None:
        first = next(parts, b"")  # the status may come as late as this, or after a pause
        if self.rest and not self._code:
            return
        self._headed = True
        self.out = self._written_head(None)
        self.done = not self._has_body()
        if not self.done:
            self.out += self._framed(first)

    def _go_on(self, parts: Iterator[bytes]) -> None:
        if not self._headed:
            self._begin_parts(parts)
            return
        part = next(parts, None)
        if part is not None:
            self.out = self._framed(part)
            return
        self.done, self.broken = True, bool(self._left)
        self.out = b"0\r\n\r\n" if self._chunked else b""

    def _framed(self, part: bytes) -> bytes:
        if self._left is not None:
            self._left -= len(part)
            if self._left < 0:
                raise ValueError("the application answers with more bytes than it announced")
        return b"%x\r\n%b\r\n" % (len(part), part) if self._chunked and part else part

    def _start(self, status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Any:
        self._status, self._code, self._headers = status, int(status[:3]), headers

    def _has_body(self) -> bool:
        return self._code not in _WITHOUT_BODY and self._head.environ["REQUEST_METHOD"] != "HEAD"

    def _written_head(self, length: int | None) -> bytes:
        """Write the head; ``length`` is the body's where it is known, though the application may not say so."""
        more: list[tuple[str, str]] = []
        for name, value in self._headers:
            if name.lower() == "content-length":
                self._left = int(value)
        if self._left is not None:
            pass
        elif length is not None and self._code not in _WITHOUT_BODY:
            more.append(("Content-Length", str(length)))
        elif self._has_body():
            self._chunked = not self._head.old
            self.keep_alive = self.keep_alive and self._chunked
            more += [("Transfer-Encoding", "chunked")] if self._chunked else []
        if not self.keep_alive:
            more.append(("Connection", "close"))
        elif self._head.old:
            more.append(("Connection", "keep-alive"))
        return written_head(self._status, (*self._headers, *more))


def refusal(status: int, text: str, *, keep_alive: bool, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """Write an answer of one line of text."""
    body = f"{text}\n".encode()
    fields = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *headers]
    if not keep_alive:
        fields.append(("Connection", "close"))
    return written_head(f"{status} {HTTPStatus(status).phrase}", fields) + body


def written_head(status: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """Write a status line and headers; raise ValueError where one of them would be two."""
    lines = [f"HTTP/1.1 {status}", f"Date: {_date(int(time.time()))}", *[f"{name}: {value}" for name, value in headers]]
    text = "\r\n".join(lines)
    if text.count("\n") != len(lines) - 1 or text.count("\r") != len(lines) - 1:
        raise ValueError("a status or a header of the answer holds a line end")
    return f"{text}\r\n\r\n".encode("latin-1")


_dates: tuple[int, str] = (0, "")


def _date(second: int) -> str:
    global _dates
    if _dates[0] != second:
        _dates = second, formatdate(second, usegmt=True)
    return _dates[1]
