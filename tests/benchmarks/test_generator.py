"""The load generator sends each call once, over as many connections as it has clients, and lets no wrong answer pass."""

import pytest
from werkzeug.test import Client

from emulator.app import create_emulator
from emulator.settings import Settings
from tests.benchmarks import served_calls as calls
from tests.benchmarks.load.answers import BadAnswer
from tests.benchmarks.load.generator import Call, Load, drive

LONG = 60.0


def numbered(count: int) -> list[Call]:
    return [Call(request=calls.soap_request(b"%d!" % n), holds=(b"<%d!>" % n,)) for n in range(count)]


def echo(_method, _path, body):
    return 200, b"<%s>" % body


@pytest.mark.parametrize("chunks", [0, 3])
def test_each_call_is_sent_once_over_connections_that_stay_open(serve, chunks):
    server = serve(echo, chunks=chunks)

    driven = drive(Load(port=server.port, clients=4, calls=numbered(50), seconds=LONG))

    assert sorted(server.bodies) == sorted(b"%d!" % n for n in range(50))
    assert server.connections == 4
    assert len(driven.latencies) == 50
    assert all(0 < latency <= driven.seconds * 1000 for latency in driven.latencies)
    assert driven.a_second == pytest.approx(50 / driven.seconds)


def test_no_more_connections_are_opened_than_there_are_calls(serve):
    server = serve(echo)

    assert len(drive(Load(port=server.port, clients=8, calls=numbered(3), seconds=LONG)).latencies) == 3
    assert server.connections == 3


def test_no_call_is_begun_when_the_time_is_over_and_those_under_way_are_waited_for(serve):
    server = serve(echo)

    driven = drive(Load(port=server.port, clients=4, calls=numbered(50), seconds=0))

    assert len(driven.latencies) == len(server.bodies) == 4


@pytest.mark.parametrize(
    ("answering", "says"),
    [
        (lambda *_: (500, b"<7!>"), "status 500 instead of 200"),
        (lambda _method, _path, body: (200, b"<7!>" if body == b"8!" else b"<%s>" % body), "b'<8!>' is not in the answer"),
    ],
    ids=["status", "body"],
)
def test_one_wrong_answer_among_many_fails_the_run(serve, answering, says):
    server = serve(answering)

    with pytest.raises(BadAnswer, match=says):
        drive(Load(port=server.port, clients=2, calls=numbered(20), seconds=LONG))


def test_a_connection_that_is_closed_before_the_answer_fails_the_run(serve):
    server = serve(echo, closes=True)

    with pytest.raises(BadAnswer, match="the connection was closed before"):
        drive(Load(port=server.port, clients=1, calls=numbered(2), seconds=LONG))


@pytest.fixture
def emulated(serve):
    client = Client(create_emulator(Settings()).wsgi)

    def answering(method, path, body):
        answer = client.open(path, method=method, data=body, content_type=CONTENT_TYPES[path.startswith("/soap")])
        return answer.status_code, answer.data

    return serve(answering).port


CONTENT_TYPES = ("application/json", "application/soap+xml;charset=UTF-8")


@pytest.mark.parametrize("cancels", [calls.soap_cancels, calls.rest_cancels])
def test_a_cancel_that_is_measured_cancels_a_job_and_one_of_no_job_fails_the_run(emulated, cancels):
    calls.put_jobs(emulated, ["C-1", "C-2"])
    load = Load(port=emulated, clients=1, calls=cancels(["C-1", "C-2"]), seconds=LONG)

    assert len(drive(load).latencies) == 2
    with pytest.raises(BadAnswer, match="is not in the answer"):
        drive(load)


@pytest.mark.parametrize("polls", [calls.soap_polls, calls.rest_polls])
def test_a_poll_that_is_measured_finds_nothing_new_and_an_older_stamp_fails_the_run(emulated, polls):
    calls.put_jobs(emulated, ["C-1"])
    stamp = calls.current_stamp(emulated)

    assert len(drive(Load(port=emulated, clients=1, calls=polls(stamp, 3), seconds=LONG)).latencies) == 3
    with pytest.raises(BadAnswer):
        drive(Load(port=emulated, clients=1, calls=polls(stamp - 1, 1), seconds=LONG))
