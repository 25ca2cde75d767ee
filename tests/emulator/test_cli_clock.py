"""emulator serve --clock, and emulator clock: the clock in the hand of whoever has a shell."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.emulator.test_cli import run, serve_and_fail, serving, urls


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving("--clock", "2026-01-05T08:00:00Z", "--frozen", "--scenario", "a-day") as (_, ready):
        yield urls(ready)["control"].removesuffix("/_emulator")


def clock(url: str, *arguments: str) -> str:
    result = run("clock", *arguments, "--url", url)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_clock_is_shown_set_advanced_started_and_frozen(url):
    assert clock(url, "show") == "2026-01-05T08:00:00Z frozen\n"
    assert clock(url, "advance", "1h30m") == "2026-01-05T09:30:00Z frozen\n"
    assert clock(url, "advance", "-1d") == "2026-01-04T09:30:00Z frozen\n"
    assert clock(url, "advance", "+90s") == "2026-01-04T09:31:30Z frozen\n"
    assert clock(url, "set", "day+1 07:00") == "2026-01-05T07:00:00Z frozen\n"

    started = clock(url, "run")
    stopped = clock(url, "freeze")

    assert started.startswith("2026-01-05T07:00:0")
    assert started.endswith(" running\n")
    assert stopped.endswith(" frozen\n")
    assert clock(url, "show") == stopped


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["advance", "10"], "emulator: clock advance: expected an offset such as '+90s', '+10m' or '+1d2h30m'; found '10'\n"),
        (
            ["set", "noon"],
            "emulator: now: expected a time: ISO 8601 with a zone, or such as 'day+1 09:30' (UTC); found \"noon\"\n",
        ),
        (["set", "2026-01-05T08:00"], "emulator: now: expected a time: ISO 8601 with a zone"),
    ],
)
def test_what_is_no_time_is_refused(url, arguments, message):
    result = run("clock", *arguments, "--url", url)

    assert result.exit_code == 2
    assert result.output.startswith(message)


def test_without_an_emulator_it_says_so():
    with closing(socket.create_server(("127.0.0.1", 0))) as unused:
        port = unused.getsockname()[1]

    result = run("clock", "show", "--url", f"http://127.0.0.1:{port}")

    assert result.exit_code == 2
    assert result.output.startswith(f"emulator: http://127.0.0.1:{port}: expected an emulator; found ")


def test_a_wrong_clock_does_not_start():
    assert serve_and_fail("--port", "0", "--clock", "noon").startswith("emulator: setting clock: expected 'real', or a time")
