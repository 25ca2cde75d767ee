"""Each check sees its promise kept, and broken."""

from dataclasses import replace

import pytest

from contracts.checks import all_checks, judge
from contracts.document import load
from tests.contracts.checks.exchanges import (
    FAULT,
    LOGIN,
    OK,
    SUCCESS,
    TOKEN,
    cancel,
    changed,
    envelope,
    made,
    notified,
    own_refusal,
    refusal,
    refused,
    result,
    token,
    with_call,
    with_request,
    with_response,
)

DOCUMENT = load("servicebroker")
UNKNOWN = cancel(reply=result("Error", 1), answer=refusal("1"))
TOO_LONG = {"Id": "J-1", "CancelReason": {"cancelReasonDesc": "x" * 501}}
REASON = {"Id": "J-1", "CancelReason": {"cancelReasonId": 1, "cancelReasonDesc": "a<b"}}
REASON_SENT = (
    "<jobID>J-1</jobID><cancelReason><cancelReasonId>1</cancelReasonId>"
    "<cancelReasonDesc>a&lt;b</cancelReasonDesc></cancelReason>"
)
WARNED = {**SUCCESS, "Payload": {"result": {"type": "Warning", "code": "646"}}}
JOB_INFO = (
    "<jobInfo><jobID>J-1</jobID><onHold>false</onHold><bookDuration>60</bookDuration><disStatus>Tentative</disStatus></jobInfo>"
)
NO_METHOD = with_request(
    made("CancelJob", b"", status=405, answer=own_refusal("method"), headers={"allow": "PUT"}), method="GET"
)


STRANGER = token(status=401, answer=own_refusal("ClientId and ClientSecret"))


def unanswered(status, code):
    exchange = cancel(status=status, answer=own_refusal("Scheduling must answer", code))
    return with_call(exchange, response="", status=0)


def faulted(message="found the fault: the reason", *, status=502, code="fault"):
    return with_call(cancel(status=status, answer=own_refusal(message, code)), response=FAULT, status=400)


BAD_QUERIES = (
    "rowver=-1", "rowver=", "rowver", "rowver=x", "rowver=1.0", "rowver=%2B1", "rowver=1&rowver=1",
    "rowver=9223372036854775808", f"rowver={'9' * 9000}", "limit=0", "limit=2147483648", "limit=%FF",
    "wid=", "wid=" + "x" * 51, "wid=a&limit=1&wid=a",
)  # fmt: skip

UNANSWERED = with_response(cancel(calls=0), status=0, headers={}, body=b"", broken="no whole answer within 30 s")

