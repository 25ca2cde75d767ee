"""Notifications of the embedded system: one row for each change, read by version, until they are too old (SB-N-01)."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.settings import Settings
from tests.emulator.facades.servicebroker.conftest import POLL, refusal

PATH = "/up/v5/bns/win"
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
DAY = timedelta(days=1)
TIMES = {"start": "2026-01-06T08:51:00Z", "arrival": "2026-01-06T08:58:00Z", "finish": "2026-01-06T09:58:00Z"}


class Door:
    """An emulator, empty but for the unit NORTH unless settings say otherwise, and a client that speaks to it."""

    def __init__(self, **settings: Any) -> None:
        chosen = Settings(**{"scenario": "empty", **settings})
        self.emulator = create_emulator(chosen, clock=Clock.frozen_at(NOW), first_stamp=1000)
        self.client = Client(self.emulator.wsgi)
        if chosen.scenario == "empty":
            self.control("POST", "/units", {"id": "NORTH"})

    def control(self, method: str, path: str, body: Any = None) -> Any:
        response = self.client.open(f"/_emulator{path}", method=method, json=body)
        assert response.status_code < 300, response.text
        return response

    def book(self, *ids: str, **values: Any) -> None:
        for item_id in ids:
            self.control("POST", "/work-items", {"id": item_id, "unit": "NORTH", "employee": "TECH01", **TIMES, **values})

    def note(self, item_id: str) -> None:
        """Book a job that nobody has, on which the clock has no effect."""
        self.control("POST", "/work-items", {"id": item_id, "unit": "NORTH"})

    def change(self, item_id: str, **values: Any) -> None:
        self.control("PATCH", f"/work-items/{item_id}", values)

    def get(self, query: str = "", **headers: str) -> TestResponse:
        return self.client.get(PATH, query_string=query, headers=headers)

    def ids(self, query: str = "rowver=0&limit=1000") -> list[str]:
        return [row["WorkItem"]["Id"] for row in self.get(query).json["row"]]

    def versions(self, query: str = "rowver=0&limit=1000") -> list[int]:
        return [row["rowver"] for row in self.get(query).json["row"]]


@pytest.fixture
def door() -> Door:
    return Door()


# -- rows


def test_a_row_has_a_version_two_numbers_the_work_item_and_when_it_came(door):
    door.emulator.clock.advance(timedelta(milliseconds=1234))

    door.book("J-1", status="Travelling", fixed=True)
    response = door.get("rowver=0")

    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert response.json == {
        "rowver": 1001,
        "row": [
            {
                "rowver": 1001,
                "Type": 1,
                "WorkItemType": 0,
                "WorkItem": {
                    "Id": "J-1",
                    "Type": "Job",
                    "WorkStatus": 4,
                    "Flags": {"Fixed": True},
                    "Booking": {
                        "Tech": "TECH01",
                        "SchdStart": "2026-01-06T08:51:00.000Z",
                        "SchdArr": "2026-01-06T08:58:00.000Z",
                        "SchdEnd": "2026-01-06T09:58:00.000Z",
                        "ServiceOrg": "NORTH",
                    },
                },
                "CreatedAt": "2026-01-05T08:00:01.234Z",
            }
        ],
    }


def test_an_activity_has_another_number_and_an_unresourced_job_no_booking(door):
    door.book("700001", type="StandardActivity")
    door.control("POST", "/work-items", {"id": "J-2", "unit": "NORTH"})

    activity, job = door.get("rowver=0").json["row"]

    assert (activity["WorkItemType"], activity["WorkItem"]["Type"]) == (2, "Activity")
    assert "Booking" not in job["WorkItem"]
    assert job["WorkItem"]["AtRisk"] == {"Type": "unscheduled"}


def test_each_change_is_a_row_with_the_work_item_as_it_was_then(door):
    door.book("J-1", "J-2")
    door.change("J-1", status="LoggedOn")
    door.change("J-1", employee="TECH02")
    door.control("POST", "/units", {"id": "SOUTH"})
    door.change("J-1", unit="SOUTH")

    rows = [row["WorkItem"] for row in door.get("rowver=0").json["row"] if row["WorkItem"]["Id"] == "J-1"]

    assert [(row["WorkStatus"], row["Booking"]["Tech"], row["Booking"]["ServiceOrg"]) for row in rows] == [
        (0, "TECH01", "NORTH"),
        (5, "TECH01", "NORTH"),
        (5, "TECH02", "NORTH"),
        (5, "TECH02", "SOUTH"),
    ]


def test_a_removal_and_a_change_that_changes_nothing_make_no_row(door):
    door.book("J-1")
    door.change("J-1", fixed=False)
    door.client.put("/up/v5/rest/scheduling/CancelJob", json={"Id": "J-1"})

    assert door.ids() == ["J-1"]


def test_the_work_item_is_the_one_of_get_changed_work_items_in_every_zone():
    for settings in (
        {"workitem_times": "local"},
        {"tz_GCJAPI": "7", "scheduling_zone": "Europe/London"},
        {"tz_GCJAPI": "2", "workitem_times": "local"},
    ):
        door = Door(**settings)
        door.control("PATCH", "/units/NORTH", {"zone": "America/New_York"})
        door.book("J-1 \u00fc <&>", jeopardy=["noGo"], promise={"from": "2026-01-06T01:00:00Z", "to": "2026-01-06T02:00:00Z"})
        polled = door.client.put(POLL, json={"FRU": "NORTH", "Options": {}}).json["Payload"]["WorkItems"]

        told = [row["WorkItem"] for row in door.get("rowver=0").json["row"]]

        assert told == polled
        assert "AtRisk" in told[0]


def test_a_zone_that_changes_later_leaves_earlier_rows_as_they_were():
    door = Door(tz_GCJAPI="2", workitem_times="local")
    door.control("PATCH", "/units/NORTH", {"zone": "Asia/Tokyo"})
    door.book("J-1")
    door.control("PATCH", "/units/NORTH", {"zone": "GMT"})
    door.change("J-1", fixed=True)

    assert [row["WorkItem"]["Booking"]["SchdStart"] for row in door.get("rowver=0").json["row"]] == [
        "2026-01-06T17:51",
        "2026-01-06T08:51",
    ]


def test_what_the_clock_alone_brings_about_makes_rows_when_somebody_reads(door):
    door.book("J-1", **{name: at.replace("-06T", "-05T") for name, at in TIMES.items()})
    door.book("far", **{name: at.replace("01-06", "02-10") for name, at in TIMES.items()})
    assert door.ids() == ["J-1"]

    door.emulator.clock.advance(timedelta(hours=1))
    rows = door.get("rowver=1001").json["row"]
    door.emulator.clock.advance(10 * DAY)

    assert [(row["CreatedAt"][11:16], row["WorkItem"]["AtRisk"]["Type"]) for row in rows] == [
        ("08:55", "lateEarmark,lateContact,lateTravel"),
        ("09:00", "lateEarmark,lateContact,lateTravel,lateLogon"),
    ]
    assert door.ids("rowver=1003&wid=far") == ["far"]


def test_a_day_that_enters_the_horizon_is_told_at_its_midnight_whenever_somebody_looks(door):
    far = {name: f"2026-02-{day:02d}T09:00:00Z" for name, day in (("start", 4), ("arrival", 4), ("finish", 4))}
    farther = {name: time.replace("02-04", "02-06") for name, time in far.items()}
    door.book("J-2", status="LoggedOff", **farther)
    door.book("J-1", status="LoggedOff", **far)

    door.emulator.clock.advance(20 * DAY)
    rows = door.get("rowver=0").json["row"]

    # 28 days before the 4th and the 6th of February.
    assert [(row["WorkItem"]["Id"], row["CreatedAt"]) for row in rows] == [
        ("J-1", "2026-01-07T00:00:00.000Z"),
        ("J-2", "2026-01-09T00:00:00.000Z"),
    ]


def test_what_the_scenario_holds_at_the_start_and_after_a_reset_makes_rows():
    door = Door(scenario="default")
    first = door.versions("rowver=0&limit=1000")

    door.control("POST", "/reset")

    again = door.versions(f"rowver={first[-1]}&limit=1000")
    assert len(first) == len(again) > 40
    assert again[0] > first[-1]
    # Of what was before nothing is left, so a hundred resets take no more room than one.
    assert door.versions("rowver=0&limit=1000") == again


def test_a_state_that_is_put_makes_rows_and_versions_go_on(door):
    door.book("J-1")

    door.control("PUT", "/state", {"units": [{"id": "U"}], "items": [{"id": "A", "unit": "U"}, {"id": "B", "unit": "U"}]})

    assert door.ids() == ["J-1", "A", "B"]
    assert door.versions() == [1001, 1002, 1003]


# -- reading


def test_rows_after_a_version_come_oldest_first_and_end_where_there_is_nothing_new(door):
    door.book(*"ABCDE")

    first = door.get("rowver=0&limit=2").json
    second = door.get(f"rowver={first['rowver']}&limit=2").json
    third = door.get(f"rowver={second['rowver']}&limit=2").json
    end = door.get(f"rowver={third['rowver']}&limit=2").json

    assert [[row["WorkItem"]["Id"] for row in page["row"]] for page in (first, second, third)] == [
        ["A", "B"],
        ["C", "D"],
        ["E"],
    ]
    assert end == {"rowver": third["rowver"], "row": []}


def test_without_a_version_the_newest_come_oldest_first(door):
    door.book(*"ABCDE")

    assert door.ids("limit=3") == ["C", "D", "E"]
    assert door.get("limit=3").json["rowver"] == 1005
    assert door.get("limit=3&wid=B").json["rowver"] == 1002


def test_without_a_version_and_without_rows_the_newest_version_is_where_to_go_on_from(door):
    assert door.get().json == {"rowver": 1000, "row": []}
    door.book(*"AB")
    assert door.get("wid=none").json == {"rowver": 1002, "row": []}


def test_ten_rows_come_unless_it_is_said_otherwise(door):
    door.book(*(f"J-{n}" for n in range(12)))

    assert door.ids("rowver=0") == [f"J-{n}" for n in range(10)]
    assert door.ids("") == [f"J-{n}" for n in range(2, 12)]
    assert len(door.ids("limit=2147483647&rowver=0")) == 12


def test_wid_leaves_one_work_items_rows_and_case_counts(door):
    door.book("a", "A", "a b&\u00fc")
    door.change("A", fixed=True)

    assert door.versions("rowver=0&wid=A") == [1002, 1004]
    assert door.versions("rowver=0&wid=A&limit=1") == [1002]
    assert door.ids("rowver=0&wid=a+b%26%C3%BC") == ["a b&\u00fc"]
    assert door.get("rowver=7&wid=none").json == {"rowver": 7, "row": []}


def test_a_version_that_was_never_given_out_has_nothing_after_it(door):
    door.book("A")

    assert door.get("rowver=9223372036854775807").json == {"rowver": 2**63 - 1, "row": []}


WRONG = {
    "rowver": ("", "-1", "+1", "%2B1", "1.0", "1e2", "0x1", "x", "%201", "1%20", "1%00", "%D9%A1", "%FF", str(2**63),
               "9" * 9999),
    "limit": ("", "0", "00", "-1", "1.5", "x", "true", "%FF", str(2**31), "9" * 9999),
    "wid": ("", "%FF", "x" * 51, "%C3%BC" * 51),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_refused_by_name(door, name, value):
    response = door.get(f"x=1&{name}={value}")

    assert refusal(response) == (400, "bad-request")
    assert response.json["Message"].startswith(f"{name} ")
    assert len(response.text) < 400


@pytest.mark.parametrize("query", ["rowver=1&rowver=1", "limit=1&x=2&limit=1", "wid=a&w%69d=a", "rowver"])
def test_a_value_that_is_there_twice_or_not_at_all_is_refused(door, query):
    assert refusal(door.get(query)) == (400, "bad-request")


@pytest.mark.parametrize("query", ["ROWVER=x", "rowver[]=x", "x=1&x=2", "&&=&", "%FF=1", "rowver=000&limit=0001"])
def test_other_names_are_ignored_and_zeros_in_front_do_not_matter(door, query):
    assert door.get(query).status_code == 200


def test_the_longest_id_is_fifty_characters(door):
    door.book("\u00fc" * 50)

    assert door.ids("rowver=0&wid=" + "%C3%BC" * 50) == ["\u00fc" * 50]


# -- how long


def test_a_row_is_there_for_its_days_and_gone_then(door):
    door.note("old")
    door.emulator.clock.advance(30 * DAY)
    door.note("new")
    assert door.ids() == ["old", "new"]

    door.emulator.clock.advance(timedelta(milliseconds=1))

    assert door.ids() == ["new"]
    assert door.ids("") == ["new"]
    assert door.ids("rowver=0&wid=old") == []


def test_what_is_gone_does_not_come_back_with_the_clock_and_versions_go_on(door):
    door.note("A")
    door.emulator.clock.advance(31 * DAY)
    assert door.ids() == []
    door.emulator.clock.advance(-31 * DAY)

    door.note("B")

    assert door.versions() == [1002]


def test_a_clock_that_was_set_back_leaves_each_row_its_own_days():
    door = Door(work_item_notify_ttl=2)
    door.note("A")
    door.emulator.clock.advance(-5 * DAY)
    door.note("B")
    assert door.ids() == ["A", "B"]

    door.emulator.clock.advance(5 * DAY)
    assert door.ids() == ["A"]
    door.emulator.clock.advance(2 * DAY + timedelta(seconds=1))
    assert door.ids() == []
    door.note("C")
    door.emulator.clock.advance(2 * DAY)
    assert door.ids() == ["C"]


@pytest.mark.parametrize("instant", [datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)])
def test_the_first_and_the_last_days_there_are_can_be_read(door, instant):
    door.book("A")
    door.emulator.clock.set(instant)

    assert door.get("rowver=0").status_code == 200


def test_only_so_many_rows_are_kept_and_the_oldest_go_first():
    door = Door(notify_rows=3)
    state = {"units": [{"id": "U"}], "items": [{"id": item_id, "unit": "U"} for item_id in "ABCDE"]}

    door.control("PUT", "/state", state)
    assert door.ids() == ["C", "D", "E"]
    assert door.ids("limit=9") == ["C", "D", "E"]
    door.control("POST", "/work-items", {"id": "F", "unit": "U"})

    assert door.ids() == ["D", "E", "F"]
    assert door.ids("rowver=1002&limit=1") == ["D"]


# -- HTTP


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "DELETE"])
def test_other_methods_are_refused_with_allow(door, method):
    response = door.client.open(PATH, method=method)

    assert (response.status_code, response.headers["Allow"]) == (405, "GET")


def test_it_asks_for_a_token_like_the_other_calls():
    door = Door(auth=True, tenants=({"name": "a", "token": "t-1"}, {"name": "b", "token": "t-2", "auth_type": "JWT"}))

    assert refusal(door.get("rowver=x")) == (401, "unauthorised")
    assert refusal(door.get(Authorization="Bearer t-2")) == (401, "unauthorised")
    assert door.get(Authorization="Bearer t-1").status_code == 200
    assert refusal(door.get("rowver=x", Authorization="Bearer t-1")) == (400, "bad-request")


def test_a_body_and_its_content_type_do_not_matter(door):
    assert door.client.get(PATH, data=b"{", content_type="text/plain").status_code == 200


def test_a_facade_without_scheduling_says_so():
    assert refusal(Door(upstream="none").get()) == (400, "not-configured")


def test_the_journal_has_the_call_by_its_name_and_no_soap(door):
    door.book("A")
    door.get("rowver=0")

    entry = door.control("GET", "/journal").json["exchanges"][-1]

    assert (entry["operation"], entry["soap"]) == ("GetWorkItemNotifications", [])
    assert entry["rest"]["request"]["path"] == f"{PATH}?rowver=0"


# -- many at once


def test_readers_see_each_change_once_and_in_order_while_others_write(door):
    writers, changes = 4, 25
    start = Barrier(writers + 1)

    def write(number: int) -> None:
        client = Client(door.emulator.wsgi)
        start.wait()
        for n in range(changes):
            client.post("/_emulator/work-items", json={"id": f"{number}-{n}", "unit": "NORTH"})

    threads = [Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    start.wait()
    found: list[str] = []
    version = 0
    while len(found) < writers * changes:
        page = door.get(f"rowver={version}&limit=7").json
        found += [row["WorkItem"]["Id"] for row in page["row"]]
        assert [row["rowver"] for row in page["row"]] == list(range(page["rowver"] - len(page["row"]) + 1, page["rowver"] + 1))
        version = page["rowver"]
    for thread in threads:
        thread.join()

    assert len(set(found)) == len(found) == writers * changes
    for number in range(writers):
        assert [item for item in found if item.startswith(f"{number}-")] == [f"{number}-{n}" for n in range(changes)]
