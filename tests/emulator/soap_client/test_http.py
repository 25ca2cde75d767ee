"""Scheduling by URL: every way in which an answer can fail, and that nothing is ever sent twice (SB-E-05, SB-P-01)."""

import socket
from time import monotonic

import pytest

from emulator.mapping.servicebroker import CANCEL_JOB
from emulator.soap_client.client import SoapClient
from emulator.soap_client.failures import Faulted, NotSoap, TimedOut, Unreachable
from emulator.soap_client.http import Http
from emulator.soap_client.transport import SoapExchange
from tests.emulator.soap_client.fake_scheduling import cancelled, changed, fault
from tests.emulator.soap_client.raw_server import drips, http, raw_server, resets, says, silent

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def cancel(url, calls=None, timeout=5.0):
    transport = Http(url)
    try:
        return SoapClient(transport, timeout=timeout).call(CANCEL_JOB, {"jobID": "J-1"}, [] if calls is None else calls)
    finally:
        transport.close()


def test_the_same_bytes_go_out_as_in_process():
    calls: list[SoapExchange] = []

    with raw_server(says(http(cancelled()))) as server:
        reply = cancel(server.url, calls)

    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert reply.type == "OK"
    assert head.startswith(b"POST /ccx/servicepower HTTP/1.1\r\n")
    assert b'action="capeconnect:servicepower:spPortType#CancelJob"' in head
    assert [(call.request, call.response, call.status) for call in calls] == [(body, cancelled(), 200)]


def test_a_chunked_reply_is_a_reply():
    body = cancelled()

    with raw_server(says(CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))) as server:
        assert cancel(server.url).type == "OK"


OUTCOMES = {
    "hangs up before any reply": (says(b""), Unreachable),
    "breaks before any reply": (resets, Unreachable),
    "breaks in the head": (says(http(b"")[:20]), NotSoap),
    "speaks another protocol": (says(b"220 mail.example ESMTP\r\n"), NotSoap),
    "truncated": (says(http(cancelled()[:-30], length=len(cancelled()))), NotSoap),
    "truncated after the envelope": (says(http(cancelled(), length=len(cancelled()) + 1)), NotSoap),
    "truncated chunks": (says(CHUNKED + b"%x\r\n%b\r\n" % (len(cancelled()), cancelled())), NotSoap),
    "truncated without a length": (says(b"HTTP/1.0 200 OK\r\n\r\n" + cancelled()[:-1]), NotSoap),
    "HTML": (says(http(b"<html><body>Bad gateway</body></html>", status="502 Bad Gateway")), NotSoap),
    "empty": (says(http(b"")), NotSoap),
    "another operation's reply": (says(http(changed())), NotSoap),
    "a reply with status 500": (says(http(cancelled(), status="500 Oops")), NotSoap),
    "a redirect": (says(http(b"", status="307 Elsewhere", more="Location: /ccx/servicepower\r\n")), NotSoap),
    "a busy server": (says(http(b"", status="503 Busy", more="Retry-After: 0\r\n")), NotSoap),
    "a fault with status 200": (says(http(fault())), Faulted),
    "a fault with status 400": (says(http(fault(), status="400 Bad Request")), Faulted),
    "a fault with status 500": (says(http(fault(), status="500 Internal Server Error")), Faulted),
}


@pytest.mark.parametrize(("answer", "becomes"), OUTCOMES.values(), ids=OUTCOMES)
def test_a_failed_call_says_how_it_failed_and_is_sent_once(answer, becomes):
    calls: list[SoapExchange] = []

    with raw_server(answer) as server, pytest.raises(becomes):
        cancel(server.url, calls)

    assert len(server.requests) == 1
    assert len(calls) == 1


DRIP = {
    "silence": silent,
    "a slow head": drips(http(cancelled()), every=0.05),
    "a slow body": drips(http(cancelled()), every=0.05, at_once=len(http(cancelled())) - len(cancelled())),
}


@pytest.mark.parametrize("answer", DRIP.values(), ids=DRIP)
def test_the_time_out_counts_the_whole_reply(answer):
    started = monotonic()

    with raw_server(answer) as server, pytest.raises(TimedOut):
        cancel(server.url, timeout=0.3)

    assert 0.25 < monotonic() - started < 3
    assert len(server.requests) == 1


def test_nobody_listening_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(Unreachable):
        cancel(f"http://127.0.0.1:{port}/")


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    with raw_server(says(http(cancelled()))) as server:
        assert cancel(server.url).type == "OK"


def test_a_call_on_a_kept_connection_that_breaks_is_not_repeated():
    answers = [http(cancelled())]

    def answer(connection, _over):
        if answers:
            connection.sendall(answers.pop())
        else:
            connection.shutdown(socket.SHUT_RDWR)

    with raw_server(answer, keeps=True) as server:
        transport = Http(server.url)
        client = SoapClient(transport, timeout=5)
        first = client.call(CANCEL_JOB, {"jobID": "J-1"}, [])

        with pytest.raises(Unreachable):
            client.call(CANCEL_JOB, {"jobID": "J-2"}, [])
        transport.close()

    assert first.type == "OK"
    assert len(server.requests) == 2