KEPT = {
    "a_request_is_answered": [cancel(), UNKNOWN, refused({"Id": 1}), NO_METHOD],
    "an_answer_has_a_documented_status": [cancel(), UNKNOWN, refused(TOO_LONG, "cancelReasonDesc: 500")],
    "an_answer_is_of_its_content_type": [cancel(), changed(), refused({"Id": 1})],
    "an_answer_has_its_shape": [cancel(), changed(), UNKNOWN, refused({"Id": 1}), faulted()],
    "an_answer_has_its_headers": [NO_METHOD],
    "success_goes_with_the_result": [cancel(), UNKNOWN, cancel(reply=result("Warning", 646), answer=WARNED)],
    "a_refusal_has_its_status": [cancel(), UNKNOWN],
    "an_answer_says_what_the_reply_says": [cancel(), changed(), UNKNOWN, cancel(reply=OK + JOB_INFO)],
    "a_body_is_refused_where_the_document_says": [cancel(), refused(TOO_LONG, "cancelReasonDesc: 500"), UNKNOWN],
    "a_refused_request_makes_no_soap_call": [refused({"Id": 1})],
    "an_accepted_request_makes_one_soap_call": [cancel(), UNKNOWN, faulted(), unanswered(504, "timeout")],
    "each_value_arrives_in_its_element": [cancel(), cancel(REASON, sent=REASON_SENT), changed()],
    "nothing_else_is_sent": [cancel(), cancel(REASON, sent=REASON_SENT), cancel({"Id": "J-1", "Unknown": 1})],
    "the_login_comes_first": [cancel(), changed()],
    "elements_keep_their_order": [cancel(REASON, sent=REASON_SENT), changed()],
    "a_refusal_names_the_property": [refused({"Id": 1}), refused(TOO_LONG, "cancelReasonDesc: up to 500")],
    "a_request_is_refused_in_order": [NO_METHOD, made("CancelJob", b"{", status=400, answer=own_refusal("no JSON"))],
    "a_405_names_the_methods": [NO_METHOD],
    "a_wrong_value_comes_back_with_its_code": [
        cancel({"Id": ""}, sent="<jobID/>", reply=result("Error", 1), answer=refusal("1"))
    ],
    "a_code_is_documented": [UNKNOWN],
    "a_caller_is_known_by_its_values": [STRANGER],
    "a_call_of_its_own_makes_no_soap_call": [STRANGER, notified()],
    "a_query_is_refused_where_the_document_says": [
        notified(),
        notified(""),
        notified("rowver=0&limit=1&wid=J+1&x=1&x=2"),
        *(notified(f"{query}&x=1", status=400, answer=own_refusal("rowver, limit, wid")) for query in BAD_QUERIES),
    ],
    "a_failure_of_the_soap_side_is_told": [faulted(), unanswered(502, "unreachable"), unanswered(504, "timeout")],
}

