"""The transport into our own process."""

import pytest

from emulator.mapping.servicebroker import CANCEL_JOB
from emulator.soap_client.client import SoapClient
from emulator.soap_client.failures import NotSoap, TimedOut, Unreachable
from emulator.soap_client.transport import InProcess, SoapExchange
from tests.emulator.soap_client.fake_scheduling import FakeScheduling, cancelled


def test_a_call_is_one_post_with_the_action_and_the_time_it_may_take():
    scheduling = FakeScheduling(cancelled())
    calls: list[SoapExchange] = []

    reply = SoapClient(InProcess(scheduling), timeout=2.5).call(CANCEL_JOB, {"jobID": "1"}, calls)

    (environ,) = scheduling.environs
    assert reply.type == "OK"
    assert (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("POST", "/soap")
    assert environ["CONTENT_TYPE"] == (
        'application/soap+xml; charset=utf-8; action="capeconnect:servicepower:spPortType#CancelJob"'
    )
    assert environ["CONTENT_LENGTH"] == str(len(scheduling.requests[0]))
    assert environ["emulator.timeout"] == 2.5
    assert calls == [
        SoapExchange(operation="CancelJob", request=scheduling.requests[0], response=scheduling.answer, status=200)
    ]


@pytest.mark.parametrize(
    ("raised", "becomes"),
    [(ConnectionResetError(), Unreachable), (ConnectionRefusedError(), Unreachable), (TimeoutError(), TimedOut)],
)
def test_what_a_network_would_do_is_raised_and_sent_once(raised, becomes):
    scheduling = FakeScheduling(raises=raised)
    calls: list[SoapExchange] = []

    with pytest.raises(becomes):
        SoapClient(InProcess(scheduling), timeout=1).call(CANCEL_JOB, {"jobID": "1"}, calls)

    assert calls == [SoapExchange(operation="CancelJob", request=scheduling.requests[0], response=b"", status=0)]


def test_what_came_back_is_kept_also_when_it_is_no_reply():
    calls: list[SoapExchange] = []

    with pytest.raises(NotSoap):
        SoapClient(InProcess(FakeScheduling(b"<html/>", status="502 Bad Gateway")), timeout=1).call(CANCEL_JOB, {}, calls)

    assert [(call.response, call.status) for call in calls] == [(b"<html/>", 502)]


def test_an_application_may_write_iterate_and_wants_to_be_closed():
    closed = []

    class Result:
        def __iter__(self):
            yield b"b"
            yield b"c"

        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response("202 Accepted", [("CONTENT-TYPE", "text/plain")])(b"a")
        return Result()

    answer = InProcess(application).send(b"", headers={}, timeout=1)

    assert (answer.status, answer.content_type, answer.body) == (202, "text/plain", b"abc")
    assert closed == [True]
