"""Several emulators on one state: what one of them does, each of the others knows before it answers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from werkzeug.test import Client

from emulator.app import Emulator, create_emulator
from emulator.scheduling.store import postgresql
from emulator.scheduling.work_item import Unit
from emulator.settings import Settings
from emulator.unavailable import StateUnavailable
from tests.emulator.soap_server.soap import cancel, envelope, poll
from tests.postgresql import database_url

NOW = "2026-01-05T08:00:00Z"


class Here:
    """One of the emulators, and short ways to ask it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.client = Client(emulator.wsgi)

    def soap(self, message: str) -> str:
        return self.client.post("/soap", data=envelope(message), content_type="application/soap+xml").text

    def code(self, message: str) -> str:
        return between(self.soap(message), "code")

    def book(self, *ids: str) -> None:
        for item_id in ids:
            booked = self.client.post("/_emulator/work-items", json={"id": item_id, "unit": "NORTH"})
            assert booked.status_code == 201, booked.text

    def ids(self) -> list[str]:
        return [item["id"] for item in self.client.get("/_emulator/work-items").json]

    def changed(self, stamp: str = "") -> tuple[list[str], str]:
        """Tell which items changed since a stamp, and the stamp to ask with next."""
        reply = self.soap(poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>" if stamp else ""))
        ids = [part.partition("</workItemID>")[0] for part in reply.split("<workItemID>")[1:]]
        return ids, between(reply, "timeStampOut")


def between(text: str, name: str) -> str:
    return text.partition(f"<{name}>")[2].partition(f"</{name}>")[0]


@pytest.fixture
def url() -> str:
    return database_url(f"t{uuid4().hex}")


@pytest.fixture
def join(url: str) -> Iterator[Callable[..., Here]]:
    """Let one more emulator come to the state."""
    with ExitStack() as there:
        first = True

        def come(**settings: Any) -> Here:
            nonlocal first
            chosen = {"scenario": "empty", "clock": NOW, "clock_running": False, **settings}
            emulator = there.enter_context(closing(create_emulator(Settings(state=url, **chosen), joining=not first)))
            if first:
                Client(emulator.wsgi).post("/_emulator/units", json={"id": "NORTH"})
            first = False
            return Here(emulator)

        yield come


@pytest.fixture
def a(join: Callable[..., Here]) -> Here:
    return join()


@pytest.fixture
def b(a: Here, join: Callable[..., Here]) -> Here:
    return join()


def test_what_one_cancels_the_other_does_not_find(a, b):
    a.book("J-1")

    assert b.code(cancel("J-1")) == "0"
    assert a.code(cancel("J-1")) == "1"
    assert [entry["job"] for entry in a.client.get("/_emulator/audit").json] == ["J-1"]


def test_stamps_of_one_are_good_at_the_other(a, b):
    a.book("J-1")
    _, stamp = a.changed()
    b.book("J-2")
    a.book("J-3")

    at_a, next_a = a.changed(stamp)
    at_b, next_b = b.changed(stamp)

    assert at_a == at_b == ["J-2", "J-3"]
    assert next_a == next_b
    assert a.changed(next_b) == ([], next_b)


def test_the_clock_is_everybodys(a, b):
    a.client.post("/_emulator/clock/advance", json={"seconds": 3600})
    assert b.client.get("/_emulator/clock").json == {"now": "2026-01-05T09:00:00Z", "running": False}

    b.client.put("/_emulator/clock", json={"now": "2026-01-04T00:00:00Z"})
    assert a.client.get("/_emulator/clock").json == {"now": "2026-01-04T00:00:00Z", "running": False}


def test_who_logs_in_at_one_is_known_to_the_other(a, b):
    log_in = a.client.post("/joc/api/authentication/login", auth=("root", "root"))
    token = {"X-Access-Token": log_in.json["accessToken"]}

    assert b.client.post("/joc/api/joc/version", json={}, headers=token).status_code == 200
    assert b.client.post("/joc/api/authentication/logout", headers=token).status_code == 200
    assert a.client.post("/joc/api/joc/version", json={}, headers=token).status_code == 440


def test_notifications_have_the_same_versions_everywhere(a, b):
    a.book("J-1", "J-2")
    b.book("J-3")

    at_a, at_b = (one.client.get("/up/v5/bns/win?rowver=0&limit=9").json for one in (a, b))

    assert [row["WorkItem"]["Id"] for row in at_a["row"]] == ["J-1", "J-2", "J-3"]
    assert at_a == at_b


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "journal"), ("DELETE", "journal"), ("GET", "faults"), ("PUT", "faults"), ("DELETE", "faults")]
)
def test_what_each_process_has_of_its_own_is_not_told_as_everybodys(join, method, path):
    one = join(workers=2)

    refused = one.client.open(f"/_emulator/{path}", method=method, json=[] if method == "PUT" else None)

    assert refused.status_code == 409
    assert refused.json["error"] == {
        "code": "several-workers",
        "message": f"each process has {path} of its own, and any of them may be asked; start with --workers 1",
        "expected": "one worker",
        "found": "2",
    }


