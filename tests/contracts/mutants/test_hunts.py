"""Hunts for real: a handful of mutants that are found in a second or two, and one that is none."""

import json
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.mutants.campaign import campaign
from contracts.mutants.collection import all_mutants

TOP = Path(__file__).parents[3]
QUICKLY_FOUND = {
    "success-without-message": "SB-E-01",
    "job-id-of-49": "SB-C-05",
    "tombstone": "SCH-C-02",
    "change-lost-at-the-stamp": "SCH-G-05",
    "wsdl-signed-stamp": "SCH-T-05",
    "late-told-as-unreachable": "SB-E-05",
    "azure-error-without-a-header": "AZ-E-01",
    "crm-cancelled-again": "CRM-S-01",
    "joc-schema-with-400": "JOC-E-02",
}


def mutants(*arguments):
    command = [sys.executable, "-m", "contracts", "mutants", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=TOP, timeout=600)


@pytest.fixture(scope="module")
def hunted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mutants")
    names = [word for name in QUICKLY_FOUND for word in ("--name", name)]
    return mutants("--no-compare", "--jobs", "2", "--report-dir", str(folder), *names), folder


def test_mutants_are_found_under_the_clauses_they_break(hunted):
    done, folder = hunted

    lines = [json.loads(line) for line in (folder / "mutants.jsonl").read_text().splitlines()]
    assert done.returncode == 0, done.stdout + done.stderr
    assert {line["mutant"] for line in lines if line["found"]} == QUICKLY_FOUND.keys()
    assert all(QUICKLY_FOUND[line["mutant"]] in line["named"] for line in lines)


def test_the_table_ends_with_what_it_comes_to(hunted):
    done, folder = hunted

    assert done.stdout.splitlines()[-2] == "verdict: 9 of 9 mutants found, each under a clause that it breaks"
    assert done.stdout.count("SB-E-05") == 1
    assert "| success-without-message | a success has no Message | SB-E-01 |" in (folder / "mutants.md").read_text()


def test_plain_schemathesis_is_asked_in_the_same_run_and_what_it_says_of_the_sound_emulator_does_not_count(tmp_path):
    done = mutants("--report-dir", str(tmp_path), "--name", "success-code-as-a-number", "--name", "password-and-user-swapped")

    lines = {line["mutant"]: line for line in map(json.loads, (tmp_path / "mutants.jsonl").read_text().splitlines())}
    assert done.returncode == 0, done.stdout + done.stderr
    assert lines["password-and-user-swapped"]["schemathesis"] == []
    assert {title for _, _, title in lines["success-code-as-a-number"]["schemathesis"]} == {"Response violates schema"}
    assert "less what it says of the sound emulator: 1 of 2" in done.stdout


def test_a_mutant_that_is_none_is_not_found():
    some = all_mutants()["tombstone"]

    (row,) = campaign([replace(some, new=some.old)], jobs=1, compare=False, sound=False, budget=4)

    assert row.hunted.found is None
    assert row.hunted.others == ()
    assert row.hunted.why_not == "the budget of 4 s was spent"
    assert row.hunted.cases > 0


def test_a_mutant_that_cannot_be_made_is_refused_before_any_hunt():
    some = all_mutants()["tombstone"]

    with pytest.raises(ValueError, match="mutant tombstone: expected once in"):
        next(campaign([replace(some, old="nowhere")], jobs=1, compare=False, sound=False))


def test_an_unknown_name_gives_one_clear_line():
    done = mutants("--name", "nobody")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("contracts: no mutant is called 'nobody'; expected an id like job-id-misspelt or a pattern")
    assert done.stderr.count("\n") == 1


def test_the_list_tells_each_with_its_clauses():
    done = mutants("--list", "--name", "job-id-of-*")

    assert done.returncode == 0
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:]] == [
        ["job-id-of-49", "SB-C-05"],
        ["job-id-of-51", "SB-C-05"],
    ]


def test_an_interrupted_hunt_prints_what_there_is():
    command = [
        sys.executable,
        "-m",
        "contracts",
        "mutants",
        "--no-compare",
        "--jobs",
        "1",
        "--name",
        "job-id-*",
        "--name",
        "*-a*",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=TOP) as process:
        assert any(line.startswith("job-id-misspelt") for line in process.stdout)

        process.send_signal(signal.SIGINT)

        said = process.communicate(timeout=60)[0]

    assert process.returncode == 130
    assert "interrupted; what there is:" in said
    assert re.search("of [0-9]{2,} mutants found", said)
