"""A small real server: HTTP/1.1 over connections that stay open, each answer made by a function."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest

Answering = Callable[[str, str, bytes], tuple[int, bytes]]


@pytest.fixture
def serve() -> Iterator[Callable[..., SimpleNamespace]]:
    """Serve until the test ends; ``port``, ``connections`` (how many there were) and ``bodies`` (as they came) tell of it."""
    with ExitStack() as stack:
        yield lambda answering, **options: stack.enter_context(_serving(answering, **options))


@contextmanager
def _serving(answering: Answering, *, chunks: int = 0, closes: bool = False) -> Iterator[SimpleNamespace]:
    told = SimpleNamespace(connections=0, bodies=[])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self):
            told.connections += 1
            super().setup()

        def answer(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.bodies.append(body)
            status, said = answering(self.command, self.path, body)
            self.send_response(status)
            self.send_header(*(("Transfer-Encoding", "chunked") if chunks else ("Content-Length", str(len(said)))))
            self.end_headers()
            if closes:
                self.close_connection = True
            elif chunks:
                for start in range(0, len(said), chunks):
                    piece = said[start : start + chunks]
                    self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.write(b"0\r\n\r\n")
            else:
                self.wfile.write(said)

        do_POST = do_PUT = answer

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
