"""The control API, the console and the making of spaces are for who has the control token, and for no page of another site."""

import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from contracts.cli import commands
from emulator.app import create_emulator
from emulator.cli import main
from emulator.hosts import is_loopback
from emulator.settings import Settings, SettingsError
from emulator.testing import in_process, running

TOKEN = "planted-control-token"
REST = "/up/v5/rest/scheduling"
ROOT = Path(__file__).parents[2]


def basic(password, user="anybody"):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


WAYS = [
    {"Authorization": f"Bearer {TOKEN}"},
    {"Authorization": f"bearer {TOKEN}"},
    {"X-Emulator-Token": TOKEN},
    {"Authorization": basic(TOKEN)},
    {"Authorization": basic(TOKEN, user="")},
]
WRONG = [
    {},
    {"Authorization": f"Bearer {TOKEN}x"},
    {"Authorization": f"Bearer {TOKEN[:-1]}"},
    {"Authorization": TOKEN},
    {"Authorization": f"Digest {TOKEN}"},
    {"X-Emulator-Token": ""},
    {"X-Emulator-Token": "tökén"},
    {"Authorization": basic("")},
    {"Authorization": basic("wrong", user=TOKEN)},
    {"Authorization": "Basic not-base64!"},
]


@pytest.fixture
def client():
    return Client(create_emulator(Settings(control_token=TOKEN)).wsgi)


@pytest.mark.parametrize("path", ["/_emulator/clock", "/_emulator/console/", "/_emulator/metrics", "/_space/a/_emulator/clock"])
@pytest.mark.parametrize("headers", WAYS, ids=str)
def test_who_has_the_token_gets_in(client, path, headers):
    assert client.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "path", ["/_emulator", "/_emulator/clock", "/_emulator/console/", "/_emulator/metrics", "/_emulator/none"]
)
@pytest.mark.parametrize("headers", WRONG, ids=str)
def test_who_has_not_gets_one_line_that_tells_nothing_of_it(client, path, headers):
    answer = client.get(path, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert answer.json["error"]["code"] == "token"
    assert answer.text.count("\n") == 1
    assert TOKEN[:8] not in answer.text


def test_what_is_refused_is_not_done(client):
    assert client.delete("/_emulator/work-items/J-1001").status_code == 401

    assert client.get("/_emulator/work-items/J-1001", headers=WAYS[0]).status_code == 200


def test_health_facades_and_soap_ask_for_no_control_token(client):
    assert client.get("/_emulator/health").json["status"] == "ready"
    assert client.put(f"{REST}/CancelJob", json={"Id": "J-1001"}).status_code == 200
    assert client.get("/soap?wsdl").status_code == 200


def test_to_make_a_space_takes_the_token_and_to_use_it_none(client):
    def cancel(**headers):
        return client.put(f"/_space/a{REST}/CancelJob", json={"Id": "J-1001"}, headers=headers)

    assert cancel().status_code == 401
    assert client.get("/_emulator/spaces", headers=WAYS[0]).json == []
    assert cancel(**{"X-Emulator-Token": TOKEN}).json["Success"] is True
    assert cancel().json["Success"] is False  # it is gone: the same space
    assert client.get("/_space/a/_emulator/clock").status_code == 401


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True), ("127.1.2.3", True), ("localhost", True), ("a.localhost", True), ("::1", True),
        ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("127.0.0.1.evil.example", False), ("localhost.example", False),
        ("", False),
    ],
)  # fmt: skip
def test_loopback_is_known_by_its_names(host, loopback):
    assert is_loopback(host) is loopback


def test_elsewhere_than_on_loopback_a_token_is_needed():
    with pytest.raises(
        SettingsError, match=r"^setting control_token: expected a token, .* to listen on 0\.0\.0\.0, .*; found none$"
    ):
        Settings(host="0.0.0.0")
    assert Settings(host="0.0.0.0", control_token=TOKEN).host == "0.0.0.0"


