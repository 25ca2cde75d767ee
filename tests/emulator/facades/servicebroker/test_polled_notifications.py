"""Notifications before another Scheduling: it is asked for changes, and nobody waits for it but who asks (SB-N-01, SB-P-02)."""

import logging
import socket
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic

import pytest
from werkzeug import Request
from werkzeug.test import Client

from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.facades.servicebroker import create_servicebroker
from emulator.settings import Settings, SettingsError, Tenant
from emulator.soap_client.http import Http
from emulator.soap_client.transport import InProcess
from tests.emulator.facades.servicebroker.conftest import refusal
from tests.emulator.soap_client.fake_scheduling import changed, contents, fault
from tests.emulator.soap_client.raw_server import raw_server, silent

PATH = "/up/v5/bns/win"
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
SCHEDULING = "http://scheduling.example/"
ITEM = "<workItemID>{}</workItemID><workItemType>Job</workItemType><isFixed>false</isFixed>"


@pytest.fixture
def polling(broker):
    return lambda answer=b"", **settings: broker(answer, **{"upstream": SCHEDULING, "notify_units": "NORTH", **settings})


def items(*ids, **more):
    return changed(*(ITEM.format(item_id) for item_id in ids), **more)


def get(facade, query="rowver=0&limit=1000", **headers):
    return facade.client.get(PATH, query_string=query, headers=headers)


def ids(facade, query="rowver=0&limit=1000", **headers):
    response = get(facade, query, **headers)
    assert response.status_code == 200, response.text
    return [row["WorkItem"]["Id"] for row in response.json["row"]]


def asked(facade):
    """Show what each poll asked with: the unit, and the time stamp if there was one."""
    return [
        (found["FRUID"], found.get("timeStampIn"), "options" in found) for found in map(contents, facade.scheduling.requests)
    ]


def test_each_reader_asks_each_unit_for_what_changed_since_last_time(polling):
    facade = polling(items("A", "B"), notify_units="NORTH,SOUTH")

    assert ids(facade) == ["A", "B", "A", "B"]
    facade.scheduling.answer = items(stamp="<timeStampOut>18</timeStampOut>")
    assert ids(facade, "rowver=3") == ["B"]
    assert ids(facade, "rowver=4") == []

    first, second = [("NORTH", None, True), ("SOUTH", None, True)], [("NORTH", "17", True), ("SOUTH", "17", True)]
    third = [("NORTH", "18", True), ("SOUTH", "18", True)]
    assert asked(facade) == first + second + third


def test_a_row_is_as_of_an_embedded_system(polling):
    facade = polling(items("A"))
    facade.clock.advance(timedelta(milliseconds=7))

    assert get(facade).json == {
        "rowver": 1,
        "row": [
            {
                "rowver": 1,
                "Type": 1,
                "WorkItemType": 0,
                "WorkItem": {"Id": "A", "Type": "Job", "WorkStatus": 0, "Flags": {"Fixed": False}},
                "CreatedAt": "2026-01-05T08:00:00.007Z",
            }
        ],
    }


def test_without_units_nothing_is_asked(polling):
    facade = polling(items("A"), notify_units="")

    assert ids(facade) == []
    assert facade.scheduling.requests == []


def test_a_wrong_query_asks_nothing(polling):
    facade = polling(items("A"))

    assert refusal(get(facade, "limit=0")) == (400, "bad-request")
    assert facade.scheduling.requests == []


def test_the_calls_that_were_made_are_told(polling):
    facade = polling(items("A"))

    get(facade)

    assert [(call.operation, call.request) for call in facade.calls] == [("GetChangedWorkItems", facade.scheduling.requests[0])]


def test_each_tenant_asks_with_its_own_login_and_has_its_own_rows(polling):
    tenants = (Tenant(name="a", token="t-a", database_user="DA"), Tenant(name="b", token="t-b", database_user="DB"))
    facade = polling(items("A"), auth=True, tenants=tenants)

    assert ids(facade, Authorization="Bearer t-a") == ["A"]
    facade.scheduling.answer = items("B")
    assert ids(facade, Authorization="Bearer t-b") == ["B"]

    logins = [contents(request)["login/databaseUser"] for request in facade.scheduling.requests]
    assert logins == ["DA", "DB"]
    assert asked(facade) == [("NORTH", None, True), ("NORTH", None, True)]


@pytest.mark.parametrize(
    "answer", [b"", fault(), items(type_="Error", code="278"), items("A")[:-9], changed("<isFixed>true</isFixed>")]
)
def test_a_scheduling_that_fails_leaves_the_rows_there_are_and_the_stamp(polling, answer, caplog):
    facade = polling(items("A"))
    get(facade)
    facade.scheduling.answer = answer

    with caplog.at_level(logging.WARNING):
        assert ids(facade) == ["A"]

    facade.scheduling.answer = items("B")
    assert "no notifications of unit NORTH" in caplog.text
    assert ids(facade) == ["A", "B"]
    assert asked(facade)[1:] == [("NORTH", "17", True)] * 2


