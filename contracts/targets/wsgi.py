"""One HTTP request put to a WSGI application, as a server would put it: no socket, the same bytes."""

import sys
import traceback
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from contracts.exchange import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_SERVER: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "8010",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "127.0.0.1",
    "HTTP_HOST": "127.0.0.1:8010",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": False,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}


def call(app: "WSGIApplication", request: Request) -> Response:
    """Call the application once and read its whole answer.

    An exception that leaves the application is the 500 that a server makes of it, with the traceback as its text.
    Only ConnectionError and TimeoutError pass: they are how an application says that it broke the connection or hangs.
    """
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        if started and not exc_info:
            raise AssertionError("start_response was called twice")
        started[:] = [status, headers]
        return chunks.append

    chunks: list[bytes] = []
    try:
        result = app(environ(request), start_response)
        try:
            chunks.extend(result)
        finally:
            if (close := getattr(result, "close", None)) is not None:
                close()
        status, headers = started
    except (ConnectionError, TimeoutError):
        raise
    except Exception:  # the application under test may do anything
        text = traceback.format_exc().encode("utf-8", "replace")
        return Response(status=500, headers={"content-type": "text/plain"}, body=text)
    named: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        named[key] = f"{named[key]}, {value}" if key in named else value
    # A server sends no body after HEAD, whatever the application says.
    return Response(status=int(status[:3]), headers=named, body=b"" if request.method == "HEAD" else b"".join(chunks))


def environ(request: Request) -> dict[str, Any]:
    """Make the WSGI environment of a request; its path stays as it was percent-encoded in REQUEST_URI and RAW_URI."""
    target = request.path.encode("utf-8", "surrogatepass")
    path, _, query = target.partition(b"?")
    uri = target.decode("latin-1")
    made = {
        **_SERVER,
        "REQUEST_METHOD": request.method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "REQUEST_URI": uri,
        "RAW_URI": uri,
        "wsgi.input": BytesIO(request.body),
    }
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        made[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = _latin(value).strip(" \t")
    if "chunked" in made.get("HTTP_TRANSFER_ENCODING", "").lower():
        # The server has taken the chunks apart: there is no length, and the input has an end.
        made["wsgi.input_terminated"] = True
        made.pop("CONTENT_LENGTH", None)
    elif "CONTENT_LENGTH" not in made and (request.body or request.method in ("POST", "PUT", "PATCH")):
        made["CONTENT_LENGTH"] = str(len(request.body))
    return made


def _latin(text: str) -> str:
    """Write a header's value as WSGI wants it: latin-1 as it stands, anything else as its UTF-8 bytes, a character each."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass").decode("latin-1")
    return text
