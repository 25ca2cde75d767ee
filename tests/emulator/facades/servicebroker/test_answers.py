"""Replies become envelopes, and work items of the CDM (SB-E-01 to SB-E-04, SB-C-04, SB-G-02, SB-G-07, SB-G-08)."""

import pytest

from emulator.mapping.servicebroker import JEOPARDY
from emulator.settings import Settings
from tests.emulator.facades.servicebroker.conftest import refusal
from tests.emulator.soap_client.fake_scheduling import cancelled, changed

INFO = (
    "<jobInfo><jobID>J-1</jobID><onHold>false</onHold><bookDuration>60</bookDuration>"
    "<disStatus>LoggedOn</disStatus><empID>TECH01</empID></jobInfo>"
)
NOTE = "</code><errNote>SP_SECRET</errNote>"


def test_a_success_is_exactly_this(broker):
    response = broker(cancelled(rest=INFO)).cancel({"Id": "J-1"})

    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert response.json == {"Success": True, "Code": "0", "Message": "", "Payload": {"result": {"type": "OK", "code": "0"}}}


@pytest.mark.parametrize("status", [200, 400])
def test_a_scheduling_error_is_exactly_this(broker, status):
    response = broker(cancelled("Error", "1"), error_status=status).cancel({"Id": "J-1"})

    assert response.status_code == status
    assert response.json == {"Success": False, "Code": 9, "Payload": {"returnCode": {"type": "Error", "code": "1"}}}


@pytest.mark.parametrize("code", ["80", "278", "281", "504", "9001", "4294967295"])
def test_any_code_of_scheduling_comes_back_as_a_string(broker, code):
    response = broker(changed(type_="Error", code=code)).poll({"FRU": "NORTH"})

    assert response.json == {"Success": False, "Code": 9, "Payload": {"returnCode": {"type": "Error", "code": code}}}


def test_a_warning_is_a_success_with_its_code(broker):
    response = broker(cancelled("Warning", "646"), error_status=400).cancel({"Id": "J-1"})

    assert response.status_code == 200
    assert response.json == {
        "Success": True,
        "Code": "0",
        "Message": "",
        "Payload": {"result": {"type": "Warning", "code": "646"}},
    }


@pytest.mark.parametrize("type_", ["OK", "Warning", "Error"])
def test_an_err_note_is_never_passed_on(broker, type_):
    answer = cancelled(type_).replace(b"</code>", NOTE.encode())

    assert "SECRET" not in broker(answer, payload_job_info=True).cancel({"Id": "J-1"}).text


def test_the_job_info_is_added_where_the_setting_says_so(broker):
    payload = broker(cancelled(rest=INFO), payload_job_info=True).cancel({"Id": "J-1"}).json["Payload"]

    assert payload == {
        "result": {"type": "OK", "code": "0"},
        "jobInfo": {"jobID": "J-1", "onHold": False, "bookDuration": 60, "disStatus": "LoggedOn", "empID": "TECH01"},
    }


def test_a_job_info_shows_what_there_is(broker):
    unresourced = INFO.replace("<disStatus>LoggedOn</disStatus><empID>TECH01</empID>", "")
    payload = broker(cancelled(rest=unresourced), payload_job_info=True).cancel({"Id": "J-1"}).json["Payload"]

    assert payload["jobInfo"] == {"jobID": "J-1", "onHold": False, "bookDuration": 60}


def item(id_="J-1", type_="Job", fixed="false", jeopardy="", attr=""):
    jeopardy = jeopardy and f"<jobJeopardy>{jeopardy}</jobJeopardy>"
    head = f"<workItemID>{id_}</workItemID><workItemType>{type_}</workItemType><isFixed>{fixed}</isFixed>"
    return head + jeopardy + attr


def attr(emp="T1", start="2026-01-05T08:51", arrival="2026-01-05T08:58", finish="2026-01-05T09:58", status="Fixed", overdue=0):
    return (
        f"<attr><empID>{emp}</empID><start>{start}</start><arrival>{arrival}</arrival><finish>{finish}</finish>"
        f"<disStatus>{status}</disStatus><overdue>{overdue}</overdue></attr>"
    )


def items(broker, *rows, **settings):
    payload = broker(changed(*rows), **settings).poll({"FRU": "NORTH"}).json["Payload"]
    assert list(payload) == ["result", "OffsetId", "WorkItems"]
    return payload["WorkItems"]


def test_a_poll_without_changes_has_an_offset_and_an_empty_list(broker):
    response = broker(changed(stamp="<timeStampOut>18446744073709551615</timeStampOut>")).poll({"FRU": "NORTH"})

    assert response.json["Payload"] == {
        "result": {"type": "OK", "code": "0"},
        "OffsetId": "18446744073709551615",
        "WorkItems": [],
    }