def test_one_unit_that_fails_does_not_keep_the_others_from_being_asked(polling):
    facade = polling(notify_units="NORTH,SOUTH")
    answers = iter((fault(), items("B")))

    def scheduling(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/soap+xml")])
        return [next(answers)]

    settings = Settings(upstream=SCHEDULING, notify_units="NORTH,SOUTH")
    other = create_servicebroker(settings, InProcess(scheduling), clock=facade.clock)
    facade.client = Client(lambda environ, start: other(Request(environ), [])(environ, start))

    assert ids(facade) == ["B"]


def test_a_stamp_that_is_not_taken_any_more_begins_anew(polling):
    facade = polling(items("A"))
    get(facade)
    facade.scheduling.answer = items(type_="Error", code="504")
    get(facade)
    get(facade)

    assert [stamp for _, stamp, _ in asked(facade)] == [None, "17", None]


def test_rows_of_a_poll_grow_too_old_as_well(polling):
    facade = polling(items("A"), work_item_notify_ttl=1)
    assert ids(facade) == ["A"]
    facade.scheduling.answer = items()

    facade.clock.advance(timedelta(days=1, milliseconds=1))

    assert ids(facade) == []


@pytest.mark.parametrize("wrong", [",", "NORTH,", ",NORTH", "NORTH,,SOUTH", "LONGERNAME", "A\tB"])
def test_units_that_cannot_be_are_refused_at_the_start(wrong):
    with pytest.raises(SettingsError, match="setting notify_units: expected unit names, divided by commas; found"):
        Settings(notify_units=wrong)


def test_before_an_emulator_by_url_there_are_the_same_rows_as_before_the_embedded_one():
    embedded = create_emulator(Settings(), clock=Clock.frozen_at(NOW), first_stamp=1000)
    behind = create_emulator(Settings(), clock=Clock.frozen_at(NOW), first_stamp=1000)
    settings = Settings(upstream=SCHEDULING, notify_units="NORTH,SOUTH,LONDON")
    facade = create_servicebroker(settings, InProcess(behind.wsgi), clock=Clock.frozen_at(NOW), first_version=1000)
    ours = Client(embedded.wsgi)
    other = Client(lambda environ, start: facade(Request(environ), [])(environ, start))

    def rows(client):
        found = client.get(f"{PATH}?rowver=0&limit=1000").json["row"]
        # A unit whose maximum is out of range cannot be asked.
        return {row["WorkItem"]["Id"]: row["WorkItem"] for row in found if row["WorkItem"]["Id"] != "J-3001"}

    assert rows(other) == rows(ours)
    for emulator in (embedded, behind):
        Client(emulator.wsgi).patch("/_emulator/work-items/J-1001", json={"status": "LoggedOn"})
    assert rows(other) == rows(ours)
    assert rows(ours)["J-1001"]["WorkStatus"] == 5


def test_a_scheduling_that_hangs_delays_nobody_but_who_asks_it():
    reached = Event()

    def hangs(connection: socket.socket, over: Event) -> None:
        reached.set()
        silent(connection, over)

    with raw_server(hangs) as server:
        settings = Settings(upstream=server.url, upstream_timeout=30, notify_units="NORTH")
        transport = Http(server.url)
        facade = create_servicebroker(settings, transport, clock=Clock.frozen_at(NOW))
        answers = []

        def read() -> None:
            client = Client(lambda environ, start: facade(Request(environ), [])(environ, start))
            answers.append(client.get(PATH).json)

        first = Thread(target=read)
        first.start()
        assert reached.wait(10)

        began = monotonic()
        others = [Thread(target=read) for _ in range(4)]
        for thread in others:
            thread.start()
        for thread in others:
            thread.join(10)
        took = monotonic() - began
        waiting = first.is_alive()
        requests = len(server.requests)
    first.join(10)
    transport.close()

    assert answers == [{"rowver": 0, "row": []}] * 5
    assert waiting
    assert requests == 1
    assert took < 5


def test_a_scheduling_that_is_late_costs_its_time_limit_and_no_more(caplog):
    with raw_server(silent) as server:
        transport = Http(server.url)
        settings = Settings(upstream=server.url, upstream_timeout=0.1, notify_units="NORTH")
        facade = create_servicebroker(settings, transport, clock=Clock.frozen_at(NOW))
        client = Client(lambda environ, start: facade(Request(environ), [])(environ, start))

        assert client.get(PATH).json == {"rowver": 0, "row": []}
        assert client.get(PATH).json == {"rowver": 0, "row": []}
        transport.close()

    assert caplog.text.count("TimedOut") == 2
