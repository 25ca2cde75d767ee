"""The way into a space: by the header X-Emulator-Space, or by a path below /_space/NAME."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from werkzeug import Response

from emulator.spaces import Space, SpaceError, Spaces

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/_space/"
_HEADER = "HTTP_X_EMULATOR_SPACE"

# Tells why a request may not enter, or None; and whether it may make what is not there.
Refuses = Callable[["WSGIEnvironment"], Response | None]
Trusts = Callable[["WSGIEnvironment"], bool]


def into_spaces(default: "WSGIApplication", spaces: Spaces, *, refuses: Refuses, trusts: Trusts) -> "WSGIApplication":
    """Hand each request to its space, or to the ``default`` when it names none."""

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if _HEADER not in environ and not environ["PATH_INFO"].startswith("/_space"):
            return default(environ, start_response)
        if not _is_below(environ["PATH_INFO"]) and _HEADER not in environ:
            return default(environ, start_response)
        refused = refuses(environ)
        if refused is not None:
            return refused(environ, start_response)
        try:
            space = spaces.enter(_name(environ), may_make=trusts(environ))
        except SpaceError as error:
            return _refusal(error)(environ, start_response)
        return _answered(spaces, space, environ, start_response)

    return application


def _is_below(path: str) -> bool:
    return path == PREFIX[:-1] or path.startswith(PREFIX)


def _name(environ: "WSGIEnvironment") -> str:
    """Tell which space is meant, and take its name off the path; raise SpaceError where header and path name two."""
    header: str | None = environ.pop(_HEADER, None)
    path: str = environ["PATH_INFO"]
    if not _is_below(path):
        return header or ""
    name, slash, rest = path[len(PREFIX) :].partition("/")
    if header is not None and header != name:
        raise SpaceError(
            400, "space", f"header and path name two spaces: expected one; found {header[:80]!r} and {name[:80]!r}",
            expected="one space", found=f"{header[:80]} and {name[:80]}",
        )  # fmt: skip
    environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}{PREFIX}{name}"
    environ["PATH_INFO"] = slash + rest
    for key in ("RAW_URI", "REQUEST_URI"):
        # What an id in the path was sent as is read from these. A name that is one is never percent-encoded.
        if key in environ:
            environ[key] = environ[key].removeprefix(f"{PREFIX}{name}")
    return name


def _answered(spaces: Spaces, space: Space, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    try:
        parts = space.emulator.front(environ, start_response)
    except BaseException:
        spaces.leave(space)
        raise
    if isinstance(parts, list | tuple):
        spaces.leave(space)
        return parts
    return _Streamed(parts, lambda: spaces.leave(space))


class _Streamed:
    """An answer in parts: a space is in use until its last was given."""

    def __init__(self, parts: Iterable[bytes], done: Callable[[], object]) -> None:
        self._parts = parts
        self._done: Callable[[], object] | None = done

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        close = getattr(self._parts, "close", None)
        try:
            if close is not None:
                close()
        finally:
            done, self._done = self._done, None
            if done is not None:
                done()


def _refusal(error: SpaceError) -> Response:
    body = {"error": {"code": error.code, "message": str(error), "expected": error.expected, "found": error.found}}
    headers = {"Retry-After": "1"} if error.status == 503 else {}
    return Response(json.dumps(body) + "\n", error.status, headers, content_type="application/json")
