"""The body of a request, as it comes: by its length, or in chunks (RFC 9112, 6 and 7)."""

import re
from typing import Protocol

from emulator.serving.head import BadRequest

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})(;[^\x00-\x08\x0a-\x1f\x7f]*)?[ \t]*")
_TRAILER = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[^\x00-\x08\x0a-\x1f\x7f]*")
_LONGEST_LINE = 4096


class Body(Protocol):
    """Takes what belongs to the body from the front of a buffer."""

    def take(self, buffer: bytearray) -> bytes | None:
        """Take what has come; give the body when it is whole. Raise BadRequest, or TooLarge."""


class TooLarge(Exception):  # noqa: N818 - reads as what it says
    """A body has more bytes than are taken; ``start`` is one byte more than that."""

    def __init__(self, start: bytes) -> None:
        self.start = start


class SizedBody:
    """A body of so many bytes."""

    def __init__(self, length: int) -> None:
        self._length = length

    def take(self, buffer: bytearray) -> bytes | None:
        """Give the body when the buffer holds it."""
        if len(buffer) < self._length:
            return None
        body = bytes(memoryview(buffer)[: self._length])
        del buffer[: self._length]
        return body


class ChunkedBody:
    """A body in chunks, of ``most`` bytes at most; what comes after the last chunk is left out."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._body = bytearray()
        self._left = 0  # of the chunk that is being read, with the line end behind it
        self._ending = False

    def take(self, buffer: bytearray) -> bytes | None:
        """Take the chunks that have come; give the body after the last one."""
        while True:
            if self._left:
                if not self._take_data(buffer):
                    return None
                continue
            end = buffer.find(b"\r\n", 0, _LONGEST_LINE)
            if end < 0:
                if len(buffer) >= _LONGEST_LINE:
                    raise BadRequest(400, f"expected the size of a chunk, or a trailer, in {_LONGEST_LINE} bytes")
                return None
            line = bytes(buffer[:end])
            del buffer[: end + 2]
            if self._ending:
                if not line:
                    return bytes(self._body)
                if not _TRAILER.fullmatch(line):
                    raise BadRequest(400, f"expected a trailer such as 'Name: value'; found {_shown(line)}")
                continue
            self._begin_chunk(line)

    def _begin_chunk(self, line: bytes) -> None:
        size = _SIZE.fullmatch(line)
        if size is None:
            raise BadRequest(400, f"expected the size of a chunk; found {_shown(line)}")
        number = int(size[1], 16)
        self._ending = number == 0
        self._left = number + 2 if number else 0

    def _take_data(self, buffer: bytearray) -> bool:
        """Take what there is of a chunk; whether it is whole."""
        data = min(len(buffer), max(self._left - 2, 0))
        self._body += memoryview(buffer)[:data]
        del buffer[:data]
        self._left -= data
        if len(self._body) > self._most:
            raise TooLarge(bytes(memoryview(self._body)[: self._most + 1]))
        if self._left > 2 or len(buffer) < 2:
            return False
        if buffer[:2] != b"\r\n":
            raise BadRequest(400, "expected the end of a chunk where its size says")
        del buffer[:2]
        self._left = 0
        return True


def _shown(line: bytes) -> str:
    return repr(line[:80].decode("latin-1"))
