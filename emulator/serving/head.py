"""The head of a request, from bytes to a WSGI environment (RFC 9112). What can be read in two ways is refused."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

Environ = dict[str, Any]

_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_NAME = re.compile(_TOKEN)
_REQUEST_LINE = re.compile(rb"(" + _TOKEN + rb") ([\x21-\x7e]+) HTTP/([0-9])\.([0-9])")
_CONTROL = bytes(code for code in (*range(32), 127) if code not in b"\t\r\n")
_ORIGIN = re.compile(rb"https?://([^/?#]*)", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,18}")
# Names come again and again; whoever makes up new ones makes no more than so many of them stay.
_KEYS: dict[bytes, str] = {}
_MOST_KEYS = 1024
_ONCE = frozenset({"CONTENT_LENGTH", "HTTP_HOST", "HTTP_TRANSFER_ENCODING"})


class BadRequest(Exception):  # noqa: N818 - reads as what it says
    """Say what is wrong with a request, and with which status it is refused."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a head says: ``environ`` lacks wsgi.input; ``length`` is None for a chunked body."""

    environ: Environ
    length: int | None
    keep_alive: bool
    old: bool
    expects_continue: bool


def read_head(head: bytes, environ: Environ, *, max_headers: int) -> Head:
    """Read a head without its last empty line into ``environ``, which holds what the connection says already."""
    line, *lines = head.split(b"\r\n")
    if len(head.translate(None, _CONTROL)) != len(head):
        raise BadRequest(400, "expected no control characters in a head; found one")
    if not head.count(b"\r") == head.count(b"\n") == len(lines):
        # Somebody before or behind this server could take it for the end of a line.
        raise BadRequest(400, "expected lines that end with CR LF; found one of the two alone")
    if len(lines) > max_headers:
        raise BadRequest(431, f"expected at most {max_headers} headers (max_headers); found {len(lines)}")
    parts = _REQUEST_LINE.fullmatch(line)
    if parts is None:
        raise BadRequest(400, f"expected a request line such as 'GET / HTTP/1.1'; found {_cut(line)}")
    method, target, major, minor = parts.groups()
    if major != b"1":
        raise BadRequest(505, f"expected HTTP/1.1; found HTTP/{major.decode()}.{minor.decode()}")
    old = minor == b"0"
    _read_target(target, environ)
    environ["REQUEST_METHOD"] = method.decode()
    environ["SERVER_PROTOCOL"] = "HTTP/1.0" if old else "HTTP/1.1"
    known = _KEYS.get
    for line in lines:
        name, colon, value = line.partition(b":")
        key = (colon and known(name)) or _key(name, line)
        text = value.strip(b" \t").decode("latin-1")
        if key in environ:
            if key in _ONCE:
                raise BadRequest(400, f"expected one header {name.decode()}; found another")
            text = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        environ[key] = text
    if not old and "HTTP_HOST" not in environ:
        raise BadRequest(400, "expected a header Host; found none")
    connection = environ.get("HTTP_CONNECTION", "").lower()
    return Head(
        environ=environ,
        length=_length(environ, old=old),
        keep_alive=("keep-alive" in connection) if old else ("close" not in connection),
        old=old,
        expects_continue=not old and environ.get("HTTP_EXPECT", "").lower() == "100-continue",
    )


def _read_target(target: bytes, environ: Environ) -> None:
    if not target.startswith(b"/"):
        if origin := _ORIGIN.match(target):
            # A client that takes this server for a proxy: the rest is what it wants of us.
            target = target[origin.end() :]
            target = target if target.startswith(b"/") else b"/" + target
        elif target != b"*":
            raise BadRequest(400, f"expected a path that begins with '/'; found {_cut(target)}")
    target = target.partition(b"#")[0]
    path, _, query = target.partition(b"?")
    environ["RAW_URI"] = environ["REQUEST_URI"] = target.decode("latin-1")
    environ["PATH_INFO"] = (unquote_to_bytes(path) if b"%" in path else path).decode("latin-1")
    environ["QUERY_STRING"] = query.decode("latin-1")


def _key(name: bytes, line: bytes) -> str:
    if not _NAME.fullmatch(name) or b":" not in line:
        raise BadRequest(400, f"expected a header such as 'Name: value'; found {_cut(line)}")
    key = name.decode().upper().replace("-", "_")
    key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
    if len(_KEYS) < _MOST_KEYS:
        _KEYS[name] = key
    return key


def _length(environ: Environ, *, old: bool) -> int | None:
    length, coding = environ.get("CONTENT_LENGTH"), environ.get("HTTP_TRANSFER_ENCODING")
    if coding is not None:
        if length is not None or old:
            raise BadRequest(400, "expected either Content-Length or, with HTTP/1.1, Transfer-Encoding; found both")
        if coding.lower() != "chunked":
            raise BadRequest(501, f"expected Transfer-Encoding: chunked; found {coding[:80]!r}")
        return None
    if length is None:
        return 0
    if not _DIGITS.fullmatch(length):
        raise BadRequest(400, f"expected a number of bytes as Content-Length; found {length[:80]!r}")
    return int(length)


def _cut(found: bytes) -> str:
    return repr(found[:80].decode("latin-1"))
