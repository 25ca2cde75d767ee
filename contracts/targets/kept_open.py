"""Connections to a server that are kept open, for the plain calls that a run makes itself: the control API's.

The requests that are put to the test go out by a client that can send what no client should; these need none of that, are more
than half of all that a run by URL sends, and cost a third this way.
"""

import select
import time
from collections import deque
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from contracts.exchange import Request, Response
from contracts.targets.refusals import TargetError

_PIECE = 64 * 1024


class KeptOpen:
    """Send requests to one server; threads may do so at the same time, each on a connection of its own."""

    def __init__(self, base_url: str, *, timeout: float, largest: int) -> None:
        """``timeout`` (seconds) and ``largest`` (bytes) are a whole answer's."""
        self._base_url = base_url
        self._url = urlsplit(base_url)
        self._timeout = timeout
        self._largest = largest
        self._idle: deque[HTTPConnection] = deque()

    def send(self, request: Request) -> Response:
        """Send a request and give its answer; raise TargetError where no whole one comes."""
        asked = f"{request.method} {self._base_url}{request.path[:200]}"
        connection = self._connected(asked)
        try:
            connection.request(request.method, f"{self._url.path}{request.path}", request.body or None, dict(request.headers))
            with connection.getresponse() as answer:
                body = b"".join(self._pieces(answer, asked))
        except (OSError, HTTPException, TargetError) as error:
            connection.close()
            raise _told(error, asked, self._timeout) from error
        if answer.will_close:
            connection.close()
        else:
            self._idle.append(connection)
        return Response(status=answer.status, headers={name.lower(): value for name, value in answer.getheaders()}, body=body)

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()

    def _connected(self, asked: str) -> HTTPConnection:
        while self._idle:
            connection = self._idle.pop()
            # What can be read before anything was asked is the end: the server has closed it.
            if not select.select([connection.sock], [], [], 0)[0]:
                return connection
            connection.close()
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        connection = kind(str(self._url.hostname), self._url.port, timeout=self._timeout)
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            raise TargetError(f"{asked}: cannot connect: {error}") from error
        return connection

    def _pieces(self, answer: HTTPResponse, asked: str) -> Iterator[bytes]:
        deadline, size = time.monotonic() + self._timeout, 0
        while piece := answer.read1(_PIECE):
            size += len(piece)
            if size > self._largest:
                raise TargetError(f"{asked}: the answer is larger than {self._largest // 1024 // 1024} MiB")
            if time.monotonic() > deadline:
                raise TimeoutError
            yield piece
        if answer.length:
            raise TargetError(f"{asked}: the connection broke: {answer.length} bytes of the answer are missing")


def _told(error: Exception, asked: str, timeout: float) -> TargetError:
    match error:
        case TargetError():
            return error
        case TimeoutError():
            return TargetError(f"{asked}: no whole answer within {timeout:g} s")
    return TargetError(f"{asked}: the connection broke: {error or type(error).__name__}")
