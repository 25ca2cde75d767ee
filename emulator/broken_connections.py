"""Connections that break on order, over a server whose applications can only answer."""

import traceback
from collections.abc import Iterable
from typing import TYPE_CHECKING

from emulator.soap_server.answer import Chunks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# No answer may have both. The HTTP library under granian gives up on one that has, before its first byte, and hangs up.
_CONTRADICTION = [("Content-Length", "1"), ("Transfer-Encoding", "chunked")]


def breaking_connections(application: "WSGIApplication") -> "WSGIApplication":
    """Let ConnectionResetError break the caller's connection, and show any other exception on wsgi.errors."""

    def wrapped(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            answer = application(environ, start_response)
        except ConnectionResetError:
            start_response("500 Internal Server Error", _CONTRADICTION)
            return [b"\n"]
        except Exception:
            traceback.print_exc(file=environ["wsgi.errors"])
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            return [b"The emulator failed; its standard error says why.\n"]
        # granian takes over a list whole. Of anything else it asks for the next chunk when the caller has taken the last, in
        # the one thread that runs Python: a caller that reads slowly, or not at all, would keep everybody else waiting.
        return [bytes(answer)] if isinstance(answer, Chunks) else answer

    return wrapped
