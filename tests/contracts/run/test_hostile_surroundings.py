"""Runs as processes, while something goes wrong around them: interruptions after the phases, disks that are full."""

import json
import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from contracts.reports.folder import FILES
from emulator.app import create_emulator
from emulator.settings import Settings
from tests.contracts.reports.test_repeating import CUT
from tests.contracts.targets.servers import serving
from tests.contracts.test_any_document import FOLDER, MENDED, with_changes

TOP = Path(__file__).parents[3]
FAILING = [change for change in MENDED if change[0] != CUT[0]]


class Watched:
    """An emulator that says when its faults are taken back, as a story does that is played again to make it smaller."""

    def __init__(self):
        self._app = create_emulator(Settings()).wsgi
        self.when_played_again = lambda: None

    def __call__(self, environ, start_response):
        if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("DELETE", "/_emulator/faults"):
            self.when_played_again()
        return self._app(environ, start_response)


@pytest.fixture(scope="module")
def served():
    emulator = Watched()
    with serving(emulator) as scheduling, serving(with_changes(*FAILING).create_gateway(f"{scheduling}/soap")) as url:
        yield emulator, ["--document", str(FOLDER / "gateway.yaml"), "--url", url, "--emulator", scheduling]


@contextmanager
def running(options, **more):
    command = [sys.executable, "-m", "contracts", "run", "--phase", "limits", *options]
    with subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more) as process:
        try:
            yield process
        finally:
            process.kill()


def once(do):
    """Give what does something the first time, and nothing later: the target is given back as it was in the same way."""
    todo = [do]
    return lambda: todo.pop()() if todo else None


def events_of(folder):
    return [json.loads(line) for line in (folder / "contracts.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_interrupts_while_failures_are_made_smaller_gets_every_report_as_far_as_it_is(served, tmp_path, number):
    emulator, options = served
    with running([*options, "--report-dir", str(tmp_path)]) as process:
        emulator.when_played_again = once(lambda: process.send_signal(number))
        said, errors = process.communicate(timeout=100)

    assert process.returncode == 130, said + errors
    assert "verdict: interrupted - " in said
    assert "as found: the run was interrupted" in said
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)
    assert "The run was interrupted while its failures were made smaller" in (tmp_path / "summary.md").read_text("utf-8")
    assert "The run was interrupted while its failures were made smaller" in (tmp_path / "contracts.html").read_text("utf-8")
    *_, verdict = events = events_of(tmp_path)
    assert (verdict["ending"], verdict["exit_code"]) == ("interrupted", 130)
    failure = next(event for event in events if event["event"] == "failure")
    assert failure["again"]["story"]["steps"]


def test_who_interrupts_a_second_time_waits_for_nothing(served, tmp_path):
    emulator, options = served
    # Who writes this file waits until somebody reads it.
    os.mkfifo(tmp_path / "contracts.html.partial")
    with running([*options, "--report-dir", str(tmp_path)]) as process:
        emulator.when_played_again = once(lambda: process.send_signal(signal.SIGINT))
        verdict = next(line for line in process.stdout if line.startswith("verdict: "))
        assert verdict.startswith("verdict: interrupted - ")

        process.send_signal(signal.SIGINT)

        said, errors = process.communicate(timeout=30)

    assert process.returncode == 130, said + errors
    assert errors == "contracts: interrupted again: ended at once, reports are not whole\n"
    assert not (tmp_path / "contracts.html").exists()


def test_a_disk_that_is_full_for_one_report_takes_no_other_report_with_it(served, tmp_path):
    emulator, options = served
    emulator.when_played_again = lambda: None
    with running([*options, "--report-dir", str(tmp_path), "--summary", "/dev/full"]) as process:
        said, errors = process.communicate(timeout=100)

    assert process.returncode == 2, said + errors
    assert errors == "contracts: /dev/full: No space left on device\n"
    assert "verdict: broken - " in said
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)


def test_an_interrupted_run_exits_as_one_though_a_report_cannot_be_written():
    with running(["--document", "joc", "--profile", "thorough", "--summary", "/dev/full"]) as process:
        assert any(line.startswith("profile") for line in process.stdout)

        process.send_signal(signal.SIGINT)

        said, errors = process.communicate(timeout=60)

    assert process.returncode == 130, said + errors
    assert errors == "contracts: /dev/full: No space left on device\n"


def test_a_report_that_grows_too_large_for_the_disk_is_named_and_left_out(served, tmp_path):
    emulator, options = served
    emulator.when_played_again = lambda: None
    limit = 50_000

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    with running([*options, "--report-dir", str(tmp_path)], preexec_fn=small_files) as process:
        said, errors = process.communicate(timeout=100)

    assert process.returncode == 2, said + errors
    lost = {line.removeprefix(f"contracts: {tmp_path}/").partition(":")[0] for line in errors.splitlines()}
    assert errors == "".join(f"contracts: {tmp_path / name}: File too large\n" for name in FILES if name in lost)
    assert lost
    assert {path.name for path in tmp_path.iterdir()} == set(FILES) - lost
    assert {"summary.md", "junit.xml"} <= {path.name for path in tmp_path.iterdir()}
    assert "verdict: broken - " in said
    assert all(str(tmp_path / name) not in said for name in lost)


def test_a_folder_that_cannot_be_written_to_is_told_in_one_line_before_the_run(tmp_path):
    (tmp_path / "file").write_text("no folder")

    with running(["--report-dir", str(tmp_path / "file" / "reports")]) as process:
        said, errors = process.communicate(timeout=100)

    assert (process.returncode, said) == (2, "")
    assert errors.startswith("contracts: ")
    assert str(tmp_path / "file") in errors
    assert errors.count("\n") == 1
