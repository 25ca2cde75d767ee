"""Servers for the tests of targets by URL: one that behaves, and some that do not."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type, message, *args):
        pass


class Gateway:
    """A facade and an emulator's journal in one: a REST request causes as many SOAP calls as its body says."""

    def __init__(self):
        self.entries = []
        self.asked = []
        self.status = "ready"

    def __call__(self, environ, start_response):
        request = Request(environ)
        self.asked.append(f"{request.method} {environ.get('RAW_URI', environ['REQUEST_URI'])}")
        return self.answer(request)(environ, start_response)

    def answer(self, request: Request) -> Response:
        match request.method, request.path:
            case "GET", "/_emulator/health":
                return self.json({"status": self.status})
            case "GET", "/_emulator/journal":
                after, limit = int(request.args.get("after", 0)), min(int(request.args["limit"]), 2)
                found = [entry for entry in self.entries if entry["id"] > after][:limit]
                return self.json({"exchanges": found, "last": len(self.entries), "dropped": 0})
            case "POST", "/_emulator/reset":
                self.soap("reset")
                return Response(status=204)
            case _, "/_emulator/refuses":
                return Response('{"error": "id: expected a text,\\n found 1"}', status=400)
            case _, "/_emulator/html":
                return Response("<html>a proxy</html>")
            case "POST", "/soap":
                self.soap("direct")
                return Response("<reply/>", content_type="application/soap+xml")
            case "POST", "/_emulator/units":
                return Response(status=204)
            case "GET", "/redirect":
                return Response(status=302, headers={"Location": "/elsewhere", "Set-Cookie": "a=b"})
        for name in request.get_data(as_text=True).split():
            self.soap(name)
        return Response(json.dumps(dict(request.headers)), status=200, content_type="application/json")

    def soap(self, name: str) -> None:
        call = {"operation": name, "request": f"<{name}/>", "response": "<ok/>", "status": 200}
        self.entries.append({"id": len(self.entries) + 1, "rest": None, "soap": [call]})

    @staticmethod
    def json(value) -> Response:
        return Response(json.dumps(value), content_type="application/json")


@contextmanager
def serving(app) -> Iterator[str]:
    """Serve a WSGI application on a free port; give its URL."""
    server = make_server("127.0.0.1", 0, app, request_handler=Quiet, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def answering(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """Take one connection, read a request, and let ``talk`` answer on the bare socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once() -> None:
            connection, _ = server.accept()
            # The client may have had enough, as it should.
            with connection, suppress(OSError):
                _read_request(connection)
                talk(connection)

        thread = threading.Thread(target=once)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            thread.join()


def _read_request(connection: socket.socket) -> None:
    """Read a request to the end of its body: a socket that is closed with something unread resets the connection."""
    read = b""
    while b"\r\n\r\n" not in read and (piece := connection.recv(65536)):
        read += piece
    head, _, body = read.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    missing = int(length[1]) - len(body) if length else 0
    while missing > 0 and (piece := connection.recv(65536)):
        missing -= len(piece)


def unused_url() -> str:
    """Give a URL that nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"