BROKEN = [
    ("a_request_is_answered", UNANSWERED, "SB-H-01"),
    ("an_answer_has_a_documented_status", with_response(cancel(), status=201), "SB-H-05"),
    ("an_answer_is_of_its_content_type", with_response(cancel(), headers={"content-type": "text/html"}), "SB-H-01"),
    ("an_answer_is_of_its_content_type", with_response(cancel(), headers={}), "SB-H-01"),
    ("an_answer_is_of_its_content_type", with_response(cancel(), body=b"{"), "SB-H-01"),
    ("an_answer_has_its_shape", cancel(answer={**SUCCESS, "Code": 0}), "SB-E-01"),
    ("an_answer_has_its_shape", cancel(answer={**SUCCESS, "Message": "OK"}), "SB-E-01"),
    ("an_answer_has_its_shape", cancel(answer={k: v for k, v in SUCCESS.items() if k != "Message"}), "SB-E-01"),
    ("an_answer_has_its_shape", cancel(answer={**SUCCESS, "Extra": 1}), "SB-E-01"),
    ("an_answer_has_its_shape", cancel(answer={**SUCCESS, "Payload": {"result": {"type": "OK", "code": 0}}}), "SB-E-01"),
    (
        "an_answer_has_its_shape",
        cancel(answer={**SUCCESS, "Payload": {"result": {"type": "OK", "code": "0", "errNote": "x"}}}),
        "SB-E-01",
    ),
    ("an_answer_has_its_shape", cancel(answer={**SUCCESS, "Payload": {**SUCCESS["Payload"], "jobInfo": {}}}), "SB-C-04"),
    ("an_answer_has_its_shape", replace(UNKNOWN, response=cancel(answer={**refusal("1"), "Code": "9"}).response), "SB-E-02"),
    ("an_answer_has_its_shape", replace(UNKNOWN, response=cancel(answer={**refusal("1"), "Message": ""}).response), "SB-E-02"),
    (
        "an_answer_has_its_shape",
        cancel(
            reply=result("Error", 1),
            answer={"Success": False, "Code": 9, "Payload": {"result": {"type": "Error", "code": "1"}}},
        ),
        "SB-E-02",
    ),
    ("an_answer_has_its_shape", refused({"Id": 1}, ""), "SB-H-05"),
    (
        "an_answer_has_its_shape",
        made("CancelJob", {"Id": 1}, status=400, answer={"Success": False, "Code": 400, "Message": "Id"}),
        "SB-H-05",
    ),
    ("an_answer_has_its_shape", made("CancelJob", {"Id": 1}, status=400, answer=own_refusal("Id", "9")), "SB-H-05"),
    ("an_answer_has_its_shape", unanswered(502, "timeout"), "SB-E-05"),
    ("an_answer_has_its_headers", with_response(NO_METHOD, headers={"content-type": "application/json"}), "SB-H-04"),
    ("success_goes_with_the_result", cancel(reply=result("Error", 1)), "SB-E-02"),
    ("success_goes_with_the_result", cancel(reply=result("Warning", 646), answer=refusal("646")), "SB-E-04"),
    ("success_goes_with_the_result", cancel(answer=refusal("0")), "SB-E-01"),
    ("a_refusal_has_its_status", with_response(UNKNOWN, status=400), "SB-E-03"),
    ("a_refusal_has_its_status", with_response(cancel(), status=201), "SB-E-01"),
    ("an_answer_says_what_the_reply_says", cancel(reply=result("Warning", 646), answer=SUCCESS), "SB-E-04"),
    ("an_answer_says_what_the_reply_says", cancel(reply=result("Error", 2), answer=refusal("1")), "SB-E-02"),
    ("an_answer_says_what_the_reply_says", changed(reply=f"{OK}<timeStampOut>6</timeStampOut>"), "SB-G-02"),
    ("a_body_is_refused_where_the_document_says", cancel(TOO_LONG), "SB-C-06"),
    ("a_body_is_refused_where_the_document_says", cancel({"Id": None}), "SB-C-06"),
    ("a_body_is_refused_where_the_document_says", refused({"Id": "x" * 51}, "Id is too long"), "SB-C-05"),
    ("a_body_is_refused_where_the_document_says", refused({"Id": "\U0001f9ea" * 50}, "Id is too long"), "SB-C-05"),
    ("a_body_is_refused_where_the_document_says", refused({"FRU": "N"}, "Options", operation="GetChangedWorkItems"), "SB-G-04"),
    ("a_body_is_refused_where_the_document_says", with_request(faulted(), body=b'{"Id":7}'), "SB-C-06"),
    ("a_refused_request_makes_no_soap_call", cancel({"Id": 1}, status=400, answer=own_refusal("Id")), "SB-H-05"),
    ("an_accepted_request_makes_one_soap_call", cancel(calls=2), "SB-P-01"),
    ("an_accepted_request_makes_one_soap_call", cancel(calls=0), "SB-P-01"),
    ("an_accepted_request_makes_one_soap_call", replace(cancel(), soap=changed().soap), "SB-P-01"),
    ("each_value_arrives_in_its_element", cancel(sent="<jobId>J-1</jobId>"), "SB-C-01"),
    ("each_value_arrives_in_its_element", cancel(sent="<jobID>J-</jobID>"), "SB-C-01"),
    ("each_value_arrives_in_its_element", cancel({"Id": "J-1", "CancelReason": {}}), "SB-C-01"),
    (
        "each_value_arrives_in_its_element",
        cancel(REASON, sent=REASON_SENT.replace("cancelReasonDesc", "cancelDescription")),
        "SB-C-02",
    ),
    ("each_value_arrives_in_its_element", cancel(REASON, sent=REASON_SENT.replace("Id>1<", "Id>2<")), "SB-C-02"),
    ("each_value_arrives_in_its_element", changed({"FRU": "N", "OffsetId": 5, "Options": {}}), "SB-G-05"),
    ("each_value_arrives_in_its_element", changed({"FRU": "N", "Options": {"JeopOnly": False}}), "SB-G-01"),
    ("each_value_arrives_in_its_element", changed(sent="<FRUID>N</FRUID>"), "SB-G-01"),
    ("nothing_else_is_sent", cancel({"Id": "J-1", "CancelReason": None}, sent="<jobID>J-1</jobID><cancelReason/>"), "SB-C-07"),
    ("nothing_else_is_sent", cancel({"Id": "J-1", "Extra": 1}, sent="<jobID>J-1</jobID><Extra>1</Extra>"), "SB-P-01"),
    ("nothing_else_is_sent", cancel(sent="<jobID>J-1</jobID><jobID>J-1</jobID>"), "SB-P-01"),
    (
        "nothing_else_is_sent",
        changed({"FRU": "N", "OffsetId": "", "Options": {}}, sent="<FRUID>N</FRUID><timeStampIn/><options/>"),
        "SB-G-05",
    ),
    (
        "the_login_comes_first",
        with_call(cancel(), request=envelope("JobCancelRequest", "<jobID>J-1</jobID>" + LOGIN)),
        "SB-P-01",
    ),
    ("the_login_comes_first", with_call(cancel(), request=envelope("JobCancelRequest", "<jobID>J-1</jobID>")), "SB-P-01"),
    ("the_login_comes_first", with_call(cancel(), request=cancel().soap[0].request.replace("broker", "someone")), "SB-P-01"),
    ("elements_keep_their_order", cancel(REASON, sent=REASON_SENT.partition("</jobID>")[2] + "<jobID>J-1</jobID>"), "SB-C-01"),
    (
        "elements_keep_their_order",
        with_call(cancel(), request=envelope("JobCancelRequest", LOGIN + "<jobID>J-1</jobID>", "urn:x")),
        "SB-C-01",
    ),
    ("a_refusal_names_the_property", refused({"Id": 1}, "something is wrong"), "SB-H-05"),
    ("a_refusal_names_the_property", refused(TOO_LONG, "cancelReasonDesc is too long"), "SB-H-05"),
    ("a_request_is_refused_in_order", with_response(NO_METHOD, status=404), "SB-H-04"),
    ("a_request_is_refused_in_order", with_response(cancel(), status=415), "SB-H-04"),
    ("a_request_is_refused_in_order", with_request(cancel(), headers={}), "SB-H-04"),
    ("a_request_is_refused_in_order", with_request(cancel(), path="/up/v5/rest/scheduling/canceljob"), "SB-H-04"),
    ("a_request_is_refused_in_order", with_request(cancel(), body=b'{"Id":"J","Id":"K"}'), "SB-H-04"),
    (
        "a_405_names_the_methods",
        with_response(NO_METHOD, headers={"content-type": "application/json", "allow": "GET, PUT"}),
        "SB-H-04",
    ),
    ("a_wrong_value_comes_back_with_its_code", cancel({"Id": ""}, sent="<jobID/>"), "SB-C-05"),
    (
        "a_wrong_value_comes_back_with_its_code",
        changed({"FRU": "NORTH", "OffsetId": "x", "Options": {}}, reply=result("Error", 80), answer=refusal("80")),
        "SB-G-05",
    ),
    ("a_code_is_documented", cancel(reply=result("Error", 1), answer=refusal("2")), "SB-C-04"),
    ("a_caller_is_known_by_its_values", token(), "SB-H-03"),
    ("a_caller_is_known_by_its_values", with_response(STRANGER, status=403), "SB-H-03"),
    ("a_body_is_refused_where_the_document_says", token(GrantType="password"), "SB-H-03"),
    ("a_body_is_refused_where_the_document_says", token(ExpiresInSeconds=31536001), "SB-H-03"),
    ("an_answer_has_its_shape", token(answer={**TOKEN, "token_type": "Bearer"}), "SB-H-03"),
    ("an_answer_has_its_shape", notified(answer={"rowver": "0", "row": []}), "SB-N-01"),
    ("a_call_of_its_own_makes_no_soap_call", notified(soap=cancel().soap), "SB-N-01"),
    ("a_query_is_refused_where_the_document_says", notified(status=400, answer=own_refusal("rowver")), "SB-N-01"),
    ("a_query_is_refused_where_the_document_says", notified("limit=0", status=400, answer=own_refusal("wrong")), "SB-N-01"),
    *(("a_query_is_refused_where_the_document_says", notified(query), "SB-N-01") for query in BAD_QUERIES),
    ("a_failure_of_the_soap_side_is_told", faulted(status=500, code="internal"), "SB-E-05"),
    ("a_failure_of_the_soap_side_is_told", faulted("found a fault"), "SB-E-05"),
    ("a_failure_of_the_soap_side_is_told", with_call(faulted(), response="<html/>"), "SB-E-05"),
    ("a_failure_of_the_soap_side_is_told", unanswered(502, "fault"), "SB-E-05"),
]


