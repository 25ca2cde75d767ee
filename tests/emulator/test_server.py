"""What a client sees of faults that only a real connection can show."""

import http.client
import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from typing import Any

import pytest

from tests.emulator.test_cli import serving, urls

CANCEL = json.dumps({"Id": "J-1001"})
JSON = {"Content-Type": "application/json"}
QUIT = (
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>'
    '<s:QuitRequest xmlns:s="http://www.servicepower.com/sp.xsd1"/></e:Body></e:Envelope>'
)


@pytest.fixture(scope="module")
def address():
    with serving() as (_, ready):
        yield urls(ready)["control"].removeprefix("http://").removesuffix("/_emulator")


@pytest.fixture
def connect(address):
    """Make connections, and close them all in the end."""
    with ExitStack() as connections:
        yield lambda: connections.enter_context(closing(http.client.HTTPConnection(address, timeout=20)))


def ask(connection: http.client.HTTPConnection, method: str, path: str, body: str = "") -> tuple[int, bytes]:
    connection.request(method, path, body, JSON)
    response = connection.getresponse()
    return response.status, response.read()


def order(connect: Callable[[], http.client.HTTPConnection], *rules: dict[str, Any]) -> None:
    assert ask(connect(), "PUT", "/_emulator/faults", json.dumps(rules))[0] == 200


def test_a_reset_breaks_the_connection_before_any_answer(connect):
    order(connect, {"reset": True, "count": 20})

    for _ in range(20):
        with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
            ask(connect(), "POST", "/soap", QUIT)

    assert ask(connect(), "POST", "/soap", QUIT)[0] == 200


def test_a_reset_behind_a_facade_is_the_facades_to_tell(connect):
    order(connect, {"reset": True})

    status, body = ask(connect(), "PUT", "/up/v5/rest/scheduling/CancelJob", CANCEL)

    assert (status, json.loads(body)["Code"]) == (502, "unreachable")


def test_a_connection_serves_many_requests(connect):
    connection = connect()

    assert [ask(connection, "GET", "/_emulator/health")[0] for _ in range(3)] == [200, 200, 200]
    assert connection.sock is not None


def test_a_chunked_body_is_read(connect):
    connection = connect()

    def chunks() -> Iterable[bytes]:
        yield QUIT[:50].encode()
        yield QUIT[50:].encode()

    connection.request("POST", "/soap", chunks(), {"Content-Type": "application/soap+xml"}, encode_chunked=True)

    assert connection.getresponse().status == 200


def test_a_chunked_body_of_the_control_api_is_read(connect):
    connection = connect()

    connection.request("PUT", "/_emulator/clock", iter([b"{", b"}"]), JSON, encode_chunked=True)

    assert connection.getresponse().status == 200


def test_an_ordered_delay_holds_up_that_call_alone(connect):
    order(connect, {"operation": "Quit", "delay_ms": 3_600_000})
    delayed = connect()
    delayed.request("POST", "/soap", QUIT, JSON)

    # It has begun when its rule is used up.
    while json.loads(ask(connect(), "GET", "/_emulator/faults")[1])["rules"][0]["left"]:
        pass

    assert ask(connect(), "POST", "/soap", QUIT)[0] == 200