@pytest.mark.parametrize("token", ["short", "with space in it", "with\nline", "é" * 10, "x" * 257])
def test_a_token_that_cannot_be_is_refused_and_not_shown(token):
    with pytest.raises(SettingsError) as refused:
        Settings(control_token=token)

    assert "found (not shown: it is a secret)" in str(refused.value)
    assert token not in str(refused.value)


def test_serve_does_not_start_without_one_and_says_so_in_a_line():
    done = subprocess.run(
        [sys.executable, "-m", "emulator", "serve", "--host", "0.0.0.0", "--port", "0"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "--control-token" in done.stderr


def test_a_test_cannot_serve_it_to_others_without_one_either():
    with in_process() as scheduling, pytest.raises(SettingsError, match="control_token"), scheduling.served(host="0.0.0.0"):
        pytest.fail("served")


def test_a_test_s_own_emulator_knows_its_token():
    with running(control_token=TOKEN) as scheduling:
        scheduling.book("MY-1")

        assert scheduling.work_item("MY-1")["id"] == "MY-1"
        assert httpx.get(f"{scheduling.url}/_emulator/clock", trust_env=False).status_code == 401


# -- pages of other sites

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "Cross-Site"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost:9"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Host": "evil.example"},
    {"Host": "evil.example:80"},
    {"Host": "localhost.evil.example"},
]
OWN = [
    {},
    {"Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Host": "127.0.0.1:80"},
    {"Host": "[::1]:8010"},
    {"Host": "LOCALHOST:8010"},
]


@pytest.mark.parametrize("path", ["/_emulator", "/_space/a/_emulator"])
@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_page_of_another_site_drives_nothing(path, headers):
    client = Client(create_emulator(Settings()).wsgi)

    assert client.post(f"{path}/reset", headers=headers).status_code == 403
    assert client.get("/_emulator/spaces").json == []


@pytest.mark.parametrize("path", ["/_emulator", "/_space/a/_emulator"])
@pytest.mark.parametrize("headers", OWN, ids=str)
def test_its_own_pages_and_programs_do(path, headers):
    client = Client(create_emulator(Settings()).wsgi)

    assert client.post(f"{path}/reset", headers=headers).status_code == 204


def test_a_link_on_another_site_leads_to_a_page_and_does_nothing_else():
    client = Client(create_emulator(Settings()).wsgi)
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

    assert client.get("/_emulator/console/", headers=link).status_code == 200
    assert client.post("/_emulator/reset", headers=link).status_code == 403
    assert client.get("/_emulator/console/", headers={**link, "Sec-Fetch-Dest": "iframe"}).status_code == 403
    assert client.get("/_space/a/_emulator/console/", headers=link).status_code == 403
    assert client.get("/_emulator/journal", headers={**link, "Sec-Fetch-Mode": "no-cors"}).status_code == 403


def test_a_header_cannot_lead_another_site_into_a_space():
    client = Client(create_emulator(Settings()).wsgi)
    headers = {"X-Emulator-Space": "a", "Origin": "https://evil.example"}

    assert client.put(f"{REST}/CancelJob", json={"Id": "J-1001"}, headers=headers).status_code == 403


def test_with_a_token_another_name_will_do_but_no_other_site(client):
    by_name = {"Host": "emulator.test:8010", **WAYS[0]}

    assert client.get("/_emulator/clock", headers=by_name).status_code == 200
    assert client.get("/_emulator/clock", headers={**by_name, "Origin": "http://emulator.test:8010"}).status_code == 200
    assert client.get("/_emulator/clock", headers={**by_name, "Origin": "http://evil.example"}).status_code == 403


# -- commands

COMMANDS = [["clock", "show"], ["faults", "show"], ["spaces", "list"], ["reset"]]


