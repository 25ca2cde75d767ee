"""What an answer must say of a SOAP reply."""

import pytest

from contracts.document import load
from contracts.expected.reply import differences
from contracts.expected.soap import read_message

DOCUMENT = load("servicebroker")
ENVELOPE = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><R>{}</R></e:Body></e:Envelope>'
BOOKED = (
    "<workItem><workItemID>A</workItemID><workItemType>StandardActivity</workItemType><isFixed>true</isFixed>"
    "<jobJeopardy><missedApptLate>true</missedApptLate><promise>true</promise></jobJeopardy>"
    "<attr><empID>T</empID><start>2026-07-05T08:00</start><arrival>2026-07-05T08:10</arrival><finish>2026-07-05T09:00</finish>"
    "<disStatus>LoggedOn</disStatus><overdue>-5</overdue></attr></workItem>"
)
TRAY = "<workItem><workItemID>B</workItemID><workItemType>Job</workItemType><isFixed>false</isFixed></workItem>"
REPLY = "<result><type>OK</type><code>0</code></result><timeStampOut>77</timeStampOut>" + BOOKED + TRAY


def answer(**changes):
    first = {
        "Id": "A",
        "Type": "Activity",
        "WorkStatus": 5,
        "Flags": {"Fixed": True},
        "Booking": {
            "Tech": "T",
            "SchdStart": "2026-07-05T08:00:00.000Z",
            "SchdArr": "2026-07-05T08:10:00.000Z",
            "SchdEnd": "2026-07-05T09:00:00.000Z",
            "ServiceOrg": "NORTH",
        },
        "AtRisk": {"Type": "missedApptLate,promise", "Offset": -5},
    }
    second = {"Id": "B", "Type": "Job", "WorkStatus": 0, "Flags": {"Fixed": False}}
    payload = {"result": {"type": "OK", "code": "0"}, "OffsetId": "77", "WorkItems": [{**first, **changes}, second]}
    return {"Success": True, "Code": "0", "Message": "", "Payload": payload}


def found(given, reply=REPLY, **settings):
    document = DOCUMENT.under(settings)
    root = document.operation("GetChangedWorkItems").answers[200].variants[0].root
    message = read_message(ENVELOPE.format(reply))
    return [
        (each.where, each.clauses) for each in differences(document, root, message.element, answer=given, body={"FRU": "NORTH"})
    ]


def test_an_answer_that_says_it_all_differs_in_nothing():
    assert found(answer()) == []


@pytest.mark.parametrize(
    ("changes", "where", "clause"),
    [
        ({"Type": "StandardActivity"}, "Payload.WorkItems[0].Type", "SB-G-07"),
        ({"WorkStatus": 6}, "Payload.WorkItems[0].WorkStatus", "SB-G-07"),
        ({"WorkStatus": "5"}, "Payload.WorkItems[0].WorkStatus", "SB-G-07"),
        ({"Flags": {"Fixed": "true"}}, "Payload.WorkItems[0].Flags.Fixed", "SB-G-07"),
        ({"AtRisk": {"Type": "promise,missedApptLate", "Offset": -5}}, "Payload.WorkItems[0].AtRisk.Type", "SB-G-07"),
        ({"AtRisk": {"Type": "missedApptLate,promise"}}, "Payload.WorkItems[0].AtRisk.Offset", "SB-G-07"),
    ],
)
def test_a_value_that_is_another_is_named_with_its_place(changes, where, clause):
    assert found(answer(**changes)) == [(where, (clause,))]


@pytest.mark.parametrize("name", ["SchdStart", "SchdArr", "SchdEnd"])
def test_a_time_is_read_in_its_zone(name):
    assert (f"Payload.WorkItems[0].Booking.{name}", ("SB-G-08",)) in found(answer(), scheduling_zone="Europe/London")
    assert (f"Payload.WorkItems[0].Booking.{name}", ("SB-G-08",)) in found(answer(), workitem_times="local")


def test_of_an_hour_that_is_there_twice_the_first_counts():
    reply = REPLY.replace("2026-07-05T08:00", "2026-10-25T01:30")
    given = answer()
    given["Payload"]["WorkItems"][0]["Booking"] |= {
        "SchdStart": "2026-10-25T00:30:00.000Z",
        "SchdArr": "2026-07-05T07:10:00.000Z",
        "SchdEnd": "2026-07-05T08:00:00.000Z",
    }

    assert found(given, reply, scheduling_zone="Europe/London") == []


def test_what_the_reply_does_not_have_must_not_be_there():
    given = answer()
    given["Payload"]["WorkItems"][1]["Booking"] = {"Tech": "T"}

    assert found(given) == [("Payload.WorkItems[1].Booking", ("SB-G-07",))]


def test_an_object_that_the_reply_has_must_be_there():
    given = answer()
    del given["Payload"]["WorkItems"][0]["AtRisk"]

    assert found(given) == [("Payload.WorkItems[0].AtRisk", ("SB-G-07",))]


def test_a_unit_that_is_not_the_requests_is_seen():
    given = answer()
    given["Payload"]["WorkItems"][0]["Booking"]["ServiceOrg"] = "SOUTH"

    assert found(given) == [("Payload.WorkItems[0].Booking.ServiceOrg", ("SB-G-07",))]


@pytest.mark.parametrize(
    "change", [lambda items: items[1:], lambda items: items[:1], lambda items: [], lambda items: items[::-1]]
)
def test_a_lost_entry_and_another_order_are_seen(change):
    given = answer()
    given["Payload"]["WorkItems"] = change(given["Payload"]["WorkItems"])

    assert found(given) == [("Payload.WorkItems", ("SB-G-02",))]


def test_an_offset_that_is_a_number_is_seen():
    given = answer()
    given["Payload"]["OffsetId"] = 77

    assert found(given) == [("Payload.OffsetId", ("SB-G-02",))]
