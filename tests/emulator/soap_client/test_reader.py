"""What a reply is, and what is none."""

from datetime import datetime

import pytest

from emulator.mapping.servicebroker import CANCEL_JOB, GET_CHANGED_WORK_ITEMS
from emulator.soap_client.failures import Faulted, NotSoap
from emulator.soap_client.reader import read
from tests.emulator.soap_client.fake_scheduling import SP, cancelled, changed, envelope, fault

ATTR = (
    "<attr><empID>TECH01</empID><start>2025-01-10T08:51</start><arrival>2025-01-10T08:58</arrival>"
    "<finish>2025-01-10T09:58</finish><disStatus>Travelling</disStatus><overdue>-58</overdue></attr>"
)
HEAD = "<workItemID>Dep-1306</workItemID><workItemType>Job</workItemType><isFixed>true</isFixed>"
JEOPARDY = "<jobJeopardy><missedApptLate>true</missedApptLate><promise>1</promise><noGo>false</noGo></jobJeopardy>"


def test_an_ok_is_its_result_and_its_fields():
    info = "<jobID> J 1 </jobID><onHold>true</onHold><bookDuration>60</bookDuration><disStatus>Cleared</disStatus>"

    reply = read(cancelled(rest=f"<jobInfo>{info}</jobInfo>"), 200, CANCEL_JOB)

    assert (reply.type, reply.code) == ("OK", "0")
    assert reply.values["jobInfo/jobID"] == " J 1 "
    assert reply.values["jobInfo/onHold"] is True
    assert reply.values["jobInfo/bookDuration"] == 60
    assert "jobInfo/empID" not in reply.values


def test_an_error_is_its_result_alone():
    reply = read(changed(type_="Error", code="278", stamp=""), 200, GET_CHANGED_WORK_ITEMS)

    assert (reply.type, reply.code) == ("Error", "278")
    assert set(reply.values) == {"result", "result/type", "result/code"}


def test_work_items_keep_their_order_and_all_they_have():
    reply = read(changed(HEAD + JEOPARDY + ATTR, HEAD), 200, GET_CHANGED_WORK_ITEMS)

    first, second = reply.values["workItem"]
    assert reply.values["timeStampOut"] == "17"
    assert first["jobJeopardy"] == ("missedApptLate", "promise")
    assert first["attr/start"] == datetime(2025, 1, 10, 8, 51)
    assert first["attr/disStatus"] == 4
    assert first["attr/overdue"] == -58
    assert set(second) == {"workItemID", "workItemType", "isFixed"}


def test_a_time_stamp_of_64_bits_stays_exact():
    reply = read(changed(stamp="<timeStampOut>18446744073709551615</timeStampOut>"), 200, GET_CHANGED_WORK_ITEMS)

    assert reply.values["timeStampOut"] == "18446744073709551615"


def test_a_reply_may_hold_as_many_items_as_the_interface_allows():
    item = HEAD.replace("Dep-1306", "J" * 50) + ATTR

    reply = read(changed(*[item] * 100_000), 200, GET_CHANGED_WORK_ITEMS)

    assert len(reply.values["workItem"]) == 100_000


def test_comments_cdata_and_foreign_children_change_nothing():
    info = "<jobID>a<!-- b --><![CDATA[<c>]]>d</jobID><onHold>0</onHold><bookDuration>1</bookDuration>"

    reply = read(cancelled(rest=f"<!-- c --><news>x</news><jobInfo>{info}</jobInfo>"), 200, CANCEL_JOB)

    assert reply.values["jobInfo/jobID"] == "a<c>d"


@pytest.mark.parametrize("status", [200, 400, 500, 503])
def test_a_fault_is_a_fault_under_any_status(status):
    with pytest.raises(Faulted, match=r"^jobID is too long$"):
        read(fault(), status, CANCEL_JOB)


def test_a_fault_of_soap_11_is_one_too():
    body = (
        b'<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body><E:Fault>'
        b"<faultcode>E:VersionMismatch</faultcode><faultstring>wrong version</faultstring></E:Fault></E:Body></E:Envelope>"
    )

    with pytest.raises(Faulted, match=r"^wrong version$"):
        read(body, 500, CANCEL_JOB)


def test_a_fault_without_a_reason_is_a_fault_still():
    with pytest.raises(Faulted, match=r"^no reason given$"):
        read(envelope("<E:Fault></E:Fault>"), 500, CANCEL_JOB)


