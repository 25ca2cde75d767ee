"""emulator record, as a person starts and ends it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from emulator.testing import running
from tests.emulator.soap_server.soap import MEDIA_TYPES, SOAP_12, cancel, envelope
from tests.emulator.test_cli import run


@contextmanager
def started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a recorder on a free port; give the process and its ready line."""
    command = [sys.executable, "-m", "emulator", "record", *arguments, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def call(ready: str) -> httpx.Response:
    url = ready.split()[2]
    return httpx.post(url, content=envelope(cancel("J-1001")), headers={"Content-Type": MEDIA_TYPES[SOAP_12]})


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_listens_and_in_the_end_how_much_it_kept(tmp_path, number):
    file = tmp_path / "calls.jsonl"
    with running() as scheduling, started("--upstream", scheduling.urls["soap"], "--out", str(file)) as (process, ready):
        answers = [call(ready).status_code for _ in range(2)]
        process.send_signal(number)
        said, wrong = process.communicate(timeout=30)

        assert ready.startswith("recording  SOAP http://127.0.0.1:")
        assert ready.endswith(f"/soap -> {scheduling.urls['soap']}  to {file}")
    assert (answers, process.returncode, said, wrong) == ([200, 200], 0, f"kept 2 exchanges in {file}\n", "")
    assert file.stat().st_mode & 0o77 == 0


def test_what_was_answered_is_in_the_file_though_it_is_killed(tmp_path):
    file = tmp_path / "calls.jsonl"
    with running() as scheduling, started("--upstream", scheduling.urls["soap"], "--out", str(file)) as (process, ready):
        for _ in range(3):
            call(ready)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line.get("operation") for line in lines] == [None, "CancelJob", "CancelJob", "CancelJob"]


def test_an_upstream_that_is_down_is_a_line_for_a_person(tmp_path):
    with started("--upstream", "http://127.0.0.1:1/soap", "--out", str(tmp_path / "calls.jsonl")) as (process, ready):
        answer = call(ready)
        process.send_signal(signal.SIGINT)
        _, wrong = process.communicate(timeout=30)

    assert (answer.status_code, process.returncode) == (502, 0)
    assert wrong.startswith("emulator: the Scheduling system cannot be reached: ")
    assert wrong.endswith("; the caller got 502, and recording goes on\n")
    assert wrong.count("\n") == 1


@pytest.mark.parametrize(
    ("upstream", "found"),
    [
        ("ftp://a", "'ftp://a'"),
        ("scheduling", "'scheduling'"),
        ("http://me:x@a/", "(not shown: it may hold a secret)"),
        ("", "''"),
    ],
)
def test_an_upstream_that_is_no_url_is_one_clear_line(tmp_path, upstream, found):
    file = tmp_path / "calls.jsonl"

    result = run("record", "--upstream", upstream, "--out", str(file))

    assert result.output == (
        f"emulator: --upstream: expected a URL with http or https, a host, and no user or password; found {found}\n"
    )
    assert (result.exit_code, file.exists()) == (2, False)


def test_a_file_that_cannot_be_written_is_one_clear_line(tmp_path):
    result = run("record", "--upstream", "http://a/", "--out", str(tmp_path / "no" / "calls.jsonl"), "--port", "0")

    assert result.exit_code == 2
    assert result.output.startswith("emulator: --out: expected a file that can be written; found ")
    assert result.output.endswith("No such file or directory\n")


def test_a_file_of_another_program_is_one_clear_line(tmp_path):
    file = tmp_path / "calls.har"
    file.write_text('{"log": {}}\n')

    result = run("record", "--upstream", "http://a/", "--out", str(file), "--port", "0")

    assert (result.exit_code, result.output.count("\n"), file.read_text()) == (2, 1, '{"log": {}}\n')
    assert "expected a new file, or a recording to continue; found" in result.output
