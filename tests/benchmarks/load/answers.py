"""Reading HTTP answers from what a socket gives: as much as a load generator needs, and a clear word where it is not there."""

import re
from dataclasses import dataclass

_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)
_SHOWN = 300


class BadAnswer(Exception):
    """Say what came instead of the answer that was expected."""


@dataclass(slots=True)
class Answer:
    """A status and a body, taken out of its chunks."""

    status: int
    body: bytes


class AnswerReader:
    """Read the answers of one connection, one at a time: a request is sent when the answer before it is whole."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._body = bytearray()
        self._status = 0
        self._missing = 0
        self._at = 0

    def feed(self, piece: bytes) -> Answer | None:
        """Take what came; give the answer when it is whole. Raise BadAnswer."""
        if self._missing:
            return self._go_on(piece)
        if self._status:
            self._held += piece
            return self._chunks()
        if self._held:
            piece = bytes(self._held) + piece
            self._held.clear()
        end = piece.find(b"\r\n\r\n")
        if end < 0:
            self._held += piece
            return None
        return self._begin(piece, end)

    def _begin(self, piece: bytes, end: int) -> Answer | None:
        status = _STATUS.match(piece)
        if status is None:
            raise BadAnswer(f"no HTTP answer: {piece[:_SHOWN]!r}")
        body = end + 4
        length = _LENGTH.search(piece, 0, end + 2)
        if length is not None:
            missing = body + int(length[1]) - len(piece)
            if missing == 0:
                return Answer(int(status[1]), piece[body:])
            self._status, self._missing = int(status[1]), missing
            self._body += piece[body:]
            return self._go_on(b"")
        if _CHUNKED.search(piece, 0, end + 2) is None:
            raise BadAnswer(f"neither Content-Length nor chunks: {piece[:_SHOWN]!r}")
        self._status = int(status[1])
        self._held += piece[body:]
        return self._chunks()

    def _go_on(self, piece: bytes) -> Answer | None:
        self._missing -= len(piece)
        if self._missing < 0:
            raise BadAnswer(f"{-self._missing} bytes more than the answer's length")
        self._body += piece
        return None if self._missing else self._done()

    def _chunks(self) -> Answer | None:
        held = self._held
        while (line := held.find(b"\r\n", self._at)) >= 0:
            try:
                size = int(held[self._at : line].partition(b";")[0], 16)
            except ValueError:
                raise BadAnswer(f"no size of a chunk: {bytes(held[self._at : line][:_SHOWN])!r}") from None
            end = line + 2 + size
            if len(held) < end + 2:
                return None
            self._body += held[line + 2 : end]
            self._at = end + 2
            if not size:
                if len(held) > self._at:
                    raise BadAnswer(f"{len(held) - self._at} bytes more than the answer's chunks")
                return self._done()
        return None

    def _done(self) -> Answer:
        answer = Answer(self._status, bytes(self._body))
        self._held.clear()
        self._body.clear()
        self._status = self._missing = self._at = 0
        return answer
