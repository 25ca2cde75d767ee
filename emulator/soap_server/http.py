"""What the SOAP server needs of HTTP: the query, the address, the body."""

from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

Environ = dict[str, Any]


class TooLarge(Exception):  # noqa: N818 - the status it becomes is no server error
    """Say that a body is larger than is read here."""


def asks_for_wsdl(environ: Environ) -> bool:
    """Whether the query is ``wsdl``, in whatever case, or has such a parameter."""
    return any(part.partition("=")[0].lower() == "wsdl" for part in environ.get("QUERY_STRING", "").split("&"))


def address(environ: Environ) -> str:
    """Tell the scheme, host and path that a request was sent to."""
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return f"{environ['wsgi.url_scheme']}://{host}{quote(path.encode('latin-1'), safe=_UNQUOTED)}"


def read_body(environ: Environ, most: int) -> bytes:
    """Read the whole body, chunked or not; raise TooLarge for one of more than ``most`` bytes, and read no more of it."""
    stream = environ["wsgi.input"]
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal():
        if int(length) > most:
            raise TooLarge
        return bytes(stream.read(int(length)))
    if not (environ.get("wsgi.input_terminated") or "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()):
        return b""
    parts, size = [], 0
    while chunk := stream.read(min(most + 1 - size, 65536)):
        parts.append(chunk)
        size += len(chunk)
        if size > most:
            raise TooLarge
    return b"".join(parts)


@lru_cache(maxsize=1000)
def status_line(status: int) -> str:
    """Write a status with its reason."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


_UNQUOTED = "/:@!$&'()*+,;=-._~"
