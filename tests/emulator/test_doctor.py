"""The doctor finds what was made wrong on purpose, and changes nothing."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from packaging.requirements import Requirement

from emulator.doctor import Given, Verdict, _look, surroundings
from emulator.doctor.surroundings import SURROUNDINGS
from emulator.testing import running
from tests.postgresql import database_url


def doctor(*options: str, cwd: Path | None = None, **environment: str) -> tuple[int, dict[str, str]]:
    """Run the command; give its exit code and, by what it is about, each line with its remedy."""
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [sys.executable, "-m", "emulator", "doctor", *options],
        capture_output=True, text=True, cwd=cwd, env=clean | environment,
    )  # fmt: skip
    assert done.stderr == ""
    lines = done.stdout.replace(f"\n{'':<18}->", " ->").splitlines()
    return done.returncode, {line[6:18].strip() if line[:6].strip() in VERDICTS else "end": line for line in lines}


VERDICTS = {verdict.value for verdict in Verdict}


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def test_where_all_is_well_it_says_so():
    code, found = doctor("--set", f"port={free_port()}")

    assert [line for line in found.values() if not line.startswith("ok ")] == ["nothing is wrong"]
    assert code == 0
    assert " ".join(found) == "python packages time zones loopback proxies settings scenario state port clients trial end"


@pytest.mark.parametrize(
    ("given", "about", "says"),
    [
        ("eror_status=400", "settings", "unknown setting 'eror_status' (from the arguments); did you mean error_status?"),
        ("scenario=nowhere.yaml", "scenario", "nowhere.yaml"),
        ("faults=nowhere.yaml", "faults", "nowhere.yaml"),
        ("state=sqlite:////nowhere/at/all/jobs.db", "state", "/nowhere/at/all is not there -> choose another with --state"),
        ("state=postgresql://me:planted@127.0.0.1:1/jobs", "state", "the PostgreSQL database: connection"),
        ("host=192.0.2.1", "settings", "setting control_token: expected"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said(given, about, says):
    code, found = doctor("--set", f"port={free_port()}", "--set", given)

    assert found[about].startswith("WRONG ")
    assert says in found[about]
    assert (code, found["end"]) == (1, "wrong: 1")
    assert "planted" not in str(found)


def test_an_address_that_is_not_this_machine_s_is_said():
    code, found = doctor("--set", f"port={free_port()}", "--set", "host=192.0.2.1", "--set", "control_token=planted-one")

    assert "cannot listen on 192.0.2.1 port" in found["port"]
    assert (code, found["end"]) == (1, "wrong: 1")
    assert "planted" not in str(found)


def test_a_plan_of_faults_from_the_start_is_noted(tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text("- {code: 646}\n- {reset: true}\n")

    _, found = doctor("--set", f"faults={plan}", "--set", f"port={free_port()}")

    assert found["faults"].startswith("ok ")
    assert found["faults"].endswith(f"{plan} orders faults by 2 rules from the start")


def test_a_port_that_somebody_has_is_said():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code, found = doctor("--set", f"port={port}")

    assert f"cannot listen on 127.0.0.1 port {port}" in found["port"]
    assert code == 1


def test_an_emulator_that_is_served_there_is_known():
    with running() as scheduling:
        url = scheduling.url
        code, found = doctor("--set", f"port={url.rpartition(':')[2]}")

    assert f"note  port        an emulator is served at {url} already -> use that one" in found["port"]
    assert code == 0


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_between_clients_and_this_machine_is_noted(name):
    proxy = {name: "http://me:planted@proxy.example:3128"}

    _, noted = doctor("--set", "port=0", **proxy)
    _, bypassed = doctor("--set", "port=0", **proxy, no_proxy="127.0.0.1,localhost")

    assert noted["proxies"].startswith("note ")
    assert "export NO_PROXY=127.0.0.1,localhost" in noted["proxies"]
    assert "planted" not in str(noted)
    assert bypassed["proxies"].startswith("ok ")


def test_a_database_that_answers_is_left_as_it_is():
    url = database_url("doctor")

    _, found = doctor("--set", "port=0", "--set", f"state={url}")

    assert found["state"] == "ok    state       the PostgreSQL database answers"
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'doctor'").fetchone() == (0,)


def test_a_state_file_is_not_made(tmp_path):
    _, found = doctor("--set", "port=0", "--set", "state=sqlite:///jobs.db", cwd=tmp_path)

    assert found["state"] == "ok    state       jobs.db can be made"
    assert list(tmp_path.iterdir()) == []


def test_few_open_files_are_noted():
    script = f'ulimit -n 200; exec "{sys.executable}" -m emulator doctor --set port=0'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)

    assert "note  clients     this process may open 200 files, so fewer than 4096 clients" in done.stdout


def test_packages_that_are_missing_or_too_old_are_named():
    assert surroundings._found(Requirement("lxml>=5")) is None
    assert surroundings._found(Requirement("lxml>=999")) is not None
    assert surroundings._found(Requirement("no-such-package")) == "none"


def test_a_look_that_breaks_is_a_finding_and_the_others_go_on():
    def breaks(_given: Given) -> None:
        raise RuntimeError("broken on purpose")

    given = Given(file=None, arguments=(), environ={})
    first, second = _look({"it": breaks, "loopback": SURROUNDINGS["loopback"]}, given)  # type: ignore[dict-item]

    assert (first.verdict, first.says) == (Verdict.WRONG, "RuntimeError: broken on purpose")
    assert second.verdict is Verdict.OK
