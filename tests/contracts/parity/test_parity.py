"""contracts parity, as a person runs it."""

import json
import subprocess
import sys

import httpx
import pytest
from werkzeug.wrappers import Request, Response

from emulator.testing import running
from tests.contracts.targets.servers import serving, unused_url
from tests.contracts.test_cli import contracts
from tests.emulator.recording.recorders import recording
from tests.emulator.soap_server.soap import cancel, envelope, poll


def parity(*arguments: str):
    return contracts("parity", *arguments)


def clauses_shown(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line.startswith("SCH-")]


def test_two_emulators_alike_are_alike():
    result = parity("--left", "emulator", "--right", "emulator")

    assert result.exit_code == 0
    assert "parity: alike in " in result.output
    assert "by what it means: time stamps: " in result.output


@pytest.mark.parametrize(
    ("setting", "clauses"),
    [
        ("err_notes=true", ["SCH-R-04"]),
        ("tz_GCJAPI=Europe/Paris", ["SCH-G-16"]),
        ("cancel_started=warning", ["SCH-C-08", "SCH-R-03"]),
        ("unresourced_status=absent", ["SCH-C-04"]),
        ("no_value=7", ["SCH-C-05"]),
        ("soap_versions=1.2", ["SCH-T-02", "SCH-T-03", "SCH-T-07", "SCH-T-08"]),
        ("glob_days_after=0", ["SCH-C-06", "SCH-C-03", "SCH-G-04", "SCH-G-10", "SCH-R-02"]),
    ],
)
def test_another_setting_shows_under_the_clause_that_it_is_of(setting, clauses):
    result = parity("--left", "emulator", "--right", "emulator", "--right-set", setting)

    assert result.exit_code == 1
    assert set(clauses_shown(result.output)) & set(clauses)
    assert set(clauses_shown(result.output)) <= set(clauses)


MUTANTS = (
    "duration-from-the-start", "units-in-any-case", "change-lost-at-the-stamp", "all-units-told", "activities-cancelled",
    "jeop-only-read-the-wrong-way", "cut-at-the-wrong-end",
)  # fmt: skip
DEFECT = """
import sys
from contracts.mutants.collection import chosen
from contracts.mutants.mutation import install
(mutant,) = chosen([sys.argv[1]])
install(mutant)
print(*mutant.clauses, flush=True)
from contracts.cli import commands
commands(["parity", "--left", "emulator", "--right", sys.argv[2], "--right-control", sys.argv[3]], prog_name="contracts")
"""


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_planted_defect_shows_under_a_clause_that_it_breaks(mutant):
    with running() as sound:
        command = [sys.executable, "-c", DEFECT, mutant, sound.urls["soap"], sound.url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)

    clauses, _, text = done.stdout.partition("\n")
    assert (done.returncode, done.stderr) == (1, "")
    assert set(clauses_shown(text)) & set(clauses.split()), text


def test_a_url_with_a_control_api_is_given_its_clock_and_state_back():
    with running(clock="2026-03-01T10:00:00Z", clock_running=False) as scheduling:
        before = scheduling.control("GET", "/clock")
        result = parity(
            "--left", "emulator", "--right", scheduling.urls["soap"], "--right-control", scheduling.url, "--life", "a_job_*"
        )
        after = scheduling.control("GET", "/clock")

    assert result.exit_code == 0, result.output
    assert after == before


# -- somebody's system


def test_nothing_is_cancelled_at_a_url_unless_it_may():
    with running() as scheduling:
        lives = ("--unit", "NORTH", "--life", "*")
        result = parity("--left", "emulator", "--right", scheduling.urls["soap"], "-v", *lives)
        seen = {call["operation"] for each in scheduling.exchanges() for call in each["soap"]}
        bodies = [call["request"] for each in scheduling.exchanges() for call in each["soap"]]

    assert "CancelJob" not in seen
    assert "GetChangedWorkItems" in seen
    assert [body for body in bodies if "JobCancelRequest" in body] == []
    assert "it may cancel a job: say --may-cancel if it may" in result.output
    assert "no control API that we know of" in result.output


