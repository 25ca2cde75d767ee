"""Clients that are slow, idle, too many or gone: they harm nobody else, and nobody waits for them for ever."""

import http.client
import socket
from contextlib import ExitStack

import pytest

from tests.emulator.serving.clients import Client, Held, application, request

ECHO = request("/echo", b"abc")


@pytest.fixture
def connect():
    """Make clients of a port, and close them all in the end."""
    with ExitStack() as clients:

        def connect(port: int) -> Client:
            client = Client(port)
            clients.callback(client.close)
            return client

        yield connect


@pytest.fixture(scope="module")
def port():
    with application() as (_, port):
        yield port


@pytest.fixture(scope="module")
def impatient():
    with application(client_timeout=0.2, idle_timeout=0.2) as (_, port):
        yield port


@pytest.mark.parametrize("sent", [10, len(ECHO) - 10, len(ECHO) - 1])
def test_a_client_that_is_slow_to_send_keeps_nobody_waiting(port, connect, sent):
    slow = connect(port).send(ECHO[:sent])

    others = [connect(port).send(ECHO).answer().body for _ in range(20)]

    assert others == [b"abc"] * 20
    assert slow.send(ECHO[sent:]).answer().body == b"abc"


def test_a_client_that_sends_byte_by_byte_is_understood(port, connect):
    client = connect(port)
    client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    for byte in ECHO:
        client.send(bytes([byte]))

    assert client.answer().body == b"abc"


def test_a_client_that_is_slow_to_read_keeps_nobody_waiting(port, connect):
    slow = connect(port).send(request("/stream?parts=1000"))

    others = [connect(port).send(ECHO).answer().body for _ in range(20)]

    assert others == [b"abc"] * 20
    assert len(slow.answer().body) == 1000 * 65536


@pytest.mark.parametrize("sent", [10, len(ECHO) - 1])
def test_a_request_that_does_not_come_to_its_end_is_told_so(impatient, connect, sent):
    client = connect(impatient).send(ECHO[:sent])

    answer = client.answer()

    assert (answer.status, answer.headers["connection"]) == (408, "close")
    assert answer.body == b"expected the whole request in 0.2 seconds (client_timeout)\n"
    assert client.says_nothing_more()


@pytest.mark.parametrize("before", [b"", ECHO])
def test_a_connection_without_a_request_is_closed(impatient, connect, before):
    client = connect(impatient).send(before)
    if before:
        client.answer()

    assert client.says_nothing_more()


def test_an_answer_that_nobody_reads_is_given_up(impatient, connect):
    client = connect(impatient).send(request("/stream?parts=100000"))

    while connected(impatient, client):
        connect(impatient).send(ECHO).answer()

    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        client.answer()


def connected(port: int, client: Client) -> bool:
    """Whether the server's end of a connection is open, as this machine tells."""
    with open("/proc/net/tcp") as table:
        ends = [line.split()[1:4] for line in table.readlines()[1:]]
    mine = client.socket.getsockname()[1]
    return any(
        state == "01" and (port, mine) == (int(here.split(":")[1], 16), int(there.split(":")[1], 16))
        for here, there, state in ends
    )


def test_a_thousand_idle_clients_keep_nobody_waiting(connect):
    with application() as (_, port):
        idle = [connect(port) for _ in range(1000)]
        for client in idle[:10]:
            client.send(ECHO).answer()

        assert connect(port).send(ECHO).answer().body == b"abc"
        assert [client.send(ECHO).answer().body for client in idle] == [b"abc"] * 1000


def test_a_client_too_many_is_told_so_until_another_leaves(connect):
    with application(max_connections=2) as (_, port):
        first, second = (connect(port).send(ECHO) for _ in range(2))
        assert (first.answer().status, second.answer().status) == (200, 200)

        third = connect(port).send(ECHO)
        answer = third.answer()
        assert (answer.status, answer.headers["retry-after"], answer.headers["connection"]) == (503, "1", "close")
        assert answer.body == b"2 clients are connected already (max_connections); try again\n"
        assert third.says_nothing_more()
        third.close()

        first.close()
        while (again := connect(port)).send(ECHO).answer().status == 503:
            again.close()
        assert second.send(ECHO).answer().status == 200


def test_what_comes_when_as_many_wait_as_may_is_told_so_at_once(connect, tmp_path):
    calls = Held(tmp_path)
    with application(max_pending=3, threads=64) as (_, port):
        # 64 calls wait for another system, each in its thread; then three wait for their turn.
        waiting = []
        for _ in range(64):
            waiting.append(connect(port).send(calls.request()))
            calls.wait_until_one_has_begun()
        held = [connect(port).send(ECHO) for _ in range(3)]
        # Whoever is read last is refused, so these are sent one after the other until one is.
        more = []
        while not (refused := [client for client in (*held, *more) if has_an_answer(client)]):
            more.append(connect(port).send(ECHO))

        answers = [client.answer() for client in refused]
        assert {answer.status for answer in answers} == {503}
        assert answers[0].headers["retry-after"] == "1"
        assert answers[0].body == b"3 requests wait already (max_pending); try again\n"

        calls.let_go()
        assert {client.answer().status for client in waiting} == {200}
        assert refused[0].send(ECHO).answer().body == b"abc"


def has_an_answer(client: Client) -> bool:
    client.socket.setblocking(False)
    try:
        return bool(client.socket.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    finally:
        client.socket.settimeout(30)


@pytest.mark.parametrize("sent", [0, 10, len(ECHO) - 1, len(ECHO)])
def test_a_client_that_goes_away_harms_nobody(port, connect, sent):
    for reset in (False, True):
        client = Client(port).send(ECHO[:sent])
        if reset:
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        client.close()

    assert connect(port).send(ECHO).answer().body == b"abc"


def test_a_client_that_goes_away_while_it_is_answered_harms_nobody(port, connect):
    client = Client(port).send(request("/stream?parts=100000"))
    client.socket.recv(100)
    client.close()

    assert connect(port).send(ECHO).answer().body == b"abc"


def test_what_comes_when_as_many_wait_as_may_is_told_so_where_calls_take_turns(connect, tmp_path):
    calls = Held(tmp_path)
    with application(max_pending=2) as (_, port):
        clients = [connect(port) for _ in range(5)]
        for client in clients:
            client.send(ECHO).answer()
        first = connect(port).send(calls.request())
        calls.wait_until_one_has_begun()

        for client in clients:
            client.send(ECHO)
        calls.let_go()

        assert first.answer().status == 200
        assert sorted(client.answer().status for client in clients) == [200, 200, 503, 503, 503]


def test_a_call_whose_client_has_gone_before_its_turn_is_not_made(connect, tmp_path):
    calls = Held(tmp_path)
    with application(threads=1, max_pending=1) as (_, port):
        first, gone, told = (connect(port) for _ in range(3))
        for client in (first, gone, told):
            client.send(ECHO).answer()
        first.send(calls.request())
        calls.wait_until_one_has_begun()
        gone.send(calls.request())  # made, it would wait for ever for somebody to note that it has begun
        assert told.send(ECHO).answer().status == 503  # so that one waits for its turn

        gone.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        gone.close()
        # Two more answers later the server has seen that it is gone.
        assert [told.send(ECHO).answer().status for _ in range(2)] == [503, 503]
        calls.let_go()

        assert first.answer().status == 200
        assert told.send(ECHO).answer().status == 200
