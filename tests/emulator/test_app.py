"""An emulator put together: one system behind every door, its reset, its start, and its memory."""

import gc
import itertools
import json
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import Client

from emulator.app import Emulator, create_emulator
from emulator.clock import Clock
from emulator.scheduling.scenario_file import ScenarioError
from emulator.settings import Settings, SettingsError
from tests.emulator.soap_server.soap import cancel, envelope, poll

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
REST = "/up/v5/rest/scheduling"


def made(**settings: Any) -> Emulator:
    return create_emulator(Settings(**settings), clock=Clock.frozen_at(NOW), first_stamp=1000)


def put(emulator: Emulator, name: str, body: Any) -> Any:
    return Client(emulator.wsgi).put(f"{REST}/{name}", json=body).json


def post(emulator: Emulator, message: str) -> str:
    return Client(emulator.wsgi).post("/soap", data=envelope(message), content_type="application/soap+xml").text


def control(emulator: Emulator, path: str) -> Any:
    return Client(emulator.wsgi).get(f"/_emulator{path}").json


def ids(emulator: Emulator) -> list[str]:
    return [item["id"] for item in control(emulator, "/work-items")]


# -- one system behind every door


def test_what_one_door_cancels_no_door_finds_again():
    emulator = made()

    first = put(emulator, "CancelJob", {"Id": "J-1001"})
    again = post(emulator, cancel("J-1001"))
    other = post(emulator, cancel("J-1002"))
    back = put(emulator, "CancelJob", {"Id": "J-1002"})

    assert (first["Success"], back["Success"]) == (True, False)
    assert "<code>1</code>" in again
    assert "<jobID>J-1002</jobID>" in other
    assert back["Payload"]["returnCode"]["code"] == "1"
    assert not {"J-1001", "J-1002"} & set(ids(emulator))


def test_the_audit_tells_the_door_and_the_user():
    tenant = {"name": "acme", "token": "t", "database_user": "DB", "password": "p", "sp_user": "acme-user"}
    emulator = made(tenants=(tenant,))

    put(emulator, "CancelJob", {"Id": "J-1001", "CancelReason": {"cancelReasonId": 3, "cancelReasonDesc": "wet"}})
    post(emulator, cancel("J-1002"))

    found = [
        {key: entry[key] for key in ("job", "facade", "user", "reason_id", "reason")} for entry in control(emulator, "/audit")
    ]
    assert found == [
        {"job": "J-1002", "facade": None, "user": "clerk", "reason_id": None, "reason": None},
        {"job": "J-1001", "facade": "servicebroker", "user": "acme-user", "reason_id": 3, "reason": "wet"},
    ]


def test_settings_reach_the_system_behind_the_facade():
    emulator = made(scheduling_version="11.2", max_body_bytes=2000, login_error_code=77, logins=({
        "database_user": "a", "password": "b", "sp_user": "c"},))  # fmt: skip

    assert "<code>77</code>" in post(emulator, poll())
    assert Client(emulator.wsgi).post("/soap", data=b" " * 2001).status_code == 413
    assert put(emulator, "CancelJob", {"Id": "J-1001"})["Payload"]["returnCode"]["code"] == "77"


# -- reset