def test_a_cancel_is_sent_where_it_may(tmp_path):
    file = tmp_path / "calls.jsonl"
    record(file, cancel("J-1001"))
    for allowed in ((), ("--may-cancel",)):
        with running() as scheduling:
            result = parity("--left", "emulator", "--right", scheduling.urls["soap"], "--recording", str(file), *allowed)
            there = scheduling.work_item("J-1001") is not None

        assert there == (not allowed)
        assert result.exit_code == (0 if allowed else 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-7", "cp037"])
def test_a_cancel_is_known_however_it_is_encoded(encoding):
    from contracts.exchange import Request as Asked
    from contracts.parity.sides import might_cancel

    declared = f'<?xml version="1.0" encoding="{encoding}"?>' + envelope(cancel("J-1"))

    asked = Asked(
        method="POST", path="/soap", headers={"content-type": f"text/xml; charset={encoding}"}, body=declared.encode(encoding)
    )

    assert might_cancel(asked)
    assert not might_cancel(Asked(method="POST", path="/soap", body=envelope(poll("NORTH")).encode()))


def test_polls_of_a_unit_show_how_the_states_differ():
    with running(scenario="empty") as other:
        other.control("POST", "/units", {"id": "NORTH"})
        result = parity("--left", "emulator", "--right", other.urls["soap"], "--unit", "NORTH")

    assert result.exit_code == 1
    assert set(clauses_shown(result.output)) == {"SCH-G-04", "SCH-G-08", "SCH-G-05"}


# -- calls of a recording


def record(file, *messages, **settings):
    with running(**settings) as scheduling, recording(scheduling.urls["soap"], file, clock=scheduling.clock) as recorder:
        for message in messages:
            httpx.post(recorder.url, content=envelope(message), headers={"Content-Type": "application/soap+xml"})


CALLS = (poll("NORTH"), cancel("J-1001"), cancel("J-1001"), poll("SOUTH"), poll("NOWHERE"))


def test_our_emulator_answers_as_the_recorded_one(tmp_path):
    file = tmp_path / "calls.jsonl"
    record(file, *CALLS)

    result = parity("--left", "emulator", "--right", "recorded", "--recording", str(file))

    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "parity: alike in 5 calls")


def test_our_emulator_differs_from_what_was_recorded_where_it_does(tmp_path):
    file = tmp_path / "calls.jsonl"
    record(file, *CALLS, err_notes=True)

    result = parity("--left", "emulator", "--right", "recorded", "--recording", str(file), "--report-dir", str(tmp_path / "r"))

    assert (result.exit_code, clauses_shown(result.output)) == (1, ["SCH-R-04"])
    lines = [json.loads(line) for line in (tmp_path / "r" / "parity.jsonl").read_text().splitlines()]
    assert [line["type"] for line in lines] == ["difference", "difference", "parity"]
    assert lines[0] == {
        "type": "difference", "call": "line 4, CancelJob", "where": "result/errNote", "left": "none",
        "right": "SP_JOBID_INVALID: jobID", "clauses": ["SCH-R-04"],
    }  # fmt: skip
    assert (lines[-1]["differences"], lines[-1]["exit_code"]) == (2, 1)
    page = (tmp_path / "r" / "parity.md").read_text()
    assert page.startswith("# parity: 2 differences under 1 clause in 5 calls")
    assert "## SCH-R-04" in page


def test_a_scenario_that_was_made_of_a_recording_is_alike_when_it_is_given(tmp_path):
    file, made = tmp_path / "calls.jsonl", tmp_path / "made.yaml"
    record(file, *CALLS)
    subprocess.run([sys.executable, "-m", "emulator", "scenario", "from-recording", str(file), "--out", str(made)], check=True)

    given = parity("--left", "recorded", "--right", "emulator", "--given", str(made), "--recording", str(file))
    other = parity("--left", "recorded", "--right", "emulator", "--given", "empty", "--recording", str(file))

    assert (given.exit_code, other.exit_code) == (0, 1), given.output