def found_by(name, exchange, document=DOCUMENT):
    return next((each for each in judge(document, exchange) if each.check.name == name), None)


@pytest.mark.parametrize(("name", "exchange"), [(name, each) for name, exchanges in KEPT.items() for each in exchanges])
def test_a_sound_exchange_keeps_every_promise(name, exchange):
    judgement = found_by(name, exchange)

    assert judgement is not None, "the check did not apply"
    assert [failure for each in judge(DOCUMENT, exchange) for failure in each.failures] == []


@pytest.mark.parametrize(("name", "exchange", "clause"), BROKEN)
def test_a_broken_promise_is_named_with_its_clause(name, exchange, clause):
    judgement = found_by(name, exchange)

    assert judgement is not None, "the check did not apply"
    assert judgement.failures
    assert all(clause in failure.clauses for failure in judgement.failures), judgement.failures
    assert clause in judgement.clauses
    assert all(failure.exchange is exchange for failure in judgement.failures)


def test_every_check_is_seen_kept_and_broken():
    names = {each.name for each in all_checks()}

    assert names == set(KEPT)
    assert names == {name for name, _, _ in BROKEN}


def test_every_check_says_what_it_promises():
    assert all(each.promise.endswith(".") and each.clauses for each in all_checks())


def test_what_is_not_the_facades_is_not_judged():
    assert judge(DOCUMENT, with_request(cancel(), path="/soap")) == ()


