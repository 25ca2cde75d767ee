"""A target reached by HTTP."""

import re
import socket
import struct
import threading

import pytest
from werkzeug.wrappers import Response

from contracts.exchange import Request
from contracts.target import NotPossible, TargetError
from contracts.targets import urls
from contracts.targets.refusals import TargetGone
from contracts.targets.urls import Urls
from tests.contracts.targets.servers import Gateway, answering, serving, unused_url


@pytest.fixture
def gateway():
    return Gateway()


@pytest.fixture
def target(gateway):
    with serving(gateway) as url:
        target = Urls(url, url)
        yield target
        target.close()


def put(body: str, path: str = "/up/a", **headers: str) -> Request:
    return Request(method="PUT", path=path, headers=headers, body=body.encode())


def operations(exchange) -> list[str]:
    return [call.operation for call in exchange.soap]


def test_a_request_is_told_with_the_soap_calls_it_caused_in_order(target):
    exchange = target.rest(put("one two three"), operation="CancelJob")

    assert exchange.operation == "CancelJob"
    assert exchange.response.status == 200
    assert [(call.operation, call.request, call.status) for call in exchange.soap] == [
        ("one", "<one/>", 200),
        ("two", "<two/>", 200),
        ("three", "<three/>", 200),
    ]


def test_a_request_that_causes_no_soap_has_none(target):
    target.rest(put("one"))

    assert operations(target.rest(put(""))) == []


def test_soap_from_elsewhere_is_not_taken_for_the_next_request_s(target):
    target.rest(put("one"))

    target.soap(Request(method="POST", path="/soap", body=b"<a/>"))
    assert operations(target.rest(put("two"))) == ["two"]
    target.control("POST", "/reset")
    assert operations(target.rest(put("three"))) == ["three"]


def test_a_request_costs_one_look_into_the_journal(target, gateway):
    target.rest(put("one"))
    gateway.asked.clear()

    target.rest(put("two"))

    assert gateway.asked == ["PUT /up/a", "GET /_emulator/journal?after=1&limit=1000"]


def test_a_direct_soap_call_and_a_job_that_is_put_there_cost_no_look(target, gateway):
    target.rest(put("one"))
    gateway.asked.clear()

    target.soap(Request(method="POST", path="/soap", body=b"<a/>"))
    target.control("POST", "/units", {"name": "U1"})

    assert operations(target.rest(put("two"))) == ["two"]
    assert gateway.asked == ["POST /soap", "POST /_emulator/units", "PUT /up/a", "GET /_emulator/journal?after=2&limit=1000"]


def test_after_direct_soap_that_may_have_left_no_entry_the_journal_is_looked_at_anew(target, gateway):
    target.rest(put("one"))
    gateway.asked.clear()

    target.soap(Request(method="GET", path="/soap?wsdl"))

    assert operations(target.rest(put("two"))) == ["two"]
    assert gateway.asked[1] == "GET /_emulator/journal?limit=1"


def test_a_journal_that_was_emptied_goes_on_with_its_ids(target, gateway):
    target.rest(put("one"))
    answer = gateway.answer
    gateway.answer = lambda request: (
        gateway.json({"exchanges": [], "last": 0, "dropped": 0}) if request.path == "/_emulator/journal" else answer(request)
    )
    target.rest(put(""))
    gateway.answer = answer

    target.soap(Request(method="POST", path="/soap", body=b"<a/>"))

    assert operations(target.rest(put("two"))) == ["two"]


def test_a_path_goes_out_as_it_is_written(target, gateway):
    target.rest(put("", path="/up/%2f%zz/../a//b?x=%C3|y"))

    assert "PUT /up/%2f%zz/../a//b?x=%C3|y" in gateway.asked


def test_only_the_headers_that_were_given_go_out_beside_those_of_http_itself(target):
    exchange = target.rest(put("", **{"X-Text": "caf\u00e9"}))

    assert exchange.response.json().keys() <= {"Host", "Content-Length", "X-Text"}
    assert exchange.response.json()["X-Text"] == "caf\u00e9"


def test_a_body_goes_out_in_chunks_when_the_header_says_so(target):
    headers = target.rest(put("one", **{"Transfer-Encoding": "chunked"})).response.json()

    assert headers["Transfer-Encoding"] == "chunked"
    assert "Content-Length" not in headers


def test_a_redirect_is_an_answer_and_its_cookie_is_not_kept(target, gateway):
    exchange = target.rest(Request(method="GET", path="/redirect"))

    assert (exchange.response.status, exchange.response.headers["location"]) == (302, "/elsewhere")
    assert "Cookie" not in target.rest(put("")).response.json()


def test_what_the_control_api_refuses_is_told_with_its_reason_on_one_line(target):
    with pytest.raises(
        NotPossible,
        match=r'PATCH http://.*/_emulator/refuses: the control API answers 400: \{"error": "id: expected a text,\\n',
    ):
        target.control("PATCH", "/refuses", {"id": 1})


