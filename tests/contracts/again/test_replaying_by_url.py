"""Failures of random lives and of races, found at a URL with a token, and replayed there: broken still, and mended."""

import json
import re
from io import BytesIO

import pytest
from werkzeug.test import run_wsgi_app

from contracts.again import replaying
from contracts.again.judges import ByLife
from contracts.cli import commands
from contracts.machines.names import CANCELS_AT_ONCE, JOBS, RACES
from contracts.run import lives, notice_lives
from contracts.run.begun_lives import BEGUN
from contracts.run.choices import Choices
from contracts.run.preparation import prepare
from emulator.app import create_emulator
from emulator.settings_source import settings_of
from tests.contracts.targets.servers import serving

TOKEN = "a-token-of-somebody"
TENANT = {"name": "t", "token": TOKEN, "auth_type": "SAT", "database_user": "SCHEMA", "password": "secret", "sp_user": "broker"}


class Facade:
    """Our emulator with one defect, that can be mended while it is served; it asks for a token."""

    def __init__(self):
        tenants = json.dumps([{**TENANT, "scheduling_version": "14.2"}])
        self._app = create_emulator(settings_of(("auth", "true", "test"), ("tenants", tenants, "test"))).wsgi
        self._cancelled = {}
        self.defect = ""

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if self.defect == "sends another id" and environ["PATH_INFO"].endswith("/CancelJob"):
            body = re.sub(rb'"(T\d+)-3"', rb'"\1-X"', body)
        chunks, status, headers = run_wsgi_app(self._app, {**environ, "wsgi.input": BytesIO(body)}, buffered=True)
        answer = status, headers, b"".join(chunks)
        if environ["PATH_INFO"] == "/_emulator/reset":
            self._cancelled.clear()
        cancelled = re.search(rb'"Id": *"(J-\w+)"|<jobID>(J-\w+)</jobID>', body)
        if self.defect == "cancels twice" and cancelled is not None:
            if re.search(rb'<code>0</code>|"Success": *true', answer[2]):
                self._cancelled.setdefault(cancelled[0], answer)
            answer = self._cancelled.get(cancelled[0], answer)
        start_response(answer[0], list(answer[1]))
        return [answer[2]]


@pytest.fixture(scope="module")
def served():
    facade = Facade()
    with serving(facade) as url:
        yield facade, url


def judged(served, runner, folder, *options, defect, **env):
    """Judge the facade with a defect; give a way to replay its first failure, and the row that the report keeps."""
    facade, url = served
    facade.defect = defect
    report = folder / "contracts.jsonl"
    words = [option.format(url=url) for option in options]
    result = runner.invoke(commands, ["run", *words, "--report-dir", str(folder)], env=env)
    assert result.exit_code == 1, result.output

    def again(*more, env=None, defect=defect):
        facade.defect = defect
        return runner.invoke(commands, ["replay", "F1", "--report", str(report), *more], env=env)

    rows = [json.loads(line) for line in report.read_text().splitlines()]
    return again, next(row for row in rows if row["event"] == "failure")


BY_REST = ("--url", "{url}", "--document", "servicebroker")


@pytest.mark.parametrize(
    ("options", "defect", "by", "check"),
    [
        ((*BY_REST, "--phase", "random lives"), "cancels twice", "life", JOBS),
        ((*BY_REST, "--phase", "together"), "sends another id", "phase", "together: CancelJob: 8 callers at once"),
    ],
)
def test_what_happened_behind_a_token_is_replayed_with_the_token(
    served, runner, tmp_path, monkeypatch, options, defect, by, check
):
    # The defects are not hard to find, and none of them is about notifications.
    monkeypatch.setitem(notice_lives._ROUNDS, False, 0)
    monkeypatch.setattr(lives, "_LIVES_A_ROUND", 5)
    monkeypatch.setattr(lives, "_STEPS_A_LIFE", 12)
    monkeypatch.setattr(replaying, "_TRIES_AT_ONCE", 1)
    again, row = judged(served, runner, tmp_path, *options, defect=defect, CONTRACTS_BEARER=TOKEN)

    assert (row["again"]["judge"]["by"], row["check"]) == (by, check)
    still, mended = again("--bearer", TOKEN), again(env={"CONTRACTS_BEARER": TOKEN}, defect="")
    assert still.exit_code == 1, still.output
    assert still.output.splitlines()[-1].startswith("F1 still fails")
    assert mended.exit_code == 0, mended.output
    assert mended.output.splitlines()[-1].startswith("F1 no longer fails")
    without = again()
    assert without.exit_code == 2
    assert "give it again, or set CONTRACTS_BEARER" in without.stderr
    for text in (still.output, mended.output, (tmp_path / "contracts.jsonl").read_text()):
        assert TOKEN not in text


def test_a_race_at_a_soap_server_is_run_several_times_before_it_is_said_to_be_gone(served, runner, tmp_path, monkeypatch):
    # A race that goes wrong each time needs no more rounds.
    monkeypatch.setitem(lives._RACES, False, 4)
    monkeypatch.setitem(lives._ROUNDS, False, 0)
    options = ("--soap", "{url}/soap", "--emulator", "{url}", "--phase", "random lives", "--clause", "SCH-C-07")
    again, row = judged(served, runner, tmp_path, *options, defect="cancels twice")

    assert (row["again"]["judge"]["by"], row["check"]) == ("phase", CANCELS_AT_ONCE)
    still, mended = again(), again(defect="")
    assert still.exit_code == 1, still.output
    assert mended.exit_code == 0, mended.output
    assert mended.output.splitlines()[-1] == (
        "F1 no longer fails: in 5 tries; what happens at the same time may go wrong another time"
    )


def test_every_part_of_the_random_lives_is_replayed_as_a_life_or_as_a_race():
    prepared = prepare(Choices(documents=["servicebroker", "azure-job-router", "joc", "crm-com"]))
    parts = lives._parts(lives.Doors(prepared.context.target, prepared.context.documents), prepared.context)

    assert {part.name for part in parts} == {*BEGUN, *RACES}
    assert {ByLife(part=name).part for name in BEGUN}.isdisjoint(RACES)
