"""Two answers that differ in one thing differ in that thing, under the clause that governs it."""

import pytest

from contracts.exchange import Response
from contracts.parity.comparing import Comparing

SOAP = "http://www.w3.org/2003/05/soap-envelope"
SP = "http://www.servicepower.com/sp.xsd1"
OK = "<result><type>OK</type><code>0</code></result>"
JOB = "<jobInfo><jobID>J</jobID><onHold>false</onHold><bookDuration>30</bookDuration><disStatus>Fixed</disStatus></jobInfo>"
ITEM = (
    "<workItem><workItemID>{id}</workItemID><workItemType>Job</workItemType><isFixed>false</isFixed>{jeopardy}"
    "<attr><empID>T</empID><start>{day}T09:00</start><disStatus>Fixed</disStatus><overdue>0</overdue></attr></workItem>"
)


def answer(root, inner, *, status=200, media="application/soap+xml; charset=utf-8", allow=None):
    message = f'<sp:{root} xmlns:sp="{SP}">{inner}</sp:{root}>' if root != "Fault" else f"<E:Fault>{inner}</E:Fault>"
    body = f'<?xml version="1.0"?><E:Envelope xmlns:E="{SOAP}"><E:Header/><E:Body>{message}</E:Body></E:Envelope>'
    headers = {"content-type": media, **({"allow": allow} if allow else {})}
    return Response(status=status, headers=headers, body=body.encode())


def cancelled(inner=OK + JOB, **more):
    return answer("JobCancelResponse", inner, **more)


def item(id="J-1", day="2026-01-05", jeopardy=""):
    return ITEM.format(id=id, day=day, jeopardy=jeopardy and f"<jobJeopardy>{jeopardy}</jobJeopardy>")


def polled(*items, stamp="5", more=""):
    return answer("GetChangedWorkItemsResponse", f"{OK}<timeStampOut>{stamp}</timeStampOut>{more}{''.join(items)}")


def fault(reason="x", code="E:Sender", **more):
    text = f'<E:Code><E:Value>{code}</E:Value></E:Code><E:Reason><E:Text xml:lang="en">{reason}</E:Text></E:Reason>'
    return answer("Fault", text, status=400, **more)


def differences(left, right, request=b""):
    comparing = Comparing()
    found = list(comparing.differences("a call", request, left, right))
    return [(each.where, each.left, each.right, each.clauses[0]) for each in [*found, *comparing.days.differences()]]


PAIRS = {
    "status": (cancelled(), cancelled(status=500), ("status", "200", "500", "SCH-T-08")),
    "media": (cancelled(), cancelled(media="text/xml"), ("media type", "application/soap+xml", "text/xml", "SCH-T-01")),
    "fault": (cancelled(status=400), fault(), ("root", "JobCancelResponse", "fault", "SCH-T-08")),
    "fault's code": (fault(), fault(code="E:Receiver"), ("faultcode", "Sender", "Receiver", "SCH-T-08")),
    "no info": (cancelled(), cancelled(OK), ("jobInfo", "there", "none", "SCH-C-03")),
    "duration": (cancelled(), cancelled((OK + JOB).replace("30", "31")),
                 ("jobInfo/bookDuration", "30", "31", "SCH-C-05")),
    "order": (cancelled(OK + JOB), cancelled(JOB + OK), ("order", None, None, "SCH-T-09")),
    "item": (polled(item()), polled(), ("workItem", "J-1", "none", "SCH-G-04")),
    "item twice": (polled(item()), polled(item(), item()), ("workItem", "none", "J-1 again", "SCH-G-04")),
    "order of items": (polled(item("A"), item("B")), polled(item("B"), item("A")),
                       ("order of workItem", "A, B", "B, A", "SCH-G-14")),
    "state": (polled(item()), polled(item(jeopardy="<promise>true</promise>")),
              ("[J-1] workItem/jobJeopardy", "none", "there", "SCH-G-03")),
    "other state": (polled(item(jeopardy="<ovlJob>true</ovlJob>")),
                    polled(item(jeopardy="<ovlJob>true</ovlJob><lateTravel>true</lateTravel>")),
                    ("[J-1] workItem/jobJeopardy/lateTravel", "none", "true", "SCH-J-04")),
    "more": (polled(more="<more>true</more>"), polled(), ("more", "true", "none", "SCH-G-14")),
    "no SOAP": (cancelled(), Response(status=200, headers={"content-type": "application/soap+xml"}, body=b"hello"),
                ("root", "JobCancelResponse", "no SOAP", "SCH-T-08")),
}  # fmt: skip


@pytest.mark.parametrize(("left", "right", "expected"), PAIRS.values(), ids=PAIRS)
def test_one_difference_is_told_once_under_its_clause(left, right, expected):
    (found,) = differences(left, right)

    assert (found[0], found[3]) == (expected[0], expected[3])
    if expected[1] is not None:
        assert found == expected
    assert differences(left, left) == differences(right, right) == []


@pytest.mark.parametrize(
    ("request_", "clause"),
    [
        (b"<timeStampIn>5</timeStampIn>", "SCH-G-05"),
        (b"<timeStampIn>5</timeStampIn><options><JeopOnly>true</JeopOnly></options>", "SCH-G-08"),
    ],
)
def test_an_item_that_is_missing_is_told_by_what_was_asked(request_, clause):
    ((_, _, _, found),) = differences(polled(item()), polled(), request_)

    assert found == clause


def test_the_wording_of_a_fault_and_a_stamp_s_number_are_no_difference():
    assert differences(fault("this"), fault("that")) == []
    assert differences(polled(stamp="5"), polled(stamp="1700000000")) == []


def test_a_stamp_that_falls_on_one_side_is_one():
    comparing = Comparing()
    list(comparing.differences("first", b"", polled(stamp="5"), polled(stamp="50")))

    (found,) = comparing.differences("second", b"", polled(stamp="6"), polled(stamp="49"))

    assert (found.call, found.where, found.right, found.clauses[0]) == ("second", "timeStampOut", "49, after 50", "SCH-G-10")


def test_stamps_that_fall_on_both_sides_go_on_alike():
    comparing = Comparing()
    list(comparing.differences("first", b"", polled(stamp="5"), polled(stamp="50")))

    assert list(comparing.differences("second", b"", polled(stamp="4"), polled(stamp="49"))) == []


def test_times_that_are_all_whole_days_apart_are_of_another_day_s_clock():
    comparing = Comparing()
    for number in range(3):
        list(comparing.differences("a", b"", polled(item(f"J-{number}")), polled(item(f"J-{number}", day="2026-01-08"))))

    assert list(comparing.days.differences()) == []
    assert "the right side's are +3 days from the left side's" in "".join(comparing.told())


def test_times_that_are_hours_apart_or_not_all_as_far_differ():
    left = polled(item("A"), item("B"))

    assert len(differences(left, polled(item("A"), item("B", day="2026-01-06")))) == 1
    shifted = item("A").replace("T09:00", "T10:00"), item("B").replace("T09:00", "T10:00")
    assert [row[3] for row in differences(left, polled(*shifted))] == ["SCH-G-16", "SCH-G-16"]