def test_a_control_api_that_is_none_is_told_as_such(target):
    with pytest.raises(NotPossible, match=r"expected JSON, found b'<html>a proxy</html>'; is the emulator at this URL\?"):
        target.control("GET", "/html")


def test_a_control_call_without_an_answer_gives_nothing(target):
    assert target.control("POST", "/reset") is None


def test_other_settings_are_not_possible_and_the_url_is_named(target):
    with pytest.raises(NotPossible, match=r"the emulator at http://127\.0\.0\.1:\d+ cannot be given other settings \(auth\)"):
        target.with_settings({"auth": True})


def test_a_target_that_nobody_answers_is_named(target):
    lonely = Urls(unused_url(), target.emulator_url)

    assert re.match(r"PUT http://127\.0\.0\.1:\d+/up/a: cannot connect", lonely.rest(put("")).response.broken)


def test_a_target_that_hangs_is_given_up_after_the_time_limit(target):
    released = threading.Event()
    with answering(lambda connection: released.wait(30) and None) as url:
        slow = Urls(url, target.emulator_url, timeout=0.2)
        try:
            assert re.match(r"PUT http://.*/up/a: no whole answer within 0\.2 s", slow.rest(put("")).response.broken)
        finally:
            released.set()


def test_an_answer_that_drips_is_given_up_after_the_time_limit(target):
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not stop.wait(0.02):
            connection.sendall(b"x")

    with answering(drip) as url:
        slow = Urls(url, target.emulator_url, timeout=0.3)
        try:
            assert "no whole answer within 0.3 s" in slow.rest(put("")).response.broken
        finally:
            stop.set()


def test_a_connection_that_is_reset_is_told_as_broken(target):
    def reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with answering(reset) as url:
        broken = Urls(url, target.emulator_url).rest(put("")).response.broken

    assert re.match(r"PUT http://.*/up/a: the connection broke: ", broken)


def test_an_answer_that_is_no_http_is_told_as_broken(target):
    with answering(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")) as url:
        assert "the connection broke: " in Urls(url, target.emulator_url).rest(put("")).response.broken


def test_an_answer_without_end_is_given_up(target, monkeypatch):
    monkeypatch.setattr(urls, "LARGEST_ANSWER", 1024 * 1024)

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with answering(flood) as url:
        assert "/up/a: the answer is larger than 1 MiB" in Urls(url, target.emulator_url).rest(put("")).response.broken


def test_a_facade_that_answers_nothing_any_more_is_given_up(target):
    lonely = Urls(unused_url(), target.emulator_url)
    for _ in range(2):
        lonely.rest(put(""))

    with pytest.raises(TargetGone, match=r"cannot connect.*; the 3 last requests got no answer"):
        lonely.rest(put(""))


def test_a_facade_that_answers_something_is_there_until_too_much_is_unanswered(target, gateway, monkeypatch):
    monkeypatch.setattr(urls, "LARGEST_ANSWER", 100_000)
    answer = gateway.answer
    gateway.answer = lambda request: Response("x" * 200_000) if request.path == "/up/a" else answer(request)

    broken = [bool(target.rest(put("")).response.broken) for _ in range(19)]

    assert broken == [True] * 19
    with pytest.raises(TargetGone, match=r"the answer is larger than .*; 20 requests got no answer"):
        target.rest(put(""))


def test_one_answer_in_between_and_the_facade_is_there(target, gateway):
    gateway_url, target.base_url = target.base_url, unused_url()
    for base_url in (unused_url(), unused_url(), gateway_url, unused_url(), unused_url(), gateway_url):
        target.base_url = base_url

        assert bool(target.rest(put("")).response.broken) is (base_url != gateway_url)


def test_headers_go_with_requests_that_have_none_of_that_name(target):
    of_the_run = Urls(target.base_url, target.emulator_url, headers={"Authorization": "Bearer run", "X-Tenant": "t"})

    told = of_the_run.rest(put("", authorization="Bearer own")).response.json()

    assert (told["Authorization"], told["X-Tenant"]) == ("Bearer own", "t")
    assert "X-Tenant" not in target.rest(put("")).response.json()


def test_requests_at_once_get_their_answers_in_their_order(target, gateway):
    requests = [put("one", **{"X-Number": str(number)}) for number in range(6)]

    responses, calls = target.rest_at_once(requests)

    assert [response.json()["X-Number"] for response in responses] == [str(number) for number in range(6)]
    assert [call.operation for call in calls] == ["one"] * 6


def test_a_request_that_http_cannot_carry_is_not_possible(target):
    with pytest.raises(NotPossible, match=r"HTTP cannot carry this request"):
        target.rest(put("", **{"X-Text": "two\nlines"}))


@pytest.mark.parametrize("url", ["", "127.0.0.1:8010", "ftp://127.0.0.1", "http://", "http://127.0.0.1?a=b"])
def test_a_url_that_is_none_is_refused_with_an_example(url):
    with pytest.raises(TargetError, match=r"the URL of the facade must be like http://127\.0\.0\.1:8010, found"):
        Urls(url, "http://127.0.0.1:8010")