@pytest.mark.parametrize("body", [b"", b"\xff", b"[1", b'"text"', b"null", b"[[[" * 50_000])
def test_no_check_raises_on_an_answer_that_is_nonsense(body):
    assert judge(DOCUMENT, with_response(cancel(), body=body))


@pytest.mark.parametrize("text", ["", "nonsense", "<a>", envelope("Other", "")])
def test_no_check_raises_on_soap_that_is_nonsense(text):
    assert judge(DOCUMENT, with_call(cancel(), request=text, response=text))


def test_a_reason_sent_to_an_old_scheduling_breaks_its_own_clause():
    judgement = found_by(
        "nothing_else_is_sent", cancel(REASON, sent=REASON_SENT), DOCUMENT.under({"scheduling_version": "11.2"})
    )

    assert {failure.clauses for failure in judgement.failures} == {("SB-C-03",)}


def test_the_credentials_that_are_asked_for_decide():
    document = DOCUMENT.under({"auth": True, "token": "right"})
    good = with_request(cancel(), headers={"Content-Type": "application/json", "Authorization": "Bearer right"})
    wrong = with_request(cancel(), headers={"Content-Type": "application/json", "Authorization": "Bearer wrong"})

    assert found_by("a_request_is_refused_in_order", good, document).failures == ()
    assert "SB-H-02" in found_by("a_request_is_refused_in_order", wrong, document).failures[0].clauses


def test_a_known_client_gets_a_token_and_only_it():
    document = DOCUMENT.under({"auth_type": "JWT", "client_id": "emulator-client", "client_secret": "emulator-secret"})
    name = "a_caller_is_known_by_its_values"

    assert [failure for each in judge(document, token()) for failure in each.failures] == []
    assert found_by(name, token(ClientId="other"), document).failures
    assert found_by(name, token(status=401, answer=own_refusal("ClientId")), document).failures


def test_job_info_that_is_asked_for_must_be_there():
    document = DOCUMENT.under({"payload_job_info": True})

    judgement = found_by("an_answer_says_what_the_reply_says", cancel(reply=OK + JOB_INFO), document)

    assert [failure.clauses for failure in judgement.failures] == [("SB-C-04",)]
