"""What a client sends, taken apart into requests."""

from collections.abc import Callable
from typing import Any

from emulator.made_often import made_often
from emulator.serving.body import Body, ChunkedBody, SizedBody, TooLarge
from emulator.serving.head import BadRequest, Head, read_head
from emulator.serving.limits import Limits

_END_OF_HEAD = b"\r\n\r\n"


@made_often(frozen=True, slots=True)
class Request:
    """A request that has come whole."""

    head: Head
    body: bytes


class Requests:
    """Hold what has come and was not taken yet; ``interim`` sends what a client waits for before its body."""

    def __init__(self, limits: Limits, template: dict[str, Any], *, interim: Callable[[bytes], object]) -> None:
        self._limits = limits
        self._template = template
        self._interim = interim
        self._unread = bytearray()
        self._body: Body | None = None
        self._last_text = b""
        self._last_head: Head | None = None
        # Of the request that has begun to come.
        self.head: Head | None = None

    def __len__(self) -> int:
        """Count the bytes that are held."""
        return len(self._unread)

    def add(self, data: bytes | memoryview) -> None:
        """Add what has come."""
        self._unread += data

    def clear(self) -> None:
        """Throw away what is held."""
        self._unread.clear()

    def has_begun(self) -> bool:
        """Whether something of the next request has come."""
        return self.head is not None or bool(self._unread)

    def take(self) -> Request | None:
        """Take the next request, if it is whole; raise BadRequest, or TooLarge, whose head is ``head``."""
        if self.head is None:
            self._read_head()
        if self.head is None or self._body is None:
            return None
        body = self._body.take(self._unread)
        if body is None:
            return None
        request = Request(self.head, body)
        self.head = self._body = None
        return request

    def _read_head(self) -> None:
        while self._unread.startswith(b"\r\n"):  # before a request line; RFC 9112, 2.2
            del self._unread[:2]
        most = self._limits.max_header_bytes
        end = self._unread.find(_END_OF_HEAD, 0, most)
        if end < 0:
            if len(self._unread) >= most:
                raise BadRequest(431, f"expected a head of less than {most} bytes (max_header_bytes); found more")
            return
        head = self._head_of(bytes(self._unread[:end]))
        del self._unread[: end + len(_END_OF_HEAD)]
        self.head = head
        if head.length is None:
            self._body = ChunkedBody(self._limits.max_body_bytes)
        elif head.length > self._limits.max_body_bytes + 1:
            # Who says so is the application: what it answers is documented. One byte too many it may look for in the body,
            # of more it needs nothing.
            raise TooLarge(b"")
        else:
            self._body = SizedBody(head.length)
        if head.expects_continue and not self._unread:
            self._interim(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _head_of(self, text: bytes) -> Head:
        # Most clients send the same head again and again.
        if self._last_head is None or text != self._last_text:
            self._last_head = read_head(text, self._template.copy(), max_headers=self._limits.max_headers)
            self._last_text = text
        return self._last_head