MESSAGE = "<sp2:JobCancelResponse>{}</sp2:JobCancelResponse>"
RESULT = "<result><type>OK</type><code>0</code></result>"
INFO = "<jobInfo><jobID>1</jobID><onHold>{}</onHold><bookDuration>{}</bookDuration><disStatus>{}</disStatus></jobInfo>"
NO_REPLIES = {
    "nothing": b"",
    "white space": b" \n",
    "HTML": b"<!DOCTYPE html><html><body>Bad <b>gateway</b></body></html>",
    "HTML that is XML": b"<html><body><p/></body></html>",
    "JSON": b'{"result": 0}',
    "no envelope": f'<JobCancelResponse xmlns="{SP}"><result/></JobCancelResponse>'.encode(),
    "truncated": cancelled()[:-1],
    "two envelopes": cancelled() + cancelled(),
    "an unknown envelope": cancelled().replace(b"2003/05", b"2001/12"),
    "no body": b'<E:Envelope xmlns:E="http://www.w3.org/2003/05/soap-envelope"/>',
    "an empty body": envelope(""),
    "two messages": envelope(MESSAGE.format(RESULT) * 2),
    "another operation's reply": changed(),
    "a message of no namespace": envelope(f"<JobCancelResponse>{RESULT}</JobCancelResponse>"),
    "a message of another namespace": cancelled().replace(b"sp.xsd1", b"sp.xsd2"),
    "no result": envelope(MESSAGE.format("")),
    "a qualified result": envelope(MESSAGE.format("<sp2:result><type>OK</type><code>0</code></sp2:result>")),
    "two results": envelope(MESSAGE.format(RESULT + RESULT.replace("OK", "Error"))),
    "two codes": envelope(MESSAGE.format(RESULT.replace("</code>", "</code><code>1</code>"))),
    "no type": envelope(MESSAGE.format("<result><code>0</code></result>")),
    "an unknown type": cancelled("Fine"),
    "no code": envelope(MESSAGE.format("<result><type>OK</type></result>")),
    "a code that is no number": cancelled("Error", "SP_JOBID_INVALID"),
    "a negative code": cancelled("Error", "-1"),
    "an unknown dispatch status": cancelled(rest=INFO.format("true", 1, "Sleeping")),
    "a flag that is none": cancelled(rest=INFO.format("yes", 1, "Fixed")),
    "a duration that is none": cancelled(rest=INFO.format("true", "1.5", "Fixed")),
    "half a jobInfo": cancelled(rest="<jobInfo><jobID>1</jobID></jobInfo>"),
    "an unknown encoding": cancelled().replace(b"UTF-8", b"UTF-99"),
    "bytes that are no UTF-8": cancelled(rest="<x>?</x>").replace(b"?</x>", b"\xff</x>"),
    "an entity": cancelled(rest="<x>&e;</x>"),
    "an entity of a DTD": cancelled(rest="<x>&e;</x>").replace(b"<E:Env", b'<!DOCTYPE E [<!ENTITY e "x">]><E:Env', 1),
    "a file by entity": cancelled(rest="<x>&e;</x>").replace(
        b"<E:Env", b'<!DOCTYPE E [<!ENTITY e SYSTEM "file:///etc/passwd">]><E:Env', 1
    ),
}


@pytest.mark.parametrize("body", NO_REPLIES.values(), ids=NO_REPLIES)
def test_anything_else_is_no_reply(body):
    with pytest.raises(NotSoap):
        read(body, 200, CANCEL_JOB)


@pytest.mark.parametrize("status", [201, 202, 302, 404, 500])
def test_a_reply_under_another_status_is_no_reply(status):
    with pytest.raises(NotSoap):
        read(cancelled(), status, CANCEL_JOB)


BAD_POLLS = {
    "no time stamp": changed(stamp=""),
    "two time stamps": changed(stamp="<timeStampOut>17</timeStampOut><timeStampOut>18</timeStampOut>"),
    "a time stamp that is none": changed(stamp="<timeStampOut>soon</timeStampOut>"),
    "no id": changed(HEAD.replace("<workItemID>Dep-1306</workItemID>", "")),
    "an unknown type": changed(HEAD.replace("Job", "Break")),
    "an unknown dispatch status": changed(HEAD + ATTR.replace("Travelling", "Started")),
    "an empty attr": changed(HEAD + "<attr></attr>"),
    "a time with seconds": changed(HEAD + ATTR.replace("08:51", "08:51:00")),
    "a time that never was": changed(HEAD + ATTR.replace("01-10T08:51", "13-10T08:51")),
    "a jeopardy that is neither true nor false": changed(HEAD + "<jobJeopardy><noGo>maybe</noGo></jobJeopardy>"),
    "an overdue that is no number": changed(HEAD + ATTR.replace("-58", "late")),
    "one bad item after a good one": changed(HEAD, "<workItemID>2</workItemID>"),
}


@pytest.mark.parametrize("body", BAD_POLLS.values(), ids=BAD_POLLS)
def test_a_poll_that_does_not_keep_to_the_interface_is_no_reply(body):
    with pytest.raises(NotSoap):
        read(body, 200, GET_CHANGED_WORK_ITEMS)


def test_the_reason_shows_nothing_of_what_came():
    with pytest.raises(NotSoap) as found:
        read(changed(HEAD + ATTR.replace("Travelling", "S3CRET")), 200, GET_CHANGED_WORK_ITEMS)

    assert "S3CRET" not in str(found.value)
