"""A server that is nothing but a socket: it says exactly the bytes it is told, when it is told."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

Answer = Callable[[socket.socket, Event], None]


@dataclass
class RawServer:
    """Where it listens, and the requests that reached it, whole."""

    url: str
    requests: list[bytes] = field(default_factory=list)


@contextmanager
def raw_server(answer: Answer, *, keeps: bool = False) -> Iterator[RawServer]:
    """Serve on a port of the loopback: read a request whole, let ``answer`` say what it wants, hang up unless told to keep."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = RawServer(url=f"http://127.0.0.1:{listener.getsockname()[1]}/ccx/servicepower")
        over = Event()
        thread = Thread(target=_serve, args=(listener, server, answer, keeps, over))
        thread.start()
        try:
            yield server
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(listener: socket.socket, server: RawServer, answer: Answer, keeps: bool, over: Event) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            while request := _request(connection):
                server.requests.append(request)
                try:
                    answer(connection, over)
                except OSError:
                    break
                if not keeps:
                    break


def _request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        try:
            more = connection.recv(65536)
        except OSError:
            return b""
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def says(data: bytes) -> Answer:
    """Send these bytes and hang up."""
    return lambda connection, _over: connection.sendall(data)


def http(body: bytes, *, status: str = "200 OK", length: int | None = None, more: str = "") -> bytes:
    """Write an HTTP answer; ``length`` is what it claims."""
    claimed = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/soap+xml\r\nContent-Length: {claimed}\r\n{more}\r\n"
    return head.encode() + body


def drips(data: bytes, *, every: float, at_once: int = 0) -> Answer:
    """Send these bytes one at a time, but for the first few, until the test is over."""

    def answer(connection: socket.socket, over: Event) -> None:
        connection.sendall(data[:at_once])
        for byte in data[at_once:]:
            connection.sendall(bytes([byte]))
            if over.wait(every):
                return

    return answer


def silent(connection: socket.socket, over: Event) -> None:
    """Say nothing until the test is over."""
    over.wait(30)


def resets(connection: socket.socket, over: Event) -> None:
    """Break the connection."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