def test_a_reset_at_one_is_a_reset_for_all(a, b):
    a.book("J-1")
    assert b.ids() == ["J-1"]

    a.client.post("/_emulator/reset")

    assert b.ids() == []
    assert a.ids() == []


def test_who_holds_a_record_keeps_the_other_from_it(a, b):
    with a.emulator.store.holding("a/record"):
        assert b.emulator.store._hold("another") is True
        assert b.emulator.store._hold("a/record") is False
    assert b.emulator.store._hold("a/record") is True


def test_while_one_writes_others_may_read_and_wait_to_write(a, url):
    impatient = create_emulator(Settings(state=f"{url}%20-c%20lock_timeout%3D50"), joining=True)
    with closing(impatient), a.emulator.store.transaction() as tx:
        tx.put_unit(Unit(id="SOUTH"))

        with impatient.store.transaction(reading=True) as other:
            assert [unit.id for unit in other.units()] == ["NORTH"]
        with pytest.raises(StateUnavailable, match="lock timeout"), impatient.store.transaction():
            pass


def test_who_has_slept_long_hears_of_what_went_meanwhile(a, b, url, monkeypatch):
    monkeypatch.setattr(postgresql, "KEPT_VERSIONS", 4)
    a.book("J-1", "J-2")
    assert b.ids() == ["J-1", "J-2"]

    assert a.code(cancel("J-1")) == "0"
    a.book(*(f"K-{number}" for number in range(20)))
    with psycopg.connect(url) as connection:
        forgotten = connection.execute("SELECT count(*) FROM emulator_rows WHERE id = 'J-1' AND kind = 'item'").fetchone()

    assert forgotten == (0,), "what went long ago is still remembered, and this test shows nothing"
    assert b.ids() == a.ids()
    assert "J-1" not in b.ids()


def test_a_database_that_lost_what_it_had_acknowledged_gives_out_no_stamp_twice(a, b, url):
    a.book("J-1")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TEMP TABLE was AS SELECT * FROM emulator_head")
        a.book("J-2")
        _, told = a.changed()
        connection.execute("DELETE FROM emulator_rows WHERE id = 'J-2'")
        connection.execute("DELETE FROM emulator_head")
        connection.execute("INSERT INTO emulator_head SELECT * FROM was")

    assert a.ids() == ["J-1"]
    a.book("J-3")
    assert a.changed(told)[0] == ["J-3"]
    assert b.changed(told)[0] == ["J-3"]


def test_a_database_that_lost_the_end_and_went_on_is_read_anew(a, b, url):
    a.book("J-1")
    assert b.ids() == ["J-1"]
    with psycopg.connect(url) as connection:
        a.client.post("/_emulator/clock/advance", json={"seconds": 60})
        assert a.code(cancel("J-1")) == "0"
        connection.execute("UPDATE emulator_rows SET value = NULL")
        connection.execute("UPDATE emulator_head SET seen_at = '2026-01-05T08:00:30+00:00'")

    assert a.ids() == []
    assert a.client.get("/_emulator/units").json == []


def test_a_database_that_was_emptied_is_told(a, url):
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM emulator_head")

    answer = a.client.get("/_emulator/work-items")

    assert answer.status_code == 503
    assert "holds no state any more" in answer.json["error"]["message"]
