"""Scheduling by URL: one POST, within one deadline for the whole of it (SB-E-05, SB-P-01)."""

from collections.abc import Iterable, Mapping
from ssl import SSLContext
from time import monotonic
from typing import Any

import httpcore

from emulator.soap_client.failures import TimedOut, Unreachable
from emulator.soap_client.transport import Answer


class Http:
    """Send requests to a Scheduling system's URL: no second try, no redirect followed, no proxy from the environment.

    It is built on the connection pool that is inside httpx: httpx itself has a time-out for each read only, so that
    an answer which drips, a byte at a time, would never be late.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool = httpcore.ConnectionPool(network_backend=_Backend())

    def send(self, body: bytes, *, headers: Mapping[str, str], timeout: float) -> Answer:
        """Give the answer to a POST of ``body``, or raise Unreachable or TimedOut."""
        call = _Call(monotonic() + timeout)
        limits = {"connect": call, "read": call, "write": call, "pool": timeout}
        lines = [*headers.items(), ("Accept", "application/soap+xml"), ("Content-Length", str(len(body)))]
        try:
            with self._pool.stream("POST", self._url, headers=lines, content=body, extensions={"timeout": limits}) as response:
                return _answer(response)
        except httpcore.TimeoutException as error:
            raise TimedOut from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            if call.heard:
                # Something did answer, only it was no HTTP, or not even a whole head.
                return Answer(status=0, content_type="", body=b"", whole=False)
            raise Unreachable from error

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._pool.close()


def _answer(response: httpcore.Response) -> Answer:
    parts: list[bytes] = []
    whole = True
    try:
        for part in response.iter_stream():
            parts.append(part)  # noqa: PERF402 - what came before the connection broke must stay
    except (httpcore.NetworkError, httpcore.ProtocolError):
        whole = False
    content_type = next((value for name, value in response.headers if name.lower() == b"content-type"), b"")
    return Answer(status=response.status, content_type=content_type.decode("latin-1"), body=b"".join(parts), whole=whole)


class _Call(float):
    """The instant when a call must be over, on the monotonic clock, and whether anything came back yet.

    The pool hands a time-out on to the network as it is; this one goes in its place.
    """

    heard = False

    def left(self, late: type[httpcore.TimeoutException]) -> float:
        """Tell how many seconds are left; raise ``late`` when none are."""
        left = self - monotonic()
        if left <= 0:
            raise late
        return left


class _Backend(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _call(timeout).left(httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(host, port, left, local_address, socket_options))


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        call = _call(timeout)
        data = self._inner.read(max_bytes, call.left(httpcore.ReadTimeout))
        call.heard = call.heard or bool(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _call(timeout).left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _call(timeout).left(httpcore.ConnectTimeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _call(timeout: float | None) -> _Call:
    assert isinstance(timeout, _Call)
    return timeout
