"""Whole runs, as a person starts them: the verdict, the reports, the same requests again, and an interruption."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from contracts.clauses import OWN, all_clauses
from contracts.reports.folder import FILES
from contracts.reports.json_lines import SCHEMA
from contracts.reports.markdown import LARGEST
from contracts.run.reached_codes import DOORS
from contracts.strategies.ways import Way
from emulator.app import create_emulator
from emulator.settings import Settings
from tests.contracts.targets.servers import serving

TOP = Path(__file__).parents[3]
# Whose promises the gate puts to the test; a document's own are for those that name none.
JUDGED = {clause.system for clause in all_clauses().values()} - {OWN}
# One document in all phases; the others in those that their own keys alone reach.
LOGS = (
    ("servicebroker",),
    ("azure-job-router,joc,crm-com", "mapping", "http_order", "credentials", "records"),
)


def contracts(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "contracts", "run", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=TOP, timeout=600)


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
    assert not_exercised == set(), done.stdout


def test_the_gate_names_no_clause_that_nobody_knows(gate):
    _, folder = gate

    lines = [json.loads(line) for line in (folder / "contracts.jsonl").read_text().splitlines()]
    promised = {id_ for id_, clause in all_clauses().items() if clause.system in JUDGED}
    told = {line["id"] for line in lines if line["event"] == "clause"}
    assert {id_ for id_ in told if all_clauses()[id_].system in JUDGED} == promised


def test_the_gate_s_reports_agree(gate):
    _, folder = gate

    exercised = {
        line["id"]
        for line in map(json.loads, (folder / "contracts.jsonl").read_text().splitlines())
        if line["event"] == "clause" and line["standing"] != "not exercised"
    }
    cases = ElementTree.parse(folder / "junit.xml").iter("testcase")
    assert {case.get("classname") for case in cases if case.find("skipped") is None} == exercised
    assert {path.name for path in folder.iterdir()} == set(FILES)


def test_the_gate_ends_within_a_screen(gate):
    done, _ = gate

    lines = done.stdout.splitlines()
    last_phase = max(number for number, line in enumerate(lines) if line.startswith("["))
    assert len(lines) - last_phase <= 24
    assert max(map(len, lines[:-1])) <= 140


def test_every_line_of_the_gate_s_report_is_as_its_schema_says(gate):
    _, folder = gate

    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    lines = [json.loads(line) for line in (folder / "contracts.jsonl").read_text().splitlines()]
    assert [error.message for line in lines for error in validator.iter_errors(line)] == []
    assert {"run-started", "phase-finished", "checked", "mapped", "reached", "clause", "verdict"} <= {
        line["event"] for line in lines
    }


def test_the_gate_proves_the_mapping_in_every_way_and_reaches_every_code_through_both_doors(gate):
    _, folder = gate

    lines = [json.loads(line) for line in (folder / "contracts.jsonl").read_text().splitlines()]
    mapped = [line for line in lines if line["event"] == "mapped"]
    assert sum(line["broken"] for line in mapped) == 0
    tried = {(line["operation"], line["property"], line["way"]) for line in mapped}
    assert len(tried) == len({each[:2] for each in tried}) * len(Way)
    reached = {(line["operation"], line["code"], line["door"]) for line in lines if line["event"] == "reached"}
    documented = lines[0]["codes"]
    assert sum(map(len, documented.values())) == 7
    assert {(name, code, door) for name, codes in documented.items() for code in codes for door in DOORS} <= reached


def test_the_gate_s_reports_for_people_and_code_hosts_are_of_a_size_they_can_show(gate):
    _, folder = gate

    page = (folder / "contracts.html").read_text("utf-8")
    assert len(page.encode("utf-8")) < 1_000_000
    assert all(f'id="{id_}"' in page for id_, clause in all_clauses().items() if clause.system in JUDGED)
    assert len((folder / "summary.md").read_bytes()) <= LARGEST
    assert json.loads((folder / "contracts.sarif").read_text("ascii"))["runs"][0]["results"] == []


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log[0])
def test_the_same_seed_sends_the_same_requests(tmp_path, log):
    with (tmp_path / "1").open("wb") as one, (tmp_path / "2").open("wb") as two:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.contracts.run.request_log", "11", *log],
                cwd=TOP,
                env={**os.environ, "PYTHONHASHSEED": hash_seed},
                stdout=file,
            )
            for hash_seed, file in (("1", one), ("2", two))
        ]
        assert [process.wait(timeout=600) for process in processes] == [0, 0]

    first, second = ((tmp_path / name).read_text("utf-8").splitlines() for name in ("1", "2"))
    assert len(first) > 1000
    assert [line for line in first if line.startswith("PhaseBroke")] == []
    differences = [(one, other) for one, other in zip(first, second, strict=False) if one != other]
    assert (differences[:3], len(first)) == ([], len(second))


def test_another_seed_sends_other_requests():
    logs = [
        subprocess.run(
            [sys.executable, "-m", "tests.contracts.run.request_log", seed, "servicebroker", "mapping"],
            cwd=TOP,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert logs[0] != logs[1]


@pytest.mark.parametrize(
    ("number", "profile"), [(signal.SIGINT, "thorough"), (signal.SIGTERM, "thorough"), (signal.SIGINT, "quick")]
)
def test_an_interrupted_run_writes_its_reports_and_says_so(tmp_path, number, profile):
    (tmp_path / "junit.xml").write_text("of an earlier run")
    process = subprocess.Popen(
        [sys.executable, "-m", "contracts", "run", "--profile", profile, "--jobs", "2", "--report-dir", str(tmp_path)],
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
    done = contracts("--url", strange_facade, "--phase", "codes")

    assert done.returncode == 1, done.stdout + done.stderr
    assert "SB-E-03" in done.stdout.splitlines()[-1]


def test_a_facade_by_url_is_judged_by_the_settings_that_are_told(strange_facade):
    done = contracts("--url", strange_facade, "--phase", "codes", "--setting", "error_status=400")

    assert done.returncode == 0, done.stdout + done.stderr
