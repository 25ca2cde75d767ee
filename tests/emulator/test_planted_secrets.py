"""Secrets planted wherever a client or a person may put one are in nothing that the emulator says."""

import base64
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import httpx

ROOT = Path(__file__).parents[2]
PLANTED = "plAnted-{}-secret"
SOAP = (
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:s="http://www.servicepower.com/sp.xsd1"><e:Body>'
    "<s:JobCancelRequest><login><databaseUser>SCHEMA</databaseUser><password>{}</password><spUser>me</spUser></login>"
    "<jobID>J-1003</jobID></s:JobCancelRequest></e:Body></e:Envelope>"
)
SHOWN = (
    "/journal", "/journal/1", "/journal?summary=true", "/state", "/assumptions", "/audit", "/spaces", "/metrics", "/faults",
    "/board", "/console/", "/console/assumptions", "/console/journal",
)  # fmt: skip
SETTINGS = """
logins = [{{database_user = "SCHEMA", password = "{0}", sp_user = "me"}}]
azure_access_keys = "{1}"
control_token = "{2}"
[[tenants]]
name = "one"
token = "{3}"
password = "{4}"
client_secret = "{5}"
"""


class Plants:
    """Make secrets, and find them in what was said, plain or written in one of the usual ways."""

    def __init__(self):
        self.made = []

    def one(self, where):
        self.made.append(PLANTED.format(where))
        return self.made[-1]

    def found_in(self, text):
        ways = (str, quote, lambda secret: base64.b64encode(secret.encode()).decode().rstrip("="))
        return [secret for secret in self.made if any(way(secret) in text for way in ways)]


def test_a_secret_is_in_nothing_that_is_said(tmp_path):
    plants = Plants()
    settings = [plants.one(f"setting-{number}") for number in range(6)]
    settings[1] = base64.b64encode(settings[1].encode()).decode()
    (tmp_path / "emulator.toml").write_text(SETTINGS.format(*settings))
    command = [sys.executable, "-m", "emulator", "serve", "--port", "0", "--log", "json", "--set", "auth=true"]
    command += ["--settings", str(tmp_path / "emulator.toml")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        ready = process.stdout.readline()
        url = re.search(r"http://127[^/]*", ready)[0]
        with httpx.Client(base_url=url, trust_env=False) as client:
            said = [answer for space in ("", "/_space/a") for answer in sent_and_shown(client, plants, space, settings[2])]
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)

    assert err.count("CancelJob") >= 2
    assert [found for text in (ready, out, err, *said) for found in plants.found_in(text)] == []


def sent_and_shown(client, plants, space, token):
    headers = {
        "X-Emulator-Token": token,
        "Authorization": f"Bearer {plants.one('bearer')}",
        "Cookie": f"session={plants.one('cookie')}",
        "X-Api-Key": plants.one("key"),
        "Ocp-Apim-Subscription-Key": plants.one("subscription"),
    }
    basic = base64.b64encode(f"me:{plants.one('basic')}".encode()).decode()
    body = {"Id": "J-1001", "password": plants.one("member"), "deep": [{"client_secret": [plants.one("deep")]}]}
    rest = f"{space}/up/v5/rest/scheduling"
    answers = [
        client.put(f"{rest}/CancelJob?access_token={plants.one('query')}", json=body, headers=headers),
        client.put(f"{rest}/CancelJob", json=body, headers={**headers, "Authorization": f"Basic {basic}"}),
        client.post(f"{space}/soap", content=SOAP.format(plants.one("xml")), headers={"Content-Type": "application/soap+xml"}),
        client.post(f"{space}/joc/api/authentication/login", headers={"Authorization": f"Basic {basic}"}),
        client.get(f"{space}/routing/jobs?api-version=2023-11-01&sig={plants.one('sig')}"),
        client.get(f"{space}/_emulator/clock", headers={"Authorization": f"Bearer {plants.one('wrong-token')}"}),
    ]
    assert answers[-1].status_code == 401
    shown = [client.get(f"{space}/_emulator{path}", headers={"X-Emulator-Token": token}) for path in SHOWN]
    assert [answer.status_code for answer in shown if answer.status_code not in (200, 404)] == []
    assert len(shown[0].json()["exchanges"]) == 5
    return [answer.text for answer in (*answers, *shown)]


def start(*words, **environ):
    command = [sys.executable, "-m", "emulator", *words]
    done = subprocess.run(
        command, cwd=ROOT, env={"PATH": "", "PYTHONPATH": str(ROOT), **environ}, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def test_a_database_s_password_is_in_no_error_and_in_no_list():
    plants = Plants()
    url = f"postgresql://me:{plants.one('database')}@127.0.0.1:1/jobs"
    ending, said = start("serve", "--port", "0", "--state", url)

    assert (ending, said.count("\n")) == (2, 1)
    listed = [start("settings", EMULATOR_STATE=url)[1], start("doctor", "--set", "port=0", EMULATOR_STATE=url)[1]]
    assert [found for text in (said, *listed) for found in plants.found_in(text)] == []


def test_a_password_in_the_upstream_s_url_is_refused_and_not_shown():
    plants = Plants()
    ending, said = start("serve", "--port", "0", "--upstream", f"http://me:{plants.one('upstream')}@127.0.0.1:1/soap")

    assert (ending, said.count("\n")) == (2, 1)
    assert "no user or password" in said
    assert plants.found_in(said) == []
