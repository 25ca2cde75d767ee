"""Spaces: systems beside the default one, none of which sees another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from werkzeug.test import Client

from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.facades.azure_job_router.signing import authorization
from emulator.server import Delays, _threads
from emulator.settings import Settings
from emulator.spaces import SpaceError, Spaces
from emulator.testing import in_process, running

REST = "/up/v5/rest/scheduling"
NOW = "2026-01-05T08:00:00Z"


@pytest.fixture
def make_client():
    def make(**settings):
        return Client(create_emulator(Settings(**{"clock": NOW, "clock_running": False, **settings})).wsgi)

    return make


@pytest.fixture
def client(make_client):
    return make_client()


def cancel(client, space, job="J-1001"):
    return client.put(f"/_space/{space}{REST}/CancelJob", json={"Id": job}).json


def spaces(client):
    return [space["name"] for space in client.get("/_emulator/spaces").json]


def test_a_job_cancelled_in_a_space_is_there_in_every_other(client):
    assert cancel(client, "a")["Success"] is True

    assert cancel(client, "a")["Payload"]["returnCode"]["code"] == "1"
    assert cancel(client, "b")["Success"] is True
    assert client.get("/_emulator/work-items/J-1001").status_code == 200


def test_the_header_leads_where_the_path_does(client):
    assert client.put(f"{REST}/CancelJob", json={"Id": "J-1001"}, headers={"X-Emulator-Space": "a"}).json["Success"] is True

    assert cancel(client, "a")["Payload"]["returnCode"]["code"] == "1"
    assert spaces(client) == ["a"]


def test_clock_journal_and_faults_are_a_space_s_own(client):
    client.put("/_space/a/_emulator/clock", json={"now": "2030-01-01T00:00:00Z"})
    client.put("/_space/a/_emulator/faults", json={"rules": [{"operation": "CancelJob", "code": 646}]})

    assert cancel(client, "a")["Payload"]["returnCode"]["code"] == "646"
    assert cancel(client, "b")["Success"] is True
    assert client.get("/_space/b/_emulator/clock").json["now"] == NOW
    assert client.get("/_emulator/clock").json["now"] == NOW
    assert client.get("/_emulator/journal").json["exchanges"] == []
    assert [len(client.get(f"/_space/{name}/_emulator/journal").json["exchanges"]) for name in "ab"] == [1, 1]
    assert client.get("/_emulator/faults").json["rules"] == []


def test_a_reset_is_a_space_s_own(client):
    for space in "ab":
        cancel(client, space)

    client.post("/_space/a/_emulator/reset")

    assert cancel(client, "a")["Success"] is True
    assert cancel(client, "b")["Success"] is False


def test_forty_jobs_at_once_never_see_each_other():
    def job(number):
        with httpx.Client(base_url=f"{scheduling.url}/_space/job-{number}", trust_env=False, timeout=60) as client:
            client.put("/_emulator/clock", json={"now": f"2030-01-01T00:{number:02}:00Z"})
            client.post("/_emulator/work-items", json={"id": "SAME", "unit": "NORTH", "region": f"R{number}"})
            region = client.get("/_emulator/work-items/SAME").json()["region"]
            first, second = (client.put(f"{REST}/CancelJob", json={"Id": "SAME"}).json()["Success"] for _ in range(2))
            exchanges = client.get("/_emulator/journal").json()["exchanges"]
            return region, first, second, len(exchanges), client.get("/_emulator/clock").json()["now"]

    with running() as scheduling, ThreadPoolExecutor(40) as at_once:
        found = list(at_once.map(job, range(40)))
        listed = scheduling.control("GET", "/spaces")

    assert found == [(f"R{n}", True, False, 2, f"2030-01-01T00:{n:02}:00Z") for n in range(40)]
    assert {space["exchanges"] for space in listed} == {2}
    assert len(listed) == 40


def test_links_in_a_space_stay_in_it(client):
    wsdl = client.get("/_space/a/soap?wsdl").text
    for number in range(3):
        client.patch(
            f"/_space/a/routing/jobs/job-{number}?api-version=2023-11-01",
            json={"queueId": "q", "channelId": "c"},
            content_type="application/merge-patch+json",
        )
    page = client.get("/_space/a/routing/jobs?api-version=2023-11-01&maxpagesize=1").json

    assert 'location="http://localhost/_space/a/soap"' in wsdl
    assert page["nextLink"].startswith("http://localhost/_space/a/routing/jobs?")
    assert len(client.get(page["nextLink"].removeprefix("http://localhost")).json["value"]) == 1


def test_a_browser_is_led_to_the_space_s_own_console(client):
    answer = client.get("/_space/a/", headers={"Accept": "text/html"})

    assert answer.headers["Location"] == "/_space/a/_emulator/console/"


def test_a_signature_is_of_the_path_as_the_client_wrote_it(make_client):
    key = "c2VjcmV0"
    client = make_client(azure_access_keys=key)
    path = "/_space/a/routing/jobs/a%20b?api-version=2023-11-01"
    now = datetime(2026, 1, 5, 8, tzinfo=UTC)

    def asked(signed):
        headers = authorization(key, method="GET", path_and_query=signed, date=now, host="localhost", body=b"")
        return client.get(path, headers=headers).status_code

    assert asked(path) == 404  # there is no such job
    assert asked(path.removeprefix("/_space/a")) == 401


@pytest.mark.parametrize("name", ["", "..", "a b", "a" * 65, "ä"])
def test_a_bad_name_is_refused_in_one_line(client, name):
    by_path = client.get(f"/_space/{name}/_emulator/clock")
    by_post = client.post("/_emulator/spaces", json={"name": name})

    for answer in (by_path, by_post):
        assert answer.status_code == 400
        assert "expected 1 to 64 of A-Z a-z 0-9 . _ -" in answer.json["error"]["message"]
    assert spaces(client) == []


def test_header_and_path_that_name_two_spaces_are_refused(client):
    answer = client.get("/_space/a/_emulator/clock", headers={"X-Emulator-Space": "b"})

    assert (answer.status_code, spaces(client)) == (400, [])
    assert "'b' and 'a'" in answer.json["error"]["message"]


def test_a_space_may_have_settings_a_scenario_and_a_clock_of_its_own(client):
    own = {"name": "mine", "settings": {"error_status": 400}, "scenario": "empty", "clock": "2031-01-01T00:00:00Z"}
    made = client.post("/_emulator/spaces", json=own)

    assert made.status_code == 201
    assert (made.json["name"], made.json["items"], made.json["exchanges"]) == ("mine", 0, 0)
    assert client.put(f"/_space/mine{REST}/CancelJob", json={"Id": "J-1001"}).status_code == 400
    assert client.get("/_space/mine/_emulator/clock").json["now"] == "2031-01-01T00:00:00Z"
    assert client.put(f"{REST}/CancelJob", json={"Id": "J-0000"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"name": "x", "settings": {"error_status": 418}}, "setting error_status: expected 200 or 400; found 418"),
        ({"name": "x", "settings": {"eror_status": 400}}, "unknown setting 'eror_status' (for the space)"),
        ({"name": "x", "settings": {"workers": 1}}, "setting workers: expected to be left out for a space"),
        ({"name": "x", "settings": {"control_token": "of-my-own"}}, "setting control_token: expected to be left out"),
        ({"name": "x", "scenario": "/etc/passwd"}, "setting scenario: expected 'default' or 'a-day' or 'empty' for a space"),
        ({"name": "x", "settings": {"faults": "/etc/passwd"}}, "setting faults: expected '' for a space, no other file"),
        ({"name": "x", "clock": "noon"}, "setting clock: expected 'real', or a time in ISO 8601"),
        ({"name": 7}, "name: expected a text; found 7"),
        ({}, "expected the key name"),
    ],
)
def test_what_a_space_cannot_have_is_refused_and_nothing_made(client, body, told):
    answer = client.post("/_emulator/spaces", json=body)

    assert answer.status_code == 400
    assert told in answer.json["error"]["message"]
    assert "\n" not in answer.json["error"]["message"]
    assert spaces(client) == []


def test_a_name_that_is_taken_is_refused(client):
    cancel(client, "a")

    assert client.post("/_emulator/spaces", json={"name": "a"}).status_code == 409
    assert cancel(client, "a")["Success"] is False


def test_a_space_that_is_dropped_begins_anew(client):
    cancel(client, "a")

    assert client.delete("/_emulator/spaces/a").status_code == 204
    assert spaces(client) == []
    assert cancel(client, "a")["Success"] is True


def test_to_drop_what_is_not_there_names_it(client):
    cancel(client, "a")
    answer = client.delete("/_emulator/spaces/b")

    assert answer.status_code == 404
    assert answer.json["error"]["found"] == "b"
    assert "(a)" in answer.json["error"]["expected"]


def test_one_too_many_is_refused_and_none_thrown_out(make_client):
    client = make_client(max_spaces=2)
    assert [cancel(client, name)["Success"] for name in "ab"] == [True, True]
    refused = client.put(f"/_space/c{REST}/CancelJob", json={"Id": "J-1001"})

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    assert "there are 2 spaces already (max_spaces)" in refused.json["error"]["message"]
    assert [cancel(client, name)["Success"] for name in "ab"] == [False, False]


def test_with_several_workers_there_are_no_spaces(make_client):
    settings = Settings(state="postgresql://nobody@127.0.0.1/none", workers=2)
    registry = Spaces(settings, lambda *_: pytest.fail("made"))

    with pytest.raises(SpaceError, match="--workers 1") as refused:
        registry.enter("a")

    assert refused.value.status == 409


def test_a_space_lives_in_memory_wherever_the_state_is_kept(make_client, tmp_path):
    client = make_client(state=f"sqlite:///{tmp_path}/jobs.db")

    assert cancel(client, "a")["Success"] is True
    assert client.put(f"{REST}/CancelJob", json={"Id": "J-1001"}).json["Success"] is True


class Made:
    """A registry with a time in the test's hand, and what it closed."""

    def __init__(self, **settings):
        self.now = 0.0
        self.emulator = create_emulator(Settings(space_idle=60, **settings))
        wall = Clock.frozen_at(datetime(2026, 1, 5, tzinfo=UTC))
        make = self.emulator._make_space
        self.spaces = Spaces(self.emulator.settings, make, monotonic=lambda: self.now, wall=wall)

    def names(self):
        return [space.name for space in self.spaces.all()]