def test_more_and_act_num_out_are_not_shown(broker):
    stamp = "<timeStampOut>17</timeStampOut><actNumOut>3</actNumOut><more>true</more>"

    assert set(broker(changed(item(), stamp=stamp)).poll({"FRU": "N"}).json["Payload"]) == {"result", "OffsetId", "WorkItems"}


def test_a_booked_job_in_jeopardy_shows_everything(broker):
    states = "<missedApptLate>true</missedApptLate><promise>true</promise><missedAppt>true</missedAppt>"

    assert items(broker, item("Dep-1306", jeopardy=states, attr=attr(status="Travelling", overdue=58))) == [
        {
            "Id": "Dep-1306",
            "Type": "Job",
            "WorkStatus": 4,
            "Flags": {"Fixed": False},
            "Booking": {
                "Tech": "T1",
                "SchdStart": "2026-01-05T08:51:00.000Z",
                "SchdArr": "2026-01-05T08:58:00.000Z",
                "SchdEnd": "2026-01-05T09:58:00.000Z",
                "ServiceOrg": "NORTH",
            },
            "AtRisk": {"Type": "missedApptLate,promise,missedAppt", "Offset": 58},
        }
    ]


def test_an_unresourced_job_has_no_booking_status_0_and_a_risk_without_an_offset(broker):
    assert items(broker, item(fixed="true", jeopardy="<unscheduled>true</unscheduled>")) == [
        {"Id": "J-1", "Type": "Job", "WorkStatus": 0, "Flags": {"Fixed": True}, "AtRisk": {"Type": "unscheduled"}}
    ]


@pytest.mark.parametrize("jeopardy", ["", " ", "<noGo>false</noGo>"])
def test_an_item_in_no_jeopardy_has_no_risk(broker, jeopardy):
    (shown,) = items(broker, item("17", "StandardActivity", jeopardy=jeopardy, attr=attr(overdue=-3)))

    assert shown["Type"] == "Activity"
    assert "AtRisk" not in shown


STATUSES = ["Tentative", "Fixed", "Earmarked", "Contacted", "Travelling", "LoggedOn", "LoggedOff", "Cleared", "Cancelled"]


def test_a_dispatch_status_is_its_number(broker):
    shown = items(broker, *(item(attr=attr(status=status)) for status in STATUSES))

    assert [row["WorkStatus"] for row in shown] == list(range(9))


def test_jeopardy_states_are_shown_in_the_order_of_their_table(broker):
    backwards = "".join(f"<{state}>true</{state}>" for state in ["newState", *reversed(JEOPARDY)])

    (shown,) = items(broker, item(jeopardy=backwards, attr=attr(overdue=-7)))

    assert shown["AtRisk"] == {"Type": ",".join([*JEOPARDY, "newState"]), "Offset": -7}


def test_many_items_keep_their_order(broker):
    assert [row["Id"] for row in items(broker, *(item(id_) for id_ in "cab"))] == ["c", "a", "b"]


TIMES = {
    "GMT": ("GMT", "2026-07-05T08:51", "2026-07-05T08:51:00.000Z"),
    "summer time": ("Europe/London", "2026-07-05T08:51", "2026-07-05T07:51:00.000Z"),
    "the next day": ("America/New_York", "2026-01-05T20:00", "2026-01-06T01:00:00.000Z"),
    "the year before": ("Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15:00.000Z"),
    "an hour that comes twice is the first": ("Europe/London", "2026-10-25T01:30", "2026-10-25T00:30:00.000Z"),
    "after it": ("Europe/London", "2026-10-25T02:00", "2026-10-25T02:00:00.000Z"),
    "an hour that never comes": ("Europe/London", "2026-03-29T01:30", "2026-03-29T01:30:00.000Z"),
}


@pytest.mark.parametrize(("zone", "local", "utc"), TIMES.values(), ids=TIMES)
def test_times_are_read_in_the_zone_of_scheduling_and_shown_in_utc(broker, zone, local, utc):
    (shown,) = items(broker, item(attr=attr(start=local)), scheduling_zone=zone)

    assert shown["Booking"]["SchdStart"] == utc


def test_local_times_are_the_text_of_the_reply(broker):
    (shown,) = items(broker, item(attr=attr()), workitem_times="local", scheduling_zone="Europe/London")

    assert shown["Booking"]["SchdStart"] == "2026-01-05T08:51"
    assert shown["Booking"]["SchdEnd"] == "2026-01-05T09:58"


def test_a_time_that_has_no_utc_is_no_reply(broker):
    facade = broker(changed(item(attr=attr(start="0001-01-01T00:00"))), scheduling_zone="Asia/Kathmandu")

    assert refusal(facade.poll({"FRU": "NORTH"})) == (502, "not-soap")


@pytest.mark.parametrize("zone", ["0", "2", "3"])
def test_utc_is_refused_at_the_start_where_each_item_has_its_own_zone(zone):
    with pytest.raises(ValueError, match="workitem_times"):
        Settings(tz_GCJAPI=zone)

    assert Settings(tz_GCJAPI=zone, workitem_times="local").tz_GCJAPI == zone
