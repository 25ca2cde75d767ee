"""The relay: a SOAP server that hands on, or breaks off."""

import httpx
import pytest

from contracts.run.relay import break_off, drip, hang_up, relay


def test_it_hands_a_request_on_and_the_answer_back():
    def shout(handler, body):
        handler.reply(418, "text/plain", body.upper())

    with relay(shout) as url:
        response = httpx.post(url, content=b"abc")

    assert (response.status_code, response.content) == (418, b"ABC")


@pytest.mark.parametrize("behaviour", [hang_up, break_off])
def test_it_breaks_off(behaviour):
    with relay(behaviour) as url, pytest.raises(httpx.TransportError):
        httpx.post(url, content=b"abc")


def test_it_drips():
    with relay(drip(pause=0.001, times=3)) as url, httpx.stream("POST", url, content=b"abc") as response:
        assert next(response.iter_bytes(1)) == b"<"


def test_nobody_listens_when_it_is_over():
    with relay(hang_up) as url:
        pass

    with pytest.raises(httpx.ConnectError):
        httpx.post(url, content=b"abc")
