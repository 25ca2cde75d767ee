"""Scheduling by URL: one POST, within one deadline for the whole of it (SB-E-05, SB-P-01)."""

from collections.abc import Mapping

import httpcore

from emulator.soap_client.deadline import Backend, Call
from emulator.soap_client.failures import TimedOut, Unreachable
from emulator.soap_client.transport import Answer


class Http:
    """Send requests to a Scheduling system's URL: no second try, no redirect followed, no proxy from the environment.

    It is built on the connection pool that is inside httpx: httpx itself has a time-out for each read only, so that
    an answer which drips, a byte at a time, would never be late.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool = httpcore.ConnectionPool(network_backend=Backend())

    def send(self, body: bytes, *, headers: Mapping[str, str], timeout: float) -> Answer:
        """Give the answer to a POST of ``body``, or raise Unreachable or TimedOut."""
        call = Call.within(timeout)
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