def run(program, *words, **environ):
    return CliRunner(env={"EMULATOR_CONTROL_TOKEN": None, **environ}).invoke(program, words)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_takes_the_token_as_an_option_or_from_the_environment(command):
    with running(control_token=TOKEN) as scheduling:
        words = (*command, "--url", scheduling.url)
        without = run(main, *words)

        assert (without.exit_code, without.output.count("\n")) == (2, 1)
        assert "control token" in without.output
        assert run(main, *words, "--token", TOKEN).exit_code == 0
        assert run(main, *words, EMULATOR_CONTROL_TOKEN=TOKEN).exit_code == 0
        assert run(main, "health", "--url", scheduling.url).output == "ready\n"


def test_a_command_is_about_a_space():
    with running() as scheduling:
        url = ("--url", scheduling.url)
        run(main, "clock", "set", "2030-01-01T00:00:00Z", *url, "--space", "a")
        shown = [run(main, "clock", "show", *url, *more).output[:4] for more in ((), ("--space", "a"))]
        listed = run(main, "spaces", "list", *url).output

        assert shown == ["2026", "2030"]
        assert re.fullmatch(r"a  last used \S+  \d+ work items  0 exchanges\n", listed)
        assert run(main, "spaces", "drop", "a", *url).exit_code == 0
        assert run(main, "spaces", "list", *url).output == ""
        again = run(main, "spaces", "drop", "a", *url)
        assert (again.exit_code, "there is no space 'a'" in again.output) == (2, True)


@pytest.mark.parametrize("path", ["", "/_space/judged"])
def test_a_run_of_contracts_has_the_token_and_no_report_shows_it(tmp_path, path):
    with running(control_token=TOKEN) as scheduling:
        scheduling.control("POST", "/spaces", {"name": "judged"})
        where = f"{scheduling.url}{path}"
        words = ("run", "--document", "servicebroker", "--url", where, "--emulator", where, "--phase", "codes")
        without = run(commands, *words)
        done = run(commands, *words, "--token", TOKEN, "--report-dir", str(tmp_path))

    assert without.exit_code == 2
    assert done.exit_code == 0, done.output
    written = [done.output, *(file.read_text(errors="replace") for file in tmp_path.rglob("*") if file.is_file())]
    assert len(written) > 4
    assert [text for text in written if TOKEN in text] == []


def test_two_sides_are_compared_with_the_token():
    with running(control_token=TOKEN) as scheduling:
        url = scheduling.url
        words = ("parity", "--left", "emulator", "--right", f"{url}/soap", "--right-control", url, "--unit", "NORTH")
        without, done = run(commands, *words), run(commands, *words, "--token", TOKEN)

    assert without.exit_code == 2
    assert done.exit_code == 0, done.output
    assert TOKEN not in without.output + done.output


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has a way to take it off the command line")
def test_the_token_is_not_in_the_process_s_title_nor_in_what_it_says():
    command = [sys.executable, "-m", "emulator", "serve", "--port", "0", "--control-token", TOKEN, "--log", "json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        ready = process.stdout.readline()
        title = Path(f"/proc/{process.pid}/cmdline").read_text()
        url = re.search(r"http://127[^/]*", ready)[0]
        answers = [
            httpx.get(f"{url}/_emulator{path}", headers=WAYS[0], trust_env=False).text for path in ("/assumptions", "/metrics")
        ]
        httpx.put(f"{url}{REST}/CancelJob", json={"Id": "J-1001"}, headers=WAYS[2], trust_env=False)
        answers.append(httpx.get(f"{url}/_emulator/journal", headers=WAYS[0], trust_env=False).text)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)

    assert "serve" in title
    assert "x-emulator-token" in json.loads(answers[-1])["exchanges"][0]["rest"]["request"]["headers"]
    assert [text for text in (ready, title, out, err, *answers) if TOKEN in text] == []


def test_an_address_in_use_says_nothing_of_the_token():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "emulator", "serve", "--port", port],
            capture_output=True, text=True, cwd=ROOT, env=os.environ | {"EMULATOR_CONTROL_TOKEN": TOKEN},
        )  # fmt: skip

    assert done.returncode == 2
    assert TOKEN not in done.stdout + done.stderr
