"""Faults that somebody ordered: what the caller gets, whether the call takes effect, and for how long (SCH-R-03)."""

import pytest
from werkzeug.test import create_environ

from tests.emulator.soap_server.soap import SOAP_11, Soap, cancel, envelope, poll

ALL = ["J-1", "J-2", "700001"]


def in_process(soap: Soap, message: str = "", *, timeout: float | None = 10.0) -> tuple[int, bytes]:
    """Post as a facade in the same process does, with a time-out."""
    environ = create_environ("/soap", method="POST", data=envelope(message or cancel("J-1")))
    if timeout is not None:
        environ["emulator.timeout"] = timeout
    status: list[int] = []
    body = b"".join(
        soap.emulator.wsgi(environ, lambda line, headers, exc_info=None: status.append(int(line[:3])) or list.append)
    )
    return status[0], body


@pytest.mark.parametrize("type_", ["OK", "Warning"])
@pytest.mark.parametrize("code", [0, 646, 2**32 - 1])
def test_a_code_with_ok_or_warning_takes_effect(either, type_, code):
    either.order(code=code, type=type_)

    answer = either.cancel("J-1")

    assert answer.result == (type_, code)
    assert answer.text("jobInfo/jobID") == "J-1"
    assert either.jobs == ["J-2", "700001"]
    assert either.cancel("J-2").result == ("OK", 0)


def test_a_code_with_error_takes_no_effect(either):
    either.order(code=28)

    answer = either.cancel("J-1")

    assert answer.result == ("Error", 28)
    assert [child.tag for child in answer.root] == ["result"]
    assert (either.jobs, either.audit) == (ALL, [])
    assert either.cancel("J-1").result == ("OK", 0)


def test_an_error_of_a_poll_has_a_stamp_of_0_and_no_items(soap):
    soap.order(code=99)

    answer = soap.poll()

    assert [child.tag for child in answer.root] == ["result", "timeStampOut"]
    assert (answer.result, answer.text("timeStampOut")) == (("Error", 99), "0")


def test_a_warning_of_a_poll_has_its_items(soap):
    soap.order(code=5, type="Warning")

    answer = soap.poll()

    assert answer.result == ("Warning", 5)
    assert len(answer.root.findall("workItem")) == 3


@pytest.mark.parametrize("message", ["<sp:QuitRequest/>", "<sp:LoginRequest/>"])
def test_login_and_quit_can_be_made_to_fail_too(soap, message):
    soap.order(code=265)

    assert soap.call(message).result == ("Error", 265)


def test_a_call_that_is_refused_anyway_is_refused_as_usual(soap):
    soap.order(code=5, type="Warning")

    assert soap.cancel("J-0").result == ("Error", 1)


def test_a_count_and_an_operation_are_kept(soap):
    soap.order(code=5, operation="CancelJob", count=2)

    found = [soap.poll(), soap.cancel("J-1"), soap.poll(), soap.cancel("J-1"), soap.cancel("J-1")]

    assert [answer.result[1] for answer in found] == [0, 5, 0, 5, 0]


@pytest.mark.parametrize(("fault", "status"), [("Sender", 400), ("Receiver", 500)])
def test_a_fault_takes_no_effect(either, fault, status):
    either.order(fault=fault)

    assert either.cancel("J-1").fault == (status, fault, "this fault was ordered")
    assert (either.jobs, either.audit) == (ALL, [])


@pytest.mark.parametrize(("fault", "code"), [("Sender", "Client"), ("Receiver", "Server")])
def test_a_fault_is_in_the_requests_version(soap, fault, code):
    soap.order(fault=fault)

    assert soap.call(cancel("J-1"), namespace=SOAP_11).fault == (500, code, "this fault was ordered")


@pytest.mark.parametrize(
    ("status", "body", "content_type"),
    [
        (503, "busy ü", "text/html; charset=utf-8"),
        (200, "", "text/plain"),
        (404, "{}", ""),
        (299, "x", "a/b"),
        (502, "<x/>", "text/xml"),
    ],
)
def test_a_status_comes_with_its_body_and_takes_no_effect(soap, status, body, content_type):
    soap.order(status=status, body=body, content_type=content_type)

    answer = soap.cancel("J-1")

    assert (answer.status, answer.body.decode(), answer.content_type) == (status, body, content_type)
    assert soap.jobs == ALL


def test_a_reset_breaks_the_connection_and_takes_no_effect(soap):
    soap.order(reset=True)

    with pytest.raises(ConnectionResetError):
        in_process(soap)

    assert soap.jobs == ALL
    assert in_process(soap)[0] == 200


def test_a_delay_alone_is_waited_for_and_then_the_call_is_answered(soap):
    soap.order(delay=1.5)

    assert soap.cancel("J-1").result == ("OK", 0)
    assert soap.slept == [1.5]


@pytest.mark.parametrize(
    ("ordered", "status"),
    [({"code": 7}, 200), ({"fault": "Sender"}, 400), ({"fault": "Receiver"}, 500), ({"status": 503}, 503), ({}, 200)],
)
def test_a_delay_comes_before_whatever_else_was_ordered(soap, ordered, status):
    soap.order(delay=9.999, **ordered)

    assert in_process(soap)[0] == status
    assert soap.slept == [9.999]


@pytest.mark.parametrize("ordered", [{}, {"code": 7}, {"fault": "Sender"}, {"status": 503}, {"reset": True}])
@pytest.mark.parametrize("delay", [10.0, 3600.0])
def test_a_delay_that_outlasts_the_callers_time_is_a_time_out_after_that_time_whatever_else_was_ordered(soap, ordered, delay):
    soap.order(delay=delay, **ordered)

    with pytest.raises(TimeoutError):
        in_process(soap)

    assert soap.slept == [10.0]
    # A call that is only slow has taken effect, unseen.
    assert soap.jobs == (ALL if ordered else ["J-2", "700001"])


def test_a_delay_that_outlasts_the_callers_time_is_a_time_out_also_for_a_request_that_gets_a_fault(soap):
    soap.order(delay=99)

    with pytest.raises(TimeoutError):
        in_process(soap, cancel("J-1", "<cancelReason><cancelReasonId>x</cancelReasonId></cancelReason>"))

    assert soap.jobs == ALL


def test_a_caller_without_a_time_out_waits_for_the_whole_delay(soap):
    soap.order(delay=3600)

    assert in_process(soap, timeout=None)[0] == 200
    assert soap.slept == [3600]


def test_what_cannot_be_read_uses_up_no_order(soap):
    soap.order(code=7)

    assert soap.post("<").fault[:2] == (400, "Sender")
    assert soap.call("<x/>").fault[:2] == (400, "Sender")
    assert soap.poll().result == ("Error", 7)


def test_an_order_does_not_reach_into_another_call(soap):
    soap.order(code=7, operation="CancelJob")

    soap.cancel("J-1")

    assert soap.call(poll()).result == ("OK", 0)
    assert [state.left for state in soap.emulator.faults.state()] == [0]
