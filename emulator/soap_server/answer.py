"""What goes back to whoever sent a SOAP request."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from emulator.faults.changing import Pace, Pause, paced
from emulator.made_often import made_often
from emulator.soap_server.http import status_line

# A body of many parts goes out in chunks of so many bytes or a few more; one that fits in a chunk goes out at once.
CHUNK = 256 * 1024


@made_often(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back, or what broke instead, and what the journal wants to know of it.

    The body is in ``parts``, all of them written: nothing can fail any more once the first has gone out. It has one part
    unless it is large. A status of 0 is none at all: nothing goes out. ``pace`` says how an answer goes out that does so
    neither at once nor whole; it has one part.
    """

    status: int
    content_type: str
    parts: Sequence[bytes]
    request: bytes = b""
    operation: str | None = None
    allow: str | None = None
    retry_after: int | None = None
    broken: type[Exception] | None = None
    pace: Pace | None = None

    @property
    def length(self) -> int:
        """Count the bytes of the body."""
        return len(self.parts[0]) if len(self.parts) == 1 else sum(map(len, self.parts))

    def whole(self) -> "Answer":
        """Put the body together, in one part."""
        return self if len(self.parts) == 1 else replace(self, parts=[b"".join(self.parts)])

    def given_to(self, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as a WSGI application does; raise where the connection was to break instead."""
        if self.broken is not None:
            raise self.broken
        self._start(start_response)
        return [self.parts[0]] if len(self.parts) == 1 else _chunks(self.parts)

    def paced_to(self, start_response: Callable[..., Any], pause: Pause) -> Iterable[bytes]:
        """Answer at the pace that was ordered; raise where it breaks off."""
        assert self.pace is not None
        start = partial(self._start, start_response)
        return paced(start, self.parts[0], self.pace, pause, silent=not self.status)

    def _start(self, start_response: Callable[..., Any]) -> None:
        headers = [("Content-Type", self.content_type), ("Content-Length", str(self.length))]
        if self.allow:
            headers.append(("Allow", self.allow))
        if self.retry_after is not None:
            headers.append(("Retry-After", str(self.retry_after)))
        start_response(status_line(self.status), headers)


def _chunks(parts: Sequence[bytes]) -> Iterator[bytes]:
    chunk: list[bytes] = []
    size = 0
    for part in parts:
        chunk.append(part)
        size += len(part)
        if size >= CHUNK:
            yield b"".join(chunk)
            chunk, size = [], 0
    if chunk:
        yield b"".join(chunk)