def test_time_stamps_of_each_side_take_the_place_of_the_recorded_ones(tmp_path):
    file = tmp_path / "calls.jsonl"
    with running() as scheduling, recording(scheduling.urls["soap"], file, clock=scheduling.clock) as recorder:
        stamp = ""
        for _ in range(2):
            body = envelope(poll("NORTH", stamp)).encode()
            told = httpx.post(recorder.url, content=body, headers={"Content-Type": "application/soap+xml"}).text
            stamp = f"<timeStampIn>{told.split('<timeStampOut>')[1].split('<')[0]}</timeStampIn>"

    result = parity("--left", "emulator", "--right", "recorded", "--recording", str(file))

    assert result.exit_code == 0, result.output


def test_the_login_that_is_told_takes_the_place_of_the_masked_one_and_is_never_shown(tmp_path):
    file = tmp_path / "calls.jsonl"
    record(file, poll("NOWHERE"))
    seen = []

    def says_back(environ, start_response):
        text = Request(environ).get_data(as_text=True)
        if not text:
            return Response("a WSDL")(environ, start_response)
        seen.append(text)
        said = text.split("<password>")[1].split("<")[0]
        reply = f"<result><type>Error</type><code>278</code><errNote>no {said}</errNote></result><timeStampOut>0</timeStampOut>"
        root = "GetChangedWorkItemsResponse"
        body = envelope(f"<sp:{root}>{reply}</sp:{root}>")
        return Response(body, content_type="application/soap+xml; charset=utf-8")(environ, start_response)

    login = "DB:Pl4ntedS3cret:me"
    with serving(says_back) as url:
        report = ("--report-dir", str(tmp_path / "r"))
        result = parity("--left", "emulator", "--right", url, "--recording", str(file), "--login", login, *report)

    assert "<databaseUser>DB</databaseUser><password>Pl4ntedS3cret</password><spUser>me</spUser>" in seen[0]
    assert (result.exit_code, clauses_shown(result.output)) == (1, ["SCH-R-04"])
    told = result.output + "".join(file.read_text() for file in (tmp_path / "r").iterdir())
    assert "Pl4nted" not in told
    assert "no ***" in told


# -- wrong questions


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("--left", "emulator", "--right", "theirs"),
            "expected 'emulator', 'recorded' or a URL of a SOAP server; found 'theirs'",
        ),
        (("--left", "emulator", "--right", "ftp://a/b"), "expected 'emulator', 'recorded' or a URL"),
        (("--left", "emulator", "--right", "recorded"), "recorded: expected --recording FILE"),
        (("--left", "emulator", "--right", "https://scheduling.example/sp"), "is not on this machine"),
        (("--left", "emulator", "--right", "emulator", "--right-set", "no=1"), "unknown setting 'no'"),
        (("--left", "emulator", "--right", "http://127.0.0.1:1/", "--right-set", "a=1"), "cannot be given settings (a)"),
        (("--left", "emulator", "--right", "emulator", "--given", "none.yaml"), "none.yaml"),
        (("--left", "http://127.0.0.1:1/", "--right", "http://127.0.0.1:2/", "--given", "empty"), "--given: expected a side"),
        (("--left", "emulator", "--right", "emulator", "--life", "nothing*"), "expected the name of a told life"),
        (("--left", "emulator", "--right", "emulator", "--login", "me"), "--login: expected database:password:user"),
        (("--left", "emulator", "--right", "emulator", "--recording", "no.jsonl"), "No such file or directory"),
        (("--left", "emulator", "--right", "emulator", "--recording", "README.md"), "README.md:1: expected a recording"),
    ],
)
def test_a_question_that_cannot_be_asked_is_one_clear_line(arguments, says):
    result = parity(*arguments)

    assert (result.exit_code, result.output.count("\n")) == (2, 1), result.output
    assert says in result.output


def test_a_side_where_nobody_is_ends_with_2_and_says_so():
    result = parity("--left", "emulator", "--right", unused_url(), "--unit", "NORTH")

    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "cannot connect" in result.output
