"""Answers on the wire: whole, in pieces, or cut so that nobody takes them for whole."""

import http.client
import re
from contextlib import closing

import pytest

from tests.emulator.serving.clients import Client, application, request


@pytest.fixture(scope="module")
def port():
    with application() as (_, port):
        yield port


@pytest.fixture
def client(port):
    client = Client(port)
    yield client
    client.close()


def test_a_body_comes_back_as_it_went(client):
    answer = client.send(request("/echo", b"abc")).answer()

    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"abc", "3")


def test_requests_sent_together_are_answered_one_after_the_other(client):
    bodies = [b"<%d>" % number for number in range(50)]
    client.send(b"".join(request("/echo", body) for body in bodies[:-1]) + request("/echo", bodies[-1], Connection="close"))

    with client.socket.makefile("rb") as answers:
        text = answers.read()

    assert re.findall(rb"<[0-9]+>", text) == bodies
    assert text.count(b"HTTP/1.1 200 OK") == 50


def test_an_answer_in_pieces_is_whole(client):
    answer = client.send(request("/stream?parts=40", method="GET")).answer()

    assert answer.headers["transfer-encoding"] == "chunked"
    assert answer.body == b"".join(b"%07d\n" % number * 8192 for number in range(40))
    assert client.send(request("/echo", b"next")).answer().body == b"next"


def test_an_old_client_gets_an_answer_in_pieces_until_the_connection_ends(client):
    answer = client.send(b"GET /stream?parts=3 HTTP/1.0\r\n\r\n").answer()

    assert len(answer.body) == 3 * 65536
    assert "transfer-encoding" not in answer.headers
    assert client.says_nothing_more()


def test_an_old_client_may_ask_to_stay(client):
    asked = b"POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\n"

    assert client.send(asked + b"a").answer().headers["connection"] == "keep-alive"
    assert client.send(asked + b"b").answer().body == b"b"


def test_a_client_that_says_close_is_closed(client):
    assert client.send(request("/echo", b"a", Connection="close")).answer().headers["connection"] == "close"
    assert client.says_nothing_more()


@pytest.mark.parametrize("path", ["/fails-midway", "/too-short", "/too-long"])
def test_an_answer_that_breaks_off_does_not_look_whole(client, path):
    client.send(request(path))

    with pytest.raises((http.client.IncompleteRead, http.client.RemoteDisconnected, ConnectionResetError)):
        client.answer()


def test_a_header_cannot_become_two(client):
    answer = client.send(request("/two-headers")).answer()

    assert (answer.status, "x-two" in answer.headers) == (500, False)


def test_a_failure_is_told_and_the_next_call_succeeds(client):
    answer = client.send(request("/fails")).answer()

    assert (answer.status, answer.body) == (500, b"The emulator failed; its standard error says why.\n")
    assert client.send(request("/echo", b"next")).answer().body == b"next"


def test_a_failure_is_shown_on_standard_error():
    with application() as (process, port):
        with closing(Client(port)) as client:
            client.send(request("/fails")).answer()
        process.terminate()
        _, err = process.communicate(timeout=20)

    assert "LookupError: what went wrong" in err


def test_a_reset_cuts_the_connection_before_any_answer(client):
    client.send(request("/reset"))

    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        client.answer()


def test_head_gets_the_head_and_no_body(client):
    answer = client.send(request("/pid", method="HEAD")).answer("HEAD")

    assert int(answer.headers["content-length"]) > 0
    assert client.send(request("/echo", b"next")).answer().body == b"next"


def test_an_answer_without_content_has_no_length(client):
    answer = client.send(request("/none")).answer()

    assert (answer.status, "content-length" in answer.headers) == (204, False)
    assert client.send(request("/echo", b"next")).answer().body == b"next"


def test_a_client_that_waits_for_leave_to_send_its_body_gets_it(client):
    client.send(b"POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
    leave = client.socket.recv(100)

    answer = client.send(b"abc").answer()

    assert leave == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert answer.body == b"abc"


def test_a_client_that_sends_no_more_gets_the_answer_to_what_it_sent(client):
    client.send(request("/echo", b"abc"))
    client.socket.shutdown(1)

    assert client.answer().body == b"abc"
    assert client.says_nothing_more()