def test_reset_goes_back_to_the_scenario_and_leaves_clock_journal_and_faults(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("units: [{id: U}]\nitems: [{id: A, unit: U}, {id: B, unit: U}]", encoding="utf-8")
    emulator = made(scenario=str(file))
    post(emulator, cancel("A"))
    emulator.clock.set(NOW.replace(hour=12))
    Client(emulator.wsgi).put("/_emulator/faults", json=[{"code": 5}])

    response = Client(emulator.wsgi).post("/_emulator/reset")

    assert response.status_code == 204
    assert ids(emulator) == ["A", "B"]
    assert control(emulator, "/audit") == []
    assert emulator.clock.now() == NOW.replace(hour=12)
    assert len(control(emulator, "/journal")["exchanges"]) == 1
    assert len(control(emulator, "/faults")["rules"]) == 1


def test_after_a_reset_every_earlier_stamp_gets_everything():
    emulator = made()
    before = post(emulator, poll())
    stamp = before.partition("<timeStampOut>")[2].partition("<")[0]

    emulator.reset()

    after = post(emulator, poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>"))
    assert after.count("<workItem>") == before.count("<workItem>") > 20


def test_times_of_a_scenario_are_of_the_day_of_the_reset():
    emulator = made()
    emulator.clock.set(NOW.replace(day=9))

    emulator.reset()

    assert control(emulator, "/work-items/J-1001")["start"].startswith("2026-01-09T08:30")


# -- start


def test_stamps_go_on_growing_over_a_restart():
    stamps = []
    for _ in range(3):
        with create_emulator(Settings()).store.transaction() as tx:
            stamps.append(tx.stamp())

    assert stamps == sorted(set(stamps))
    assert stamps[0] > 1_600_000_000_000_000


def test_the_same_start_gives_the_same_answers():
    first, second = (post(made(), poll("SOUTH")) for _ in range(2))

    assert first == second


@pytest.mark.parametrize(
    ("text", "message"),
    [("units: [{id: A}, {id: A}]", "units"), ("unit: []", "unit"), ("items: [{id: A, unit: B}]", "items"), ("[", "")],
)
def test_a_scenario_that_cannot_be_stops_the_start(tmp_path, text, message):
    file = tmp_path / "wrong.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ScenarioError, match=rf"wrong\.yaml:[12]: .*{message}"):
        made(scenario=str(file))


def test_a_scenario_that_is_not_there_stops_the_start():
    with pytest.raises(ScenarioError, match=r"nowhere\.yaml"):
        made(scenario="nowhere.yaml")


@pytest.mark.parametrize("zone", ["1", "4", "5", "8", "Europe/Atlantis", "", "GMT0BST0"])
def test_a_zone_that_the_system_does_not_know_stops_the_start(zone):
    with pytest.raises(SettingsError, match=r"setting tz_GCJAPI: expected .*'6'.*; found"):
        made(tz_GCJAPI=zone)


@pytest.mark.parametrize("zone", ["6", "7", "America/New_York"])
def test_a_zone_that_it_knows_starts(zone):
    assert "<timeStampOut>" in post(made(tz_GCJAPI=zone), poll())


# -- memory


def test_memory_stays_flat_over_calls_of_every_kind():
    emulator = made(journal_size=20, notify_rows=20)
    client = Client(emulator.wsgi)
    messages = [
        poll(), poll("SOUTH", "<options><JeopOnly>true</JeopOnly></options>"), cancel("J-0"), poll("WEST"), "<x/>",
        cancel("J-0", "<cancelReason><cancelReasonId>x</cancelReasonId></cancelReason>"), "<sp:QuitRequest/>",
    ]  # fmt: skip
    item = {"unit": "NORTH", "employee": "T", **dict.fromkeys(("start", "arrival", "finish"), "2026-01-06T08:00Z")}
    numbers = itertools.count()

    def calls(rounds: int) -> None:
        for _ in range(rounds):
            for message in messages:
                client.post("/soap", data=envelope(message), content_type="application/soap+xml")
            client.put(f"{REST}/GetChangedWorkItems", data=json.dumps({"FRU": "LONDON", "Options": {}}))
            client.put(f"{REST}/CancelJob", data=json.dumps({"Id": "J-0"}))
            name = f"new-{next(numbers)}"
            client.post("/_emulator/work-items", json={"id": name, **item})
            client.patch(f"/_emulator/work-items/{name}", json={"on_hold": True})
            client.delete(f"/_emulator/work-items/{name}")
        gc.collect()

    tracemalloc.start()
    try:
        calls(30)
        before, _ = tracemalloc.get_traced_memory()
        calls(60)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # 720 calls: something kept of each would be far more than this.
    assert after - before < 100_000
