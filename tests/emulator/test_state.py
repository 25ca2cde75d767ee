"""A state that outlives its emulator: what is there when another one opens it, and what is said when it can't be opened."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from emulator.app import Emulator, create_emulator
from emulator.cli import main
from emulator.scheduling.store import postgresql, sqlite
from emulator.scheduling.store.ledger import StateError
from emulator.scheduling.store.sqlite import APPLICATION_ID
from emulator.settings import Settings
from tests.emulator.soap_server.soap import cancel, envelope, poll
from tests.postgresql import database_url

NOW = "2026-01-05T08:00:00Z"
FACADES_WITH_RECORDS = {"azure-job-router", "crm-com", "joc"}
AZURE = "/routing/jobs/{}?api-version=2023-11-01"


@pytest.fixture(params=["sqlite", "postgresql"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/jobs.db" if request.param == "sqlite" else database_url(f"t{uuid4().hex}")


@pytest.fixture
def opened(state: str) -> Iterator[Callable[..., Client]]:
    """Open the state with settings; an emulator that had it before is closed first."""
    there: list[Emulator] = []

    def open_it(**settings: Any) -> Client:
        while there:
            there.pop().close()
        there.append(create_emulator(Settings(state=state, **settings)))
        return Client(there[0].wsgi)

    yield open_it
    while there:
        there.pop().close()


def soap(client: Client, message: str) -> str:
    return client.post("/soap", data=envelope(message), content_type="application/soap+xml").text


def between(text: str, name: str) -> str:
    return text.partition(f"<{name}>")[2].partition(f"</{name}>")[0]


def test_what_was_cancelled_is_cancelled_for_whoever_opens_the_state_next(opened):
    first = opened(clock=NOW, clock_running=False)
    jobs = sorted(item["id"] for item in first.get("/_emulator/work-items").json if item["type"] == "Job")
    assert (
        between(soap(first, cancel(jobs[0], "<cancelReason><cancelReasonId>7</cancelReasonId></cancelReason>")), "code") == "0"
    )

    then = opened()

    assert sorted(item["id"] for item in then.get("/_emulator/work-items").json if item["type"] == "Job") == jobs[1:]
    assert between(soap(then, cancel(jobs[0])), "code") == "1"
    assert [(entry["job"], entry["reason_id"]) for entry in then.get("/_emulator/audit").json] == [(jobs[0], 7)]


def test_the_whole_state_is_as_it_was(opened):
    first = opened(scenario="a-day", clock=NOW, clock_running=False)
    first.post("/_emulator/clock/advance", json={"seconds": 4 * 3600})
    job = {"channelId": "c", "queueId": "q", "labels": {"where": "here <&> 𝄞"}}
    made = first.patch(AZURE.format("J-9"), json=job, content_type="application/merge-patch+json")
    assert made.status_code == 201, made.text
    assert first.post(AZURE.format("J-9:cancel"), json={"dispositionCode": "x"}).status_code == 200
    before, clock = first.get("/_emulator/state").json, first.get("/_emulator/clock").json
    assert before["timeline"]
    assert before["audit"]
    assert before["records"]["azure-job-router"]["J-9"]

    then = opened(scenario="empty")

    assert then.get("/_emulator/state").json == before
    assert then.get("/_emulator/clock").json == clock


def test_a_session_outlives_its_emulator_and_is_no_part_of_the_state_that_is_shown(opened):
    first = opened(clock=NOW)
    token = {"X-Access-Token": first.post("/joc/api/authentication/login", auth=("root", "root")).json["accessToken"]}
    shown = first.get("/_emulator/state")

    then = opened()

    assert token["X-Access-Token"] not in shown.text
    assert all(kind in FACADES_WITH_RECORDS for kind in shown.json["records"])
    assert then.put("/_emulator/state", json=shown.json).status_code == 204
    assert then.post("/joc/api/joc/version", json={}, headers=token).status_code == 200


def test_a_stamp_of_before_gets_what_changed_since(opened):
    first = opened(clock=NOW)
    stamp = between(soap(first, poll("NORTH")), "timeStampOut")

    then = opened()
    unit = then.get("/_emulator/work-items").json[0]["unit"]
    nothing = soap(then, poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>"))
    then.post("/_emulator/work-items", json={"id": "NEW-1", "unit": "NORTH"})
    something = soap(then, poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>"))

    assert unit
    assert "<workItem>" not in nothing
    assert between(something, "workItemID") == "NEW-1"
    assert int(between(something, "timeStampOut")) > int(stamp)


def test_a_clock_that_is_chosen_goes_before_the_states_own(opened):
    opened(clock=NOW, clock_running=False)

    then = opened(clock="2026-03-01T00:00:00Z", clock_running=False)

    assert then.get("/_emulator/clock").json == {"now": "2026-03-01T00:00:00Z", "running": False}


def test_a_reset_goes_to_the_scenario_of_whoever_resets(opened):
    opened(clock=NOW)

    then = opened(scenario="empty")
    assert then.get("/_emulator/work-items").json
    assert then.post("/_emulator/reset").status_code == 204

    assert then.get("/_emulator/work-items").json == []
    assert opened().get("/_emulator/work-items").json == []


def test_what_was_told_before_is_told_once_to_whoever_asks_with_an_older_version(opened):
    path = "/up/v5/bns/win?limit=1000&rowver={}"
    first = opened(clock=NOW)
    told = first.get(path.format(0)).json

    then = opened()
    again = then.get(path.format(0)).json
    later = then.get(path.format(told["rowver"])).json
    then.post("/_emulator/work-items", json={"id": "NEW-1", "unit": "NORTH"})
    newer = then.get(path.format(told["rowver"])).json

    assert [row["WorkItem"]["Id"] for row in again["row"]] == [row["WorkItem"]["Id"] for row in told["row"]]
    assert again["rowver"] == told["rowver"]
    assert later == {"rowver": told["rowver"], "row": []}
    assert [row["WorkItem"]["Id"] for row in newer["row"]] == ["NEW-1"]


@pytest.mark.parametrize(("kind", "module"), [("sqlite", sqlite), ("postgresql", postgresql)])
def test_a_state_of_an_older_version_is_brought_up_to_the_newest(kind, module, tmp_path, monkeypatch):
    state = f"sqlite:///{tmp_path}/jobs.db" if kind == "sqlite" else database_url(f"t{uuid4().hex}")
    with closing(create_emulator(Settings(state=state, clock=NOW))) as older:
        before = Client(older.wsgi).get("/_emulator/state").json
    monkeypatch.setattr(module, "STEPS", (*module.STEPS, "CREATE TABLE emulator_news (id text); "))

    for _ in range(2):
        with closing(create_emulator(Settings(state=state))) as newer:
            assert Client(newer.wsgi).get("/_emulator/state").json == before

    monkeypatch.undo()
    with pytest.raises(StateError, match="expected a state of version 1 or older; found version 2"):
        create_emulator(Settings(state=state))


class TestAStateThatCannotBeOpened:
    def refused(self, state: str) -> str:
        with pytest.raises(StateError) as error:
            create_emulator(Settings(state=state))
        assert "\n" not in str(error.value)
        return str(error.value)

    def test_a_file_in_a_folder_that_is_not_there(self, tmp_path):
        assert "unable to open database file" in self.refused(f"sqlite:///{tmp_path}/nowhere/jobs.db")

    def test_a_folder(self, tmp_path):
        assert "unable to open database file" in self.refused(f"sqlite:///{tmp_path}")

    def test_a_file_that_is_no_database(self, tmp_path):
        (tmp_path / "notes.txt").write_text("not a database, but long enough to be looked at as one " * 40)

        assert "file is not a database" in self.refused(f"sqlite:///{tmp_path}/notes.txt")

    def test_another_programs_database(self, tmp_path):
        with sqlite3.connect(tmp_path / "other.db") as other:
            other.execute("CREATE TABLE jobs (id)")
        other.close()
        before = (tmp_path / "other.db").read_bytes()

        assert "found another program's" in self.refused(f"sqlite:///{tmp_path}/other.db")
        assert (tmp_path / "other.db").read_bytes() == before

    def test_one_that_a_newer_emulator_wrote(self, tmp_path):
        with sqlite3.connect(tmp_path / "newer.db") as newer:
            newer.execute("CREATE TABLE rows (id)")
            newer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            newer.execute("PRAGMA user_version = 2")
        newer.close()

        message = self.refused(f"sqlite:///{tmp_path}/newer.db")

        assert "expected a state of version 1 or older; found version 2" in message

    def test_one_that_another_emulator_has_open(self, tmp_path):
        first = create_emulator(Settings(state=f"sqlite:///{tmp_path}/jobs.db"))

        assert "another emulator has open" in self.refused(f"sqlite:///{tmp_path}/jobs.db")

        first.close()
        create_emulator(Settings(state=f"sqlite:///{tmp_path}/jobs.db")).close()

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write to any file")
    def test_a_file_that_may_only_be_read(self, tmp_path):
        create_emulator(Settings(state=f"sqlite:///{tmp_path}/jobs.db")).close()
        (tmp_path / "jobs.db").chmod(0o400)
        tmp_path.chmod(0o500)

        message = self.refused(f"sqlite:///{tmp_path}/jobs.db")

        tmp_path.chmod(0o700)
        assert "readonly" in message

    def test_a_database_that_does_not_answer(self):
        assert "a PostgreSQL database that answers; found" in self.refused("postgresql://127.0.0.1:1/jobs?connect_timeout=2")

    def test_a_url_with_a_setting_that_postgresql_does_not_know(self):
        assert "nonsense" in self.refused("postgresql://127.0.0.1:1/jobs?nonsense=1")

    def test_a_database_that_a_newer_emulator_wrote(self):
        url = database_url(f"t{uuid4().hex}")
        create_emulator(Settings(state=url)).close()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("UPDATE emulator_schema SET version = 2")

        assert "expected a state of version 1 or older; found version 2" in self.refused(url)

    @pytest.mark.parametrize("state", ["jobs.db", "sqlite:///", "mysql://localhost/jobs", "sqlite://jobs.db"])
    def test_a_url_that_is_none(self, state):
        result = CliRunner().invoke(main, ["serve", "--state", state, "--port", "0"])

        assert result.exit_code == 2
        assert "setting state: expected '', sqlite:///FILE, or postgresql://" in result.output
        assert len(result.output.splitlines()) == 1

    def test_the_command_says_it_in_one_line(self, tmp_path):
        result = CliRunner().invoke(main, ["serve", "--state", f"sqlite:///{tmp_path}", "--port", "0"])

        assert result.exit_code == 2
        assert result.output.startswith("emulator: setting state: expected a SQLite file that can be written; found ")
        assert len(result.output.splitlines()) == 1


def test_the_clock_of_a_state_that_nobody_set_is_the_machines(opened):
    before = datetime.now(UTC)
    opened()

    then = opened()

    assert datetime.fromisoformat(then.get("/_emulator/clock").json["now"]) >= before
