"""One request to the Scheduling system that is recorded, byte for byte, within one deadline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore

from emulator.soap_client.deadline import Backend, Call
from emulator.soap_client.failures import TimedOut, Unreachable

# They are of one connection only, and there are two here (RFC 9110, 7.6.1).
HOP_BY_HOP = frozenset({
    "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
})  # fmt: skip
_REASONS_OF_OURS = frozenset({"host", "content-length", "expect"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What came back; not ``whole`` when the connection broke in the middle of it."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    whole: bool


class Upstream:
    """A Scheduling system by its URL: no second try, no redirect followed, no proxy from the environment, no kept connection.

    A connection that was kept might have been closed at the other end, which a caller without a recorder would not meet.
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        parts = urlsplit(url)
        self.url = url
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._host = parts.netloc
        self._timeout = timeout
        self._pool = httpcore.ConnectionPool(network_backend=Backend(), max_keepalive_connections=0)

    def send(self, method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes) -> Got:
        """Give what comes back; raise Unreachable or TimedOut when no answer does."""
        call = Call.within(self._timeout)
        limits = {"connect": call, "read": call, "write": call, "pool": self._timeout}
        lines = [("Host", self._host), *_passed_on(headers)]
        if body or method in ("POST", "PUT", "PATCH"):
            lines.append(("Content-Length", str(len(body))))
        asked = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in lines]
        try:
            with self._pool.stream(
                method, self._at(target), headers=asked, content=body, extensions={"timeout": limits}
            ) as response:
                return _got(response)
        except httpcore.TimeoutException as error:
            raise TimedOut from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise Unreachable(str(error) or type(error).__name__) from error

    def close(self) -> None:
        """Close what is open."""
        self._pool.close()

    def _at(self, target: str) -> httpcore.URL:
        at = httpcore.URL(self.origin)
        return httpcore.URL(scheme=at.scheme, host=at.host, port=at.port, target=target.encode("latin-1"))


def _passed_on(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    headers = tuple(headers)
    named = {word.strip().lower() for name, value in headers if name.lower() == "connection" for word in value.split(",")}
    left = HOP_BY_HOP | _REASONS_OF_OURS | named
    return ((name, value) for name, value in headers if name.lower() not in left)


def _got(response: httpcore.Response) -> Got:
    parts: list[bytes] = []
    whole = True
    try:
        for part in response.iter_stream():
            parts.append(part)  # noqa: PERF402 - what came before the connection broke must stay
    except (httpcore.NetworkError, httpcore.ProtocolError):
        whole = False
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers]
    return Got(
        status=response.status,
        headers=[(name, value) for name, value in _passed_back(headers)],
        body=b"".join(parts),
        whole=whole,
    )


def _passed_back(headers: Sequence[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    # The length is told anew; a Date comes from the server in front as well, which would make two.
    return ((name, value) for name, value in headers if name.lower() not in HOP_BY_HOP | {"content-length", "date"})
