"""What the facade says when Scheduling does not answer, and that it asks once (SB-E-05, SB-P-01, SB-P-02)."""

import pytest
from werkzeug import Request
from werkzeug.test import Client

from emulator.clock import Clock
from emulator.facades.servicebroker import create_servicebroker
from emulator.settings import Settings
from emulator.soap_client.http import Http
from tests.emulator.facades.servicebroker.conftest import CANCEL, refusal
from tests.emulator.soap_client.fake_scheduling import cancelled, changed, fault
from tests.emulator.soap_client.raw_server import drips, http, raw_server, resets, says, silent


def test_without_a_scheduling_system_nothing_is_called(broker):
    facade = broker(upstream="none")

    assert refusal(facade.cancel({"Id": "J-1"})) == (400, "not-configured")
    assert refusal(facade.poll({"FRU": "NORTH"})) == (400, "not-configured")
    assert facade.calls == facade.scheduling.requests == []


SLEEPING = "<jobInfo><jobID>1</jobID><onHold>1</onHold><bookDuration>1</bookDuration><disStatus>S3CRET</disStatus></jobInfo>"
IN_PROCESS = {
    "reset": ({"raises": ConnectionResetError()}, 502, "unreachable"),
    "late": ({"raises": TimeoutError()}, 504, "timeout"),
    "a fault": ({"answer": fault()}, 502, "fault"),
    "a fault with status 400": ({"answer": fault(), "status": "400 Bad Request"}, 502, "fault"),
    "HTML": ({"answer": b"<html>S3CRET</html>", "status": "502 Bad Gateway"}, 502, "not-soap"),
    "empty": ({"answer": b""}, 502, "not-soap"),
    "truncated": ({"answer": cancelled()[:-1]}, 502, "not-soap"),
    "another operation's reply": ({"answer": changed()}, 502, "not-soap"),
    "no result": ({"answer": cancelled().replace(b"result", b"outcome")}, 502, "not-soap"),
    "an unknown dispatch status": (
        {"answer": cancelled(rest=SLEEPING)},
        502,
        "not-soap",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("scheduling", "status", "code"), IN_PROCESS.values(), ids=IN_PROCESS)
def test_a_call_that_fails_is_told_and_made_once(broker, scheduling, status, code):
    facade = broker()
    for name, value in scheduling.items():
        setattr(facade.scheduling, name, value)

    response = facade.cancel({"Id": "J-1"})

    assert refusal(response) == (status, code)
    assert len(facade.scheduling.requests) == 1
    assert [call.request for call in facade.calls] == facade.scheduling.requests
    assert "S3CRET" not in response.text


def test_only_a_fault_s_reason_reaches_the_caller(broker):
    facade = broker(fault("jobID \u2713 is too long").replace(b"</E:Reason>", b"</E:Reason><E:Detail>S3CRET</E:Detail>"))

    response = facade.cancel({"Id": "J-1"})

    assert response.json["Message"].endswith("found the fault: jobID \u2713 is too long")
    assert "S3CRET" not in response.text


OVER_HTTP = {
    "broken before a reply": (resets, 502, "unreachable"),
    "hung up before a reply": (says(b""), 502, "unreachable"),
    "silence": (silent, 504, "timeout"),
    "a slow drip": (drips(http(cancelled()), every=0.05), 504, "timeout"),
    "a truncated reply": (says(http(cancelled(), length=len(cancelled()) + 1)), 502, "not-soap"),
    "HTML": (says(http(b"<html></html>", status="503 Busy")), 502, "not-soap"),
    "empty": (says(http(b"")), 502, "not-soap"),
    "another operation's reply": (says(http(changed())), 502, "not-soap"),
    "a fault with status 200": (says(http(fault())), 502, "fault"),
    "a fault with status 400": (says(http(fault(), status="400 Bad Request")), 502, "fault"),
    "a fault with status 500": (says(http(fault(), status="500 Oops")), 502, "fault"),
}


@pytest.mark.parametrize(("answer", "status", "code"), OVER_HTTP.values(), ids=OVER_HTTP)
def test_over_http_it_is_the_same(answer, status, code):
    with raw_server(answer) as server:
        assert refusal(cancel_over(server.url, timeout=0.4)) == (status, code)

    assert len(server.requests) == 1


def test_a_scheduling_by_url_is_called_like_the_one_in_our_process(broker):
    inside = broker(cancelled())
    inside.cancel({"Id": "J-1"})

    with raw_server(says(http(cancelled()))) as server:
        assert cancel_over(server.url).json == inside.cancel({"Id": "J-1"}).json

    assert server.requests[0].endswith(b"\r\n\r\n" + inside.scheduling.requests[0])


def test_nobody_there_is_unreachable():
    with raw_server(silent) as server:
        pass

    assert refusal(cancel_over(server.url)) == (502, "unreachable")


def cancel_over(url, timeout=5.0):
    transport = Http(url)
    try:
        facade = create_servicebroker(Settings(upstream=url, upstream_timeout=timeout), transport, clock=Clock())
        client = Client(lambda environ, start: facade(Request(environ), [])(environ, start))
        return client.put(CANCEL, json={"Id": "J-1"})
    finally:
        transport.close()
