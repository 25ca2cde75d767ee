"""One deadline for the whole of a call: httpcore has a time-out for each read only, and an answer that drips is never late."""

from collections.abc import Iterable
from ssl import SSLContext
from time import monotonic
from typing import Any

import httpcore


class Call(float):
    """The instant when a call must be over, on the monotonic clock, and whether anything came back yet.

    The pool hands a time-out on to the network as it is; this one goes in its place.
    """

    heard = False

    @classmethod
    def within(cls, seconds: float) -> "Call":
        """Make one that must be over in so many seconds."""
        return cls(monotonic() + seconds)

    def left(self, late: type[httpcore.TimeoutException]) -> float:
        """Tell how many seconds are left; raise ``late`` when none are."""
        left = self - monotonic()
        if left <= 0:
            raise late
        return left


class Backend(httpcore.NetworkBackend):
    """The network, where each time-out is a Call."""

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
        """Connect within the call's time."""
        left = _the_call(timeout).left(httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(host, port, left, local_address, socket_options))


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        call = _the_call(timeout)
        data = self._inner.read(max_bytes, call.left(httpcore.ReadTimeout))
        call.heard = call.heard or bool(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _the_call(timeout).left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _the_call(timeout).left(httpcore.ConnectTimeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _the_call(timeout: float | None) -> Call:
    assert isinstance(timeout, Call)
    return timeout
