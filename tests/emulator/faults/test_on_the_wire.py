"""What a client sees of faults on a connection, byte by byte, and that nobody else waits."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest

from emulator.testing import running
from emulator.testing.scheduling import Scheduling
from tests.emulator.serving.clients import Client, request
from tests.emulator.soap_server.soap import cancel, envelope

REST = "/up/v5/rest/scheduling/CancelJob"
LONG = 3_600_000


@pytest.fixture
def scheduling() -> Iterator[Scheduling]:
    with running() as made:
        yield made


@pytest.fixture
def connect(scheduling: Scheduling) -> Iterator[Callable[[], Client]]:
    """Make connections, and close them all in the end."""
    with ExitStack() as connections:
        yield lambda: connections.enter_context(closing(Client(port_of(scheduling))))


def port_of(scheduling: Scheduling) -> int:
    return urlsplit(scheduling.url).port or 0


def by_soap(job_id: str = "J-1001") -> bytes:
    return request("/soap", envelope(cancel(job_id)).encode(), Content_Type="application/soap+xml")


def by_rest(job_id: str = "J-1001") -> bytes:
    return request(REST, json.dumps({"Id": job_id}).encode(), "PUT", Content_Type="application/json")


DOORS = pytest.mark.parametrize(("at", "asked"), [("soap", by_soap()), ("facade", by_rest())], ids=["soap", "facade"])


def all_of(client: Client) -> bytes:
    """Read until the connection ends, however it does."""
    found = b""
    try:
        while part := client.socket.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


def struck(scheduling: Scheduling) -> int:
    return int(scheduling.control("GET", "/faults")["rules"][0]["struck"])


@DOORS
@pytest.mark.parametrize("rule", [{"reset": True}, {"hang": True, "limit_ms": 1}])
def test_nothing_comes_before_the_connection_breaks(scheduling, connect, at, asked, rule):
    scheduling.order({"at": at, **rule})

    assert all_of(connect().send(asked)) == b""


@DOORS
@pytest.mark.parametrize("rule", [{"reset": True}, {"hang": True, "limit_ms": 1}])
def test_an_answer_that_was_announced_whole_breaks_off(scheduling, connect, at, asked, rule):
    scheduling.order({"at": at, "truncate": {"bytes": 10}, **rule})

    head, _, body = all_of(connect().send(asked)).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 200 ")
    (length,) = [int(line.split(b": ")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    assert length > 10
    assert len(body) == 10


@DOORS
@pytest.mark.parametrize(
    ("rule", "size"), [({"truncate": {"bytes": 10}}, 10), ({"empty": True}, 0), ({"truncate": {"share": 0}}, 0)]
)
def test_an_answer_that_is_cut_has_the_length_that_it_says_and_the_connection_goes_on(
    scheduling, connect, at, asked, rule, size
):
    scheduling.order({"at": at, **rule})
    client = connect()

    assert len(client.send(asked).answer().body) == size
    assert client.send(asked).answer().status == 200


@DOORS
def test_an_answer_drips_in_pieces_and_is_whole_in_the_end(scheduling, connect, at, asked):
    whole = connect().send(asked).answer().body
    scheduling.reset()
    scheduling.order({"at": at, "drip": {"bytes": 7, "pause_ms": 1}})
    client = connect()

    assert client.send(asked).answer().body == whole
    assert client.send(asked).answer().status == 200


@DOORS
def test_an_answer_comes_piece_by_piece_while_others_are_answered(scheduling, connect, at, asked):
    scheduling.order({"at": at, "drip": {"bytes": 5, "pause_ms": LONG}})
    dripping = connect().send(asked)
    with http.client.HTTPResponse(dripping.socket, method="POST") as answer:
        answer.begin()
        assert len(answer.read1()) == 5  # and now an hour passes

        assert connect().send(by_soap("J-1002")).answer().status == 200
        assert connect().send(by_rest("J-1003")).answer().status == 200


@DOORS
@pytest.mark.parametrize("rule", [{"hang": True, "limit_ms": LONG}, {"truncate": {"bytes": 9}, "hang": True}])
def test_many_hang_and_others_are_answered(scheduling, connect, at, asked, rule):
    scheduling.order({"at": at, "count": 100, **rule})
    hanging = [connect().send(asked) for _ in range(100)]
    while struck(scheduling) < 100:
        pass

    assert connect().send(by_soap("J-1002")).answer().status == 200
    assert connect().send(by_rest("J-1003")).answer().status == 200
    assert len(hanging) == 100


@DOORS
@pytest.mark.parametrize(("more", "size"), [({}, 0), ({"truncate": {"bytes": 9}}, 9)])
def test_who_hangs_is_let_go_when_it_stops(at, asked, more, size):
    with ExitStack() as connections:
        with running() as scheduling:
            scheduling.order({"at": at, "hang": True, "limit_ms": LONG, **more})
            hanging = connections.enter_context(closing(Client(port_of(scheduling)))).send(asked)
            while struck(scheduling) < 1:
                pass

        assert "emulator" not in [thread.name for thread in threading.enumerate()]
        assert len(all_of(hanging).rpartition(b"\r\n\r\n")[2]) == size


def test_a_facade_tells_its_client_of_a_reply_that_hangs_though_others_do_so_too():
    with running(upstream_timeout=0.05) as scheduling, ExitStack() as connections:
        scheduling.order({"at": "soap", "hang": True, "count": 40})
        clients = [connections.enter_context(closing(Client(port_of(scheduling)))).send(by_rest()) for _ in range(40)]

        answers = [client.answer() for client in clients]

        assert {answer.status for answer in answers} == {504}
        assert {json.loads(answer.body)["Code"] for answer in answers} == {"timeout"}
        assert scheduling.work_item("J-1001") is not None


def test_who_goes_while_an_answer_hangs_is_forgotten(scheduling, connect):
    scheduling.order({"hang": True, "limit_ms": LONG})
    client = connect().send(by_soap())
    while struck(scheduling) < 1:
        pass

    client.close()

    assert connect().send(by_soap("J-1002")).answer().status == 200
