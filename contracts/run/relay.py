"""A SOAP server of our own, in a thread, that hands requests on or breaks off: for what no fault rule can do."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Answer = Callable[["Handler", bytes], None]


class Handler(BaseHTTPRequestHandler):
    """Read a request whole and let the relay's behaviour answer it."""

    protocol_version = "HTTP/1.1"
    answer: Answer

    def do_POST(self) -> None:
        """Answer a SOAP request."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        with suppress(OSError):  # the facade hung up first, as it should
            type(self).answer(self, body)
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def reply(self, status: int, content_type: str, body: bytes) -> None:
        """Send a whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def relay(answer: Answer) -> Iterator[str]:
    """Serve on a free port of this machine while the block runs; give the URL."""
    handler = type("RelayHandler", (Handler,), {"answer": staticmethod(answer)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/soap"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def hang_up(handler: Handler, _body: bytes) -> None:
    """Close the connection before any reply."""
    handler.connection.close()


def break_off(handler: Handler, _body: bytes) -> None:
    """Promise more than is sent, and close the connection."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: 5000\r\n\r\n<?xml version")
    handler.connection.close()


def stammer(handler: Handler, _body: bytes) -> None:
    """Break off before the head of an answer is whole."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
    handler.connection.close()


def babble(handler: Handler, _body: bytes) -> None:
    """Answer something that is no HTTP."""
    handler.wfile.write(b"220 mail.example ESMTP\r\n")
    handler.connection.close()


def drip(pause: float, times: int) -> Answer:
    """Make a behaviour that begins an answer and goes on a byte at a time, so that each read is quick and the whole is late."""

    def answer(handler: Handler, _body: bytes) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: 5000\r\n\r\n")
        for _ in range(times):
            handler.wfile.write(b"<")
            handler.wfile.flush()
            time.sleep(pause)

    return answer
