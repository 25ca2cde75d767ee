"""Whole runs, as a person starts them: the verdict, the reports, the same requests again, and an interruption."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from contracts.clauses import OWN, all_clauses
from emulator.app import create_emulator
from emulator.settings import Settings
from tests.contracts.targets.servers import serving

TOP = Path(__file__).parents[3]
# What the emulator does not have yet: tokens with an end, and notifications.
LATER = {"SB-H-03", "SB-N-01"}


def contracts(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "contracts", "run", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=TOP, timeout=300)


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gate")
    return contracts("--report-dir", str(folder)), folder


def test_the_gate_keeps_every_promise(gate):
    done, _ = gate

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-2].startswith("verdict: kept - all ")
    assert done.stderr == ""


def test_the_gate_exercises_every_clause(gate):
    done, folder = gate

    lines = [json.loads(line) for line in (folder / "contracts.jsonl").read_text().splitlines()]
    not_exercised = {line["id"] for line in lines if line["event"] == "clause" and line["standing"] == "not exercised"}
    assert not_exercised <= LATER, done.stdout


def test_the_gate_names_no_clause_that_nobody_knows(gate):
    _, folder = gate

    lines = [json.loads(line) for line in (folder / "contracts.jsonl").read_text().splitlines()]
    promised = {id_ for id_, clause in all_clauses().items() if clause.system != OWN}
    assert {line["id"] for line in lines if line["event"] == "clause"} == promised


def test_the_gate_s_reports_agree(gate):
    _, folder = gate

    exercised = {
        line["id"]
        for line in map(json.loads, (folder / "contracts.jsonl").read_text().splitlines())
        if line["event"] == "clause" and line["standing"] != "not exercised"
    }
    cases = ElementTree.parse(folder / "junit.xml").iter("testcase")
    assert {case.get("classname") for case in cases if case.find("skipped") is None} == exercised
    assert sorted(path.name for path in folder.iterdir()) == ["contracts.jsonl", "junit.xml"]


def test_the_same_seed_sends_the_same_requests(tmp_path):
    with (tmp_path / "1").open("wb") as one, (tmp_path / "2").open("wb") as two:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.contracts.run.request_log", "11"],
                cwd=TOP,
                env={**os.environ, "PYTHONHASHSEED": hash_seed},
                stdout=file,
            )
            for hash_seed, file in (("1", one), ("2", two))
        ]
        assert [process.wait(timeout=300) for process in processes] == [0, 0]

    first, second = ((tmp_path / name).read_text("utf-8").splitlines() for name in ("1", "2"))
    assert len(first) > 1000
    assert [line for line in first if line.startswith("PhaseBroke")] == []
    differences = [(one, other) for one, other in zip(first, second, strict=False) if one != other]
    assert (differences[:3], len(first)) == ([], len(second))


def test_another_seed_sends_other_requests():
    logs = [
        subprocess.run(
            [sys.executable, "-m", "tests.contracts.run.request_log", seed, "mapping"], cwd=TOP, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]

    assert logs[0] != logs[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_writes_its_reports_and_says_so(tmp_path, number):
    (tmp_path / "junit.xml").write_text("of an earlier run")
    process = subprocess.Popen(
        [sys.executable, "-m", "contracts", "run", "--profile", "thorough", "--report-dir", str(tmp_path)],
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


@pytest.fixture(scope="module")
def strange_facade():
    emulator = create_emulator(Settings(error_status=400))
    with serving(emulator.wsgi) as url:
        yield url


def test_a_facade_by_url_that_breaks_a_promise_is_found_out(strange_facade):
    done = contracts("--url", strange_facade, "--phase", "codes")

    assert done.returncode == 1, done.stdout + done.stderr
    assert "SB-E-03" in done.stdout.splitlines()[-1]


def test_a_facade_by_url_is_judged_by_the_settings_that_are_told(strange_facade):
    done = contracts("--url", strange_facade, "--phase", "codes", "--setting", "error_status=400")

    assert done.returncode == 0, done.stdout + done.stderr
