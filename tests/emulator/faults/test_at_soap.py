"""What becomes of a SOAP reply: as a direct caller sees it, and what each facade makes of it (SB-E-05)."""

import httpx
import pytest
from lxml import etree

from emulator.testing import in_process
from tests.emulator.soap_server.soap import cancel, envelope, poll

REST = "/up/v5/rest/scheduling"


def post(scheduling, message: str) -> httpx.Response:
    found: httpx.Response = scheduling.client.post("/soap", content=envelope(message))
    return found


def right(scheduling) -> bytes:
    """Give the reply to a cancel of J-1001 that nothing happens to."""
    with in_process() as other:
        return post(other, cancel("J-1001")).content


def is_xml(text: bytes) -> bool:
    try:
        etree.fromstring(text)
    except etree.XMLSyntaxError:
        return False
    return True


def test_a_reply_is_cut_after_so_many_bytes(scheduling):
    scheduling.order({"truncate": {"bytes": 100}})

    answer = post(scheduling, cancel("J-1001"))

    assert answer.status_code == 200
    assert answer.content == right(scheduling)[:100]
    assert answer.headers["content-length"] == "100"
    assert scheduling.work_item("J-1001") is None


def test_a_reply_is_cut_after_a_share(scheduling):
    scheduling.order({"truncate": {"share": 0.25}})

    whole = right(scheduling)

    assert post(scheduling, cancel("J-1001")).content == whole[: len(whole) // 4]


@pytest.mark.parametrize(
    ("rule", "well_formed"),
    [({"malformed": True}, False), ({"empty": True}, False), ({"content_type": "text/html"}, True)],
)
def test_a_reply_is_spoilt_and_the_call_takes_effect(scheduling, rule, well_formed):
    scheduling.order(rule)

    answer = post(scheduling, cancel("J-1001"))

    assert answer.status_code == 200
    assert is_xml(answer.content) is well_formed
    assert (answer.content == b"") is ("empty" in rule)
    assert answer.headers["content-type"] == rule.get("content_type", "application/soap+xml; charset=utf-8")
    assert scheduling.work_item("J-1001") is None


def test_a_reply_that_is_spoilt_may_be_a_refusal_or_a_fault_too(scheduling):
    scheduling.order({"code": 646, "malformed": True}, {"fault": "Receiver", "truncate": {"bytes": 20}})

    refused, faulty = (post(scheduling, cancel("J-1001")) for _ in range(2))

    assert b"<code>646</code>" in refused.content
    assert b"</un" in refused.content
    assert (faulty.status_code, len(faulty.content)) == (500, 20)


def test_a_fault_has_the_reason_that_was_ordered(scheduling):
    scheduling.order({"fault": "MustUnderstand", "reason": "not <today>"})

    answer = post(scheduling, cancel("J-1001"))

    assert b"MustUnderstand" in answer.content
    assert b"not &lt;today&gt;" in answer.content


@pytest.mark.parametrize("rule", [{"fault": "Receiver"}, {"status": 503}, {"reset": True}, {"hang": True}])
@pytest.mark.parametrize("performed", [False, True])
def test_a_call_takes_effect_behind_a_failure_only_where_that_is_ordered(scheduling, rule, performed):
    scheduling.order(rule | ({"performed": True} if performed else {}))

    scheduling.client.put(f"{REST}/CancelJob", json={"Id": "J-1001"})

    assert (scheduling.work_item("J-1001") is None) is performed


@pytest.mark.parametrize(
    ("rule", "error"),
    [({"reset": True}, httpx.ReadError), ({"hang": True}, httpx.ReadTimeout)],
)
@pytest.mark.parametrize("more", [{}, {"truncate": {"bytes": 10}}])
def test_a_direct_caller_meets_what_breaks_or_hangs_before_the_answer_or_in_it(scheduling, rule, error, more):
    scheduling.order(rule | more)

    with pytest.raises(error):
        post(scheduling, cancel("J-1001"))

    # What breaks off was on its way.
    assert (scheduling.work_item("J-1001") is None) is bool(more)


SPOILT = {
    "truncated": ({"truncate": {"share": 0.9}}, 502, "not-soap"),
    "malformed": ({"malformed": True}, 502, "not-soap"),
    "empty": ({"empty": True}, 502, "not-soap"),
    "broken off": ({"truncate": {"share": 0.9}, "reset": True}, 502, "not-soap"),
    "HTML": ({"status": 503, "body": "<html>busy</html>", "content_type": "text/html"}, 502, "not-soap"),
    "a fault": ({"fault": "Receiver"}, 502, "fault"),
    "reset": ({"reset": True}, 502, "unreachable"),
    "hanging": ({"hang": True}, 504, "timeout"),
    "hanging in the middle": ({"truncate": {"share": 0.5}, "hang": True}, 504, "timeout"),
    "late": ({"delay_ms": 3_600_000}, 504, "timeout"),
    "dripping too long": ({"drip": {"bytes": 1, "pause_ms": 1000}}, 504, "timeout"),
}


@pytest.mark.parametrize(("rule", "status", "code"), SPOILT.values(), ids=SPOILT)
def test_the_servicebroker_tells_what_came(scheduling, rule, status, code):
    scheduling.order({"operation": "CancelJob", **rule})

    answer = scheduling.client.put(f"{REST}/CancelJob", json={"Id": "J-1001"})

    assert (answer.status_code, answer.json()["Code"]) == (status, code)
    (exchange,) = scheduling.exchanges()
    assert [(one["rule"], one["at"]) for one in exchange["faults"]] == [(0, "soap")]


@pytest.mark.parametrize(
    ("rule", "sent"),
    [
        ({"drip": {"bytes": 100, "pause_ms": 10}}, "all of it, in time"),
        ({"delay_ms": 900}, "all of it"),
        ({"truncate": {"share": 1}, "reset": True}, "all of it, before the connection broke"),
        ({"content_type": "text/html"}, "all of it: it reads no content type"),
    ],
)
def test_the_servicebroker_takes_a_reply_that_is_whole(scheduling, rule, sent):
    scheduling.order({"operation": "CancelJob", **rule})

    assert scheduling.client.put(f"{REST}/CancelJob", json={"Id": "J-1001"}).json()["Success"] is True, sent


def test_a_field_of_the_message_is_looked_at(scheduling):
    scheduling.order(
        {"field": {"jobID": {"pattern": "^J-100[23]$"}, "cancelReason/cancelReasonId": 7}, "code": 646, "count": None}
    )

    def code(job_id: str, reason: int) -> str:
        body = {"Id": job_id, "CancelReason": {"cancelReasonId": reason}}
        payload = scheduling.client.put(f"{REST}/CancelJob", json=body).json()["Payload"]
        return str((payload.get("result") or payload["returnCode"])["code"])

    assert [code("J-1001", 7), code("J-1002", 6), code("J-1003", 7)] == ["0", "0", "646"]


def test_a_facade_or_a_direct_caller_can_be_struck_alone(scheduling):
    scheduling.order({"facade": "soap", "code": 646}, {"facade": "servicebroker", "code": 647})

    through = scheduling.client.put(f"{REST}/CancelJob", json={"Id": "J-1001"}).json()

    assert through["Payload"]["returnCode"]["code"] == "647"
    assert b"<code>646</code>" in post(scheduling, cancel("J-1001")).content


def items(scheduling, stamp: str = "") -> tuple[list[str], str]:
    """Poll NORTH by SOAP; give the ids and the stamp to go on with."""
    answer = post(scheduling, poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>" if stamp else ""))
    root = etree.fromstring(answer.content)
    return [found.text or "" for found in root.iter("workItemID")], root.findtext(".//timeStampOut") or ""


DUPLICATES = {"operation": "GetChangedWorkItems", "count": None, "duplicates": 2}


def test_a_feed_tells_the_newest_of_what_it_told_again_before_what_is_new(scheduling):
    scheduling.order(DUPLICATES)
    told, stamp = items(scheduling)
    scheduling.book("NEW")

    again, stamp = items(scheduling, stamp)

    assert again == [*told[-2:], "NEW"]
    assert items(scheduling, stamp) == ([told[-1], "NEW"], stamp)


def test_a_feed_tells_nothing_new_twice_and_no_more_than_it_may(scheduling):
    told, stamp = items(scheduling)
    scheduling.control("PATCH", "/units/NORTH", {"max_work_items": 2})
    scheduling.book("NEW")
    scheduling.order(DUPLICATES)

    assert items(scheduling, stamp)[0] == [told[-1], "NEW"]
    scheduling.book("NEWER")
    assert items(scheduling, stamp)[0] == ["NEW", "NEWER"]


def test_a_first_poll_has_nothing_to_tell_again(scheduling):
    told, _ = items(scheduling)
    scheduling.order(DUPLICATES)

    assert items(scheduling)[0] == told
