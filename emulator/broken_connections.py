"""Connections that break on order, over a server whose applications can only answer."""

import traceback
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# No answer may have both. The HTTP library under granian gives up on one that has, before its first byte, and hangs up.
_CONTRADICTION = [("Content-Length", "1"), ("Transfer-Encoding", "chunked")]


def breaking_connections(application: "WSGIApplication") -> "WSGIApplication":
    """Let ConnectionResetError break the caller's connection, and show any other exception on wsgi.errors."""

    def wrapped(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except ConnectionResetError:
            start_response("500 Internal Server Error", _CONTRADICTION)
            return [b"\n"]
        except Exception:
            traceback.print_exc(file=environ["wsgi.errors"])
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            return [b"The emulator failed; its standard error says why.\n"]

    return wrapped