def test_what_nobody_uses_goes_by_real_time_and_not_by_the_emulated_clock():
    made = Made()
    space = made.spaces.enter("a")
    made.spaces.leave(space)
    space.emulator.clock.advance(timedelta(days=400))
    made.now = 60.0
    assert made.names() == ["a"]

    made.now = 60.5
    assert made.names() == []


def test_a_space_in_use_is_not_idle_however_long_its_call_takes():
    made = Made()
    space = made.spaces.enter("a")
    made.now = 1000.0
    assert made.names() == ["a"]

    made.spaces.leave(space)
    made.now = 1060.0
    assert made.names() == ["a"]
    assert space.last_used == datetime(2026, 1, 5, 0, 16, 40, tzinfo=UTC)


def test_idle_ones_make_room():
    made = Made(max_spaces=1)
    made.spaces.leave(made.spaces.enter("a"))
    made.now = 61.0

    made.spaces.enter("b")

    assert made.names() == ["b"]


def test_a_fault_that_waits_in_a_space_makes_the_server_reckon_with_it():
    with in_process() as scheduling:
        scheduling.client.put("/_space/a/_emulator/faults", json={"rules": [{"delay_ms": 5}]})

        assert _threads(scheduling._emulator, Delays()) > 0
        scheduling.control("DELETE", "/spaces/a")
        assert _threads(scheduling._emulator, Delays()) == 0


def test_spaces_of_one_kind_share_the_compiled_wire_and_the_scenario():
    emulator = create_emulator(Settings())
    first, second = (emulator.spaces.enter(name).emulator for name in "ab")

    assert first.front._soap._protocol is second.front._soap._protocol is emulator.front._soap._protocol
    assert first._scenario is second._scenario is emulator._scenario
