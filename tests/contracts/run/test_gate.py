"""The gate as a person starts it, with another seed than ``make contracts`` has: its verdict, its reports, its requests."""

import fcntl
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from contracts.clauses import OWN, all_clauses
from contracts.reports.folder import FILES
from contracts.reports.json_lines import SCHEMA
from contracts.reports.markdown import LARGEST
from contracts.run.ahead import possible
from contracts.run.exercises import EXERCISES, SOAP_EXERCISES
from contracts.run.plan import load
from contracts.run.reached_codes import DOORS
from contracts.strategies.soap_elements import ELEMENT_WAYS
from contracts.strategies.soap_envelopes import ENVELOPE_WAYS
from contracts.strategies.ways import Way
from tests.contracts.run.test_soap_fuzzing import NEVER_MADE

TOP = Path(__file__).parents[3]
SEED = "11"
# Tokens and ids are the emulator's choice, and a told life says them back: JSON Web Tokens, UUIDs, and CRM.COM's ids.
ALLOTTED = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+|\b[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b|\b[0-9A-F]{32}\b")
# Whose promises the gate puts to the test; a document's own are for those that name none.
JUDGED = {clause.system for clause in all_clauses().values()} - {OWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What a run printed, and its reports and requests."""

    status: int
    said: str
    errors: str
    reports: Path
    requests: Path

    def lines(self):
        return [json.loads(line) for line in (self.reports / "contracts.jsonl").read_text().splitlines()]

    def lines_of(self, phase):
        lines = self.lines()
        first, last = (
            next(place for place, line in enumerate(lines) if (line["event"], line.get("name")) == (event, phase))
            for event in ("phase-started", "phase-finished")
        )
        return lines[first:last]

    def requests_of(self, phase):
        text = (self.requests / phase).read_text("utf-8")
        return (ALLOTTED.sub("allotted", text) if phase == "told lives" else text).splitlines()


def gate_in(folder, *, hash_seed):
    """Run the gate, with what the order of a set depends on; where another worker ran it already, take what it wrote."""
    reports, requests, done = (folder / name for name in ("reports", "requests", "done.json"))
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            requests.mkdir()
            run = ("run", "--seed", SEED, "--jobs", "2", "--report-dir", str(reports))
            ended = subprocess.run(
                [sys.executable, "-m", "tests.contracts.run.request_log", str(requests), *run],
                capture_output=True,
                text=True,
                cwd=TOP,
                env={**os.environ, "PYTHONHASHSEED": hash_seed},
                timeout=600,
            )
            done.write_text(json.dumps({"status": ended.returncode, "said": ended.stdout, "errors": ended.stderr}))
    return Gate(**json.loads(done.read_text()), reports=reports, requests=requests)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Give a folder that all workers of this test run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="module")
def gate(shared):
    return gate_in(shared / "gate-1", hash_seed="1")


def test_it_keeps_every_promise(gate):
    assert gate.status == 0, gate.said + gate.errors
    assert gate.said.splitlines()[-2].startswith("verdict: kept - all ")
    assert gate.errors == ""


def test_it_exercises_every_clause(gate):
    not_exercised = {line["id"] for line in gate.lines() if line["event"] == "clause" and line["standing"] == "not exercised"}
    assert not_exercised == set(), gate.said


@pytest.mark.parametrize("phase", [*EXERCISES, *SOAP_EXERCISES])
def test_each_phase_exercises_the_clauses_that_it_is_there_for(gate, phase):
    exercised = {clause for line in gate.lines_of(phase) if line["event"] == "checked" for clause in line["clauses"]}
    assert {*EXERCISES.get(phase, ()), *SOAP_EXERCISES.get(phase, ())} <= exercised


def test_a_phase_leaves_out_nothing_but_codes_that_a_document_has_no_example_of(gate):
    left_out = {(line["name"].partition(":")[0], line["reason"]) for line in gate.lines() if line["event"] == "not-exercised"}
    assert left_out == {("codes", "the document has no example that reaches it")}


def test_soap_is_spoiled_in_every_way_under_both_profiles(gate):
    names = {line["name"] for line in gate.lines_of("soap fuzzing") if line["event"] == "checked"}
    ways = [way.name for way in (*ELEMENT_WAYS, *ENVELOPE_WAYS) if way.name not in NEVER_MADE]
    assert {f"soap fuzzing: {way} ({profile})" for way in ways for profile in ("lenient", "strict")} <= names


def test_it_names_no_clause_that_nobody_knows(gate):
    promised = {id_ for id_, clause in all_clauses().items() if clause.system in JUDGED}
    told = {line["id"] for line in gate.lines() if line["event"] == "clause"}
    assert {id_ for id_ in told if all_clauses()[id_].system in JUDGED} == promised


def test_its_reports_agree(gate):
    exercised = {line["id"] for line in gate.lines() if line["event"] == "clause" and line["standing"] != "not exercised"}
    cases = ElementTree.parse(gate.reports / "junit.xml").iter("testcase")
    assert {case.get("classname") for case in cases if case.find("skipped") is None} == exercised
    assert {path.name for path in gate.reports.iterdir()} == set(FILES)


def test_it_ends_within_a_screen(gate):
    lines = gate.said.splitlines()
    last_phase = max(number for number, line in enumerate(lines) if line.startswith("["))
    assert len(lines) - last_phase <= 24
    assert max(map(len, lines[:-1])) <= 140


def test_every_line_of_its_report_is_as_its_schema_says(gate):
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    lines = gate.lines()
    assert [error.message for line in lines for error in validator.iter_errors(line)] == []
    assert {"run-started", "phase-finished", "checked", "mapped", "reached", "clause", "verdict"} <= {
        line["event"] for line in lines
    }


def test_it_proves_the_mapping_in_every_way_and_reaches_every_code_through_both_doors(gate):
    lines = gate.lines()
    mapped = [line for line in lines if line["event"] == "mapped"]
    assert sum(line["broken"] for line in mapped) == 0
    tried = {(line["operation"], line["property"], line["way"]) for line in mapped}
    assert len(tried) == len({each[:2] for each in tried}) * len(Way)
    reached = {(line["operation"], line["code"], line["door"]) for line in lines if line["event"] == "reached"}
    documented = lines[0]["codes"]
    assert sum(map(len, documented.values())) == 7
    assert {(name, code, door) for name, codes in documented.items() for code in codes for door in DOORS} <= reached


def test_its_reports_for_people_and_code_hosts_are_of_a_size_they_can_show(gate):
    page = (gate.reports / "contracts.html").read_text("utf-8")
    assert len(page.encode("utf-8")) < 1_000_000
    assert all(f'id="{id_}"' in page for id_, clause in all_clauses().items() if clause.system in JUDGED)
    assert len((gate.reports / "summary.md").read_bytes()) <= LARGEST
    assert json.loads((gate.reports / "contracts.sarif").read_text("ascii"))["runs"][0]["results"] == []


@pytest.mark.skipif(not possible(), reason="a phase's requests are told apart where it has a process of its own: on Linux")
def test_the_same_seed_sends_the_same_requests_in_every_phase(gate, shared):
    again = gate_in(shared / "gate-2", hash_seed="2")

    for phase in load():
        first, second = (each.requests_of(phase.name) for each in (gate, again))
        differences = [(one, other) for one, other in zip(first, second, strict=False) if one != other]
        assert (phase.name, differences[:3], len(first)) == (phase.name, [], len(second))
        assert len(first) >= 3
    assert again.status == 0, again.said + again.errors
