"""How a SOAP request reaches Scheduling: what a transport promises, and the one into our own process."""

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from sys import stderr
from typing import TYPE_CHECKING, Any, Protocol

from emulator.made_often import made_often
from emulator.soap_client.failures import TimedOut, Unreachable

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


@made_often(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; not ``whole`` when the connection broke in the middle of it or it was no HTTP."""

    status: int
    content_type: str
    body: bytes
    whole: bool = True


@made_often(frozen=True, slots=True, kw_only=True)
class SoapExchange:
    """One SOAP call as it went over the wire; ``response`` is empty and ``status`` 0 when nothing came back.

    ``left_out`` counts the bytes of a response that is not kept here for its size.
    """

    operation: str
    request: bytes
    response: bytes
    status: int
    left_out: int = 0


# By its name: what a function inside of another says is made anew with it.
_Write = Callable[[bytes], object]


class Transport(Protocol):
    """Carry one request, once."""

    def send(self, body: bytes, *, headers: Mapping[str, str], timeout: float) -> Answer:
        """Give the answer to a POST of ``body``; raise Unreachable, or TimedOut when it is not whole after ``timeout`` seconds.

        Nothing is ever sent a second time (SB-P-01).
        """


class InProcess:
    """Call the SOAP server of this process as the WSGI application it is."""

    def __init__(self, wsgi: "WSGIApplication") -> None:
        self._wsgi = wsgi

    def send(self, body: bytes, *, headers: Mapping[str, str], timeout: float) -> Answer:
        """Give the answer; the application raises what a network would have done (ConnectionError, TimeoutError)."""
        environ = _environ(body, headers, timeout)
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start_response(status: str, response_headers: list[tuple[str, str]], _exc_info: Any = None) -> _Write:
            begun[:] = [(status, response_headers)]
            return written.append

        try:
            _drain(self._wsgi(environ, start_response), written)
        except TimeoutError as error:
            raise TimedOut from error
        except ConnectionError as error:
            # What broke off in the middle is no XML, and is told as what it is.
            if not begun:
                raise Unreachable from error
        status, response_headers = begun[0]
        content_type = next((value for name, value in response_headers if name.lower() == "content-type"), "")
        return Answer(status=int(status[:3]), content_type=content_type, body=b"".join(written))


def _environ(body: bytes, headers: Mapping[str, str], timeout: float) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/soap",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "emulator.timeout": timeout,
    }


def _drain(result: Iterable[bytes], written: list[bytes]) -> None:
    """Take all that comes, as it comes."""
    try:
        written.extend(result)
    finally:
        close = getattr(result, "close", None)
        if close is not None:
            close()
