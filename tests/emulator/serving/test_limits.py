"""What is too large is refused, and the client sees why, whatever it goes on to send."""

from contextlib import closing

import pytest

from tests.emulator.serving.clients import Client, request
from tests.emulator.test_cli import serving, urls

SOAP, JSON = "application/soap+xml", "application/json"


@pytest.fixture(scope="module")
def port():
    with serving("--set", "max_body_bytes=1000", "--set", "max_header_bytes=2000", "--set", "max_headers=10") as (_, ready):
        yield int(urls(ready)["control"].split(":")[2].partition("/")[0])


@pytest.fixture
def client(port):
    with closing(Client(port)) as client:
        yield client


@pytest.mark.parametrize("size", [1001, 1002, 100_000])
def test_a_soap_request_that_is_too_large_is_told_the_setting(client, size):
    answer = client.send(request("/soap", b"x" * size, Content_Type=SOAP)).answer()

    assert (answer.status, answer.body) == (413, b"the body is larger than max_body_bytes, 1000 bytes\n")


def test_a_client_is_told_of_its_size_before_it_sends(client):
    head = request("/soap", b"x" * 5000, Expect="100-continue", Content_Type=SOAP).partition(b"\r\n\r\n")[0]

    answer = client.send(head + b"\r\n\r\n").answer()

    assert (answer.status, answer.headers["connection"]) == (413, "close")
    assert client.says_nothing_more()


def test_a_client_that_goes_on_sending_sees_why_it_is_refused(client):
    client.send(request("/soap", b"x" * 5_000_000, Content_Type=SOAP))

    assert client.answer().status == 413


def test_a_chunked_body_that_is_too_large_is_refused_before_its_end(client):
    client.send(
        b"POST /soap HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n" + b"100\r\n%b\r\n" % (b"x" * 256) * 4
    )

    assert client.answer().status == 413


@pytest.mark.parametrize("size", [1001, 1002])
@pytest.mark.parametrize("path", ["/up/v5/rest/scheduling/CancelJob", "/_emulator/faults"])
def test_every_part_refuses_what_is_too_large(client, path, size):
    answer = client.send(request(path, b" " * size, method="PUT", Content_Type=JSON)).answer()

    assert answer.status == 413
    assert b"1000" in answer.body or b"large" in answer.body


def test_a_body_of_just_the_size_is_read(client):
    assert client.send(request("/soap", b"<a/>" + b" " * 996, Content_Type=SOAP)).answer().status == 500


def test_a_head_that_is_too_long_is_refused(client):
    answer = client.send(request("/soap", X_Long="x" * 2000)).answer()

    assert (answer.status, answer.headers["connection"]) == (431, "close")
    assert answer.body == b"expected a head of less than 2000 bytes (max_header_bytes); found more\n"
    assert client.says_nothing_more()


def test_a_head_that_never_ends_is_refused(client):
    client.send(b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000)

    assert client.answer().status == 431


def test_too_many_headers_are_refused(client):
    answer = client.send(request("/soap", **{f"X_{number}": "1" for number in range(20)})).answer()

    assert (answer.status, answer.body) == (431, b"expected at most 10 headers (max_headers); found 22\n")


@pytest.mark.parametrize(
    "junk", [b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"hello\r\n\r\n"]
)
def test_what_is_no_http_of_ours_is_refused(client, junk):
    assert client.send(junk).answer().status in (400, 505)
    assert client.says_nothing_more()
