"""Connections that are kept open for the control API's calls."""

import socket
import threading
from contextlib import contextmanager

import pytest
from werkzeug.wrappers import Request as Asked
from werkzeug.wrappers import Response as Answer

from contracts.exchange import Request
from contracts.target import TargetError
from contracts.targets.at_once import at_once
from contracts.targets.kept_open import KeptOpen
from tests.contracts.targets.servers import answering, serving, unused_url

ASK = Request(
    method="POST", path="/_emulator/units?a=1", headers={"Content-Type": "application/json"}, body=b'{"name": "\xc3\xa9"}'
)


@contextmanager
def to(url, *, timeout=5.0, largest=1024 * 1024):
    server = KeptOpen(url, timeout=timeout, largest=largest)
    yield server
    server.close()


LOOK = Request(method="GET", path="/_emulator/clock")


class Peers:
    """Answer with what was asked, and remember by which connection each request came."""

    def __init__(self):
        self.ports = []

    def __call__(self, environ, start_response):
        request = Asked(environ)
        self.ports.append(environ["REMOTE_PORT"])
        answer = Answer(f"{request.method} {environ['REQUEST_URI']} {request.content_type} ".encode() + request.get_data())
        answer.headers["X-Kind"] = "own"
        if request.path.endswith("/last"):
            answer.headers["Connection"] = "close"
        return answer(environ, start_response)


def test_a_request_arrives_as_it_is_and_the_answer_is_told_as_it_came():
    with serving(Peers()) as url, to(f"{url}/below") as server:
        response = server.send(ASK)

    assert (response.status, response.headers["x-kind"]) == (200, "own")
    assert response.body.decode() == 'POST /below/_emulator/units?a=1 application/json {"name": "é"}'


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def test_requests_one_after_the_other_share_a_connection():
    def answer_twice(connection: socket.socket) -> None:
        connection.sendall(OK)
        connection.recv(65536)
        connection.sendall(OK.replace(b"ok", b"so"))

    # Only one connection is ever taken: a second one would get no answer.
    with answering(answer_twice) as url, to(url) as server:
        assert [server.send(LOOK).body, server.send(LOOK).body] == [b"ok", b"so"]


def test_a_connection_ends_with_an_answer_that_says_so():
    peers = Peers()
    with serving(peers) as url, to(url) as server:
        server.send(Request(method="GET", path="/last"))
        server.send(Request(method="GET", path="/last"))

    assert len(set(peers.ports)) == 2


def test_a_connection_that_the_server_closed_meanwhile_is_not_used_again():
    closed = threading.Event()

    def answer_and_close(connection: socket.socket) -> None:
        connection.sendall(OK)
        connection.shutdown(socket.SHUT_RDWR)
        closed.set()

    with answering(answer_and_close) as url, to(url, timeout=0.2) as server:
        server.send(ASK)
        assert closed.wait(5)

        # On the old connection it would break; a new one is waited for, since nobody takes it.
        with pytest.raises(TargetError, match=r"no whole answer within 0\.2 s"):
            server.send(ASK)


def test_threads_have_connections_of_their_own():
    peers = Peers()
    with serving(peers) as url, to(url) as server:
        bodies = [str(number).encode() for number in range(8)]
        found = at_once(lambda body: server.send(Request(method="POST", path="/", body=body)).body[-1:], bodies)

    assert found == bodies


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "the connection broke: 6 bytes of the answer are missing"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal", "the connection broke: "),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "the connection broke: "),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 2_000_000, "the answer is larger than 1 MiB"),
    ],
)
def test_an_answer_that_is_none_is_told(said, told):
    with answering(lambda connection: connection.sendall(said)) as url, to(url) as server, pytest.raises(TargetError) as error:
        server.send(ASK)

    assert str(error.value).startswith(f"POST {url}/_emulator/units?a=1: ")
    assert told in str(error.value)


def test_an_answer_that_drips_or_hangs_is_given_up_after_the_time_limit():
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not stop.wait(0.02):
            connection.sendall(b"x")

    for talk in (drip, lambda _: stop.wait(30) and None):
        stop.clear()
        with answering(talk) as url, to(url, timeout=0.2) as server:
            try:
                with pytest.raises(TargetError, match=r"no whole answer within 0\.2 s"):
                    server.send(ASK)
            finally:
                stop.set()


def test_a_server_that_is_not_there_is_named():
    url = unused_url()
    with to(url) as server, pytest.raises(TargetError, match=rf"POST {url}/_emulator/units\?a=1: cannot connect"):
        server.send(ASK)
