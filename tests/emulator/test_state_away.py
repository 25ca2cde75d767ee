"""A state that can't be reached for a while: everybody is told so, nothing is half done, and afterwards all is well again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from lxml import etree
from werkzeug.test import Client

from emulator.app import Emulator, create_emulator
from emulator.settings import Settings
from tests.emulator.soap_server.soap import cancel, envelope
from tests.postgresql import server_in

NOW = "2026-01-05T08:00:00Z"
REST = "/up/v5/rest/scheduling/CancelJob"
AZURE = "/routing/jobs/J-1:cancel?api-version=2023-11-01"


def made(state: str) -> Emulator:
    emulator = create_emulator(Settings(state=state, scenario="empty", clock=NOW, clock_running=False))
    client = Client(emulator.wsgi)
    client.post("/_emulator/units", json={"id": "NORTH"})
    for item_id in ("J-1", "J-2", "J-3"):
        assert client.post("/_emulator/work-items", json={"id": item_id, "unit": "NORTH"}).status_code == 201
    return emulator


def soap(client: Client, job_id: str) -> Any:
    return client.post("/soap", data=envelope(cancel(job_id)), content_type="application/soap+xml")


def ids(client: Client) -> list[str]:
    return [item["id"] for item in client.get("/_emulator/work-items").json]


class TestADatabase:
    @pytest.fixture
    def server(self, tmp_path: Path) -> Iterator[Any]:
        server = server_in(tmp_path / "data")
        yield server
        server.ensure_postgres_running()
        server.cleanup()

    def test_that_goes_down_and_comes_back(self, server):
        with closing(made(server.get_uri())) as emulator:
            client = Client(emulator.wsgi)
            server.stop()

            refused = [
                soap(client, "J-1"),
                client.put(REST, json={"Id": "J-1"}),
                client.post(AZURE, json={}),
                client.get("/_emulator/work-items"),
                client.get("/_emulator/health"),
            ]
            server.ensure_postgres_running()

            assert [answer.status_code for answer in refused] == [503] * 5
            assert [answer.headers["Retry-After"] for answer in refused] == ["1"] * 5
            fault = etree.fromstring(refused[0].data)
            assert fault.findtext(".//{*}Code/{*}Value") == "SOAP-ENV:Receiver"
            assert "the database" in fault.findtext(".//{*}Reason/{*}Text")
            assert refused[3].json["error"]["code"] == "state-unavailable"
            assert ids(client) == ["J-1", "J-2", "J-3"], "what was refused was not done"
            assert "<code>0</code>" in soap(client, "J-1").text
            assert ids(client) == ["J-2", "J-3"]

    def test_that_breaks_the_connection_between_two_calls(self, server):
        with closing(made(server.get_uri())) as emulator, psycopg.connect(server.get_uri(), autocommit=True) as other:
            client = Client(emulator.wsgi)
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'emulator' AND pid <> pg_backend_pid()"
            )

            first, second = soap(client, "J-1"), soap(client, "J-1")

            assert first.status_code == 503
            assert "<code>0</code>" in second.text
            assert ids(client) == ["J-2", "J-3"]

    def test_that_somebody_holds_up(self, server):
        url = server.get_uri() + "&options=-c%20lock_timeout%3D50"
        with closing(made(url)) as emulator, psycopg.connect(server.get_uri()) as other:
            client = Client(emulator.wsgi)
            other.execute("SELECT 1 FROM emulator_head FOR UPDATE")

            refused = soap(client, "J-1")
            other.rollback()

            assert refused.status_code == 503
            assert "lock timeout" in refused.text
            assert "<code>0</code>" in soap(client, "J-1").text

    def test_that_refuses_to_write(self, server):
        with closing(made(server.get_uri())) as emulator, psycopg.connect(server.get_uri(), autocommit=True) as other:
            client = Client(emulator.wsgi)
            other.execute("ALTER TABLE emulator_rows ADD CONSTRAINT no_more CHECK (kind <> 'audit') NOT VALID")

            refused = soap(client, "J-1")
            read = ids(client)
            other.execute("ALTER TABLE emulator_rows DROP CONSTRAINT no_more")

            assert refused.status_code == 503
            assert "no_more" in refused.text
            assert read == ["J-1", "J-2", "J-3"]
            assert "<code>0</code>" in soap(client, "J-1").text
            assert ids(client) == ["J-2", "J-3"]


class TestAFile:
    def test_on_a_disk_that_is_full(self, tmp_path):
        with closing(made(f"sqlite:///{tmp_path}/jobs.db")) as emulator:
            client = Client(emulator.wsgi)
            connection: sqlite3.Connection = emulator.store._ledger._connection
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            before = client.get("/_emulator/state").json

            refused = client.post(
                "/_emulator/work-items", json={"id": "J-" + "9" * 40, "unit": "NORTH", "region": "R" * 26, "employee": "E" * 25,
                    "start": NOW, "arrival": NOW, "finish": NOW},
            )  # fmt: skip
            while refused.status_code == 201:
                before = client.get("/_emulator/state").json
                refused = client.post("/_emulator/work-items", json={"id": f"J-{len(before['items'])}-more", "unit": "NORTH"})

            assert refused.status_code == 503
            assert refused.json["error"]["message"] == "the state file cannot be written: database or disk is full"
            assert client.get("/_emulator/state").json == before
            told = client.get("/up/v5/bns/win?rowver=0&limit=1000").json["row"]
            assert sorted(row["WorkItem"]["Id"] for row in told) == sorted(ids(client)), "nobody hears of what was not kept"
            connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
            assert client.post("/_emulator/work-items", json={"id": "J-NEW", "unit": "NORTH"}).status_code == 201

        with closing(create_emulator(Settings(state=f"sqlite:///{tmp_path}/jobs.db"))) as again:
            assert "J-NEW" in ids(Client(again.wsgi))
