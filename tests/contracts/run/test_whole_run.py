"""Runs as a person starts them: an interruption, a budget that is spent, and a facade by URL."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from contracts.reports.folder import FILES
from emulator.app import create_emulator
from emulator.settings import Settings
from tests.contracts.targets.servers import serving

TOP = Path(__file__).parents[3]
CODES = ("--document", "servicebroker", "--phase", "codes")
COMMAND = (sys.executable, "-m", "contracts", "run")


def contracts(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, cwd=TOP, timeout=600)


@pytest.mark.parametrize(
    ("number", "profile"), [(signal.SIGINT, "thorough"), (signal.SIGTERM, "thorough"), (signal.SIGINT, "quick")]
)
def test_an_interrupted_run_writes_its_reports_and_says_so(tmp_path, number, profile):
    (tmp_path / "junit.xml").write_text("of an earlier run")
    process = subprocess.Popen(
        [*COMMAND, "--document", "joc", "--profile", profile, "--jobs", "2", "--report-dir", str(tmp_path)],
        cwd=TOP,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert any(line.startswith("profile") for line in process.stdout)

    process.send_signal(number)

    said = process.communicate(timeout=60)[0]
    assert process.returncode == 130
    assert "verdict: interrupted - " in said
    assert json.loads((tmp_path / "contracts.jsonl").read_text().splitlines()[-1])["ending"] == "interrupted"
    properties = ElementTree.parse(tmp_path / "junit.xml").iter("property")
    assert ("outcome", "interrupted") in {(each.get("name"), each.get("value")) for each in properties}
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)
    assert "The run was interrupted" in (tmp_path / "contracts.html").read_text("utf-8")
    assert "The run was interrupted" in (tmp_path / "summary.md").read_text("utf-8")
    (invocation,) = json.loads((tmp_path / "contracts.sarif").read_text("ascii"))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False


def test_a_run_whose_time_is_spent_says_so_in_every_report(tmp_path):
    done = contracts("--time-budget", "0.1", "--report-dir", str(tmp_path))

    assert ", time budget spent" in done.stdout.splitlines()[-2]
    assert json.loads((tmp_path / "contracts.jsonl").read_text().splitlines()[-1])["ending"] == "time budget spent"
    for name in ("contracts.html", "summary.md", "contracts.sarif"):
        assert "The time budget was spent" in (tmp_path / name).read_text("utf-8"), name


@pytest.fixture(scope="module")
def strange_facade():
    emulator = create_emulator(Settings(error_status=400))
    with serving(emulator.wsgi) as url:
        yield url


def test_a_facade_by_url_that_breaks_a_promise_is_found_out(strange_facade):
    done = contracts("--url", strange_facade, *CODES)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "SB-E-03" in done.stdout.splitlines()[-1]


def test_a_facade_by_url_is_judged_by_the_settings_that_are_told(strange_facade):
    done = contracts(
        "--url", strange_facade, "--document", "servicebroker", "--phase", "codes", "--setting", "error_status=400"
    )

    assert done.returncode == 0, done.stdout + done.stderr
