"""SOAP fuzzing: a server that answers wrongly is found out in every way. That ours does not is shown of the gate."""

from dataclasses import replace
from functools import cache

import pytest

from contracts.expected.soap_server import SoapServer
from contracts.run.budget import Budget
from contracts.run.events import Checked, NotExercised, RunContext
from contracts.run.exercises import SOAP_EXERCISES
from contracts.run.soap_codes import soap_codes
from contracts.run.soap_fuzzing import SECONDS, Variant, soap_fuzzing
from contracts.run.soap_wsdl import soap_wsdl
from contracts.strategies.soap_elements import ELEMENT_WAYS
from contracts.strategies.soap_envelopes import ENVELOPE_WAYS
from contracts.target import InProcess
from tests.contracts.run import soap_liars
from tests.contracts.run.soap_liars import ACCEPTED, FAULT, Lying, OneAnswer, reply

ON_THE_WIRE = SoapServer(control=False, by_url=True, max_body_bytes=20_000, unit="NORTH")
# No element of the Scheduling interface's requests has an enumeration.
NEVER_MADE = {"none of the enumeration's values"}
ROWS = [way.name for way in (*ELEMENT_WAYS, *ENVELOPE_WAYS) if way.name not in NEVER_MADE]


def context(target, *, seed=1, soap=None, budget=None, thorough=False):
    return RunContext(
        target=target,
        documents=(),
        seed=seed,
        budget=budget or Budget(None),
        soap=soap or SoapServer(),
        thorough=thorough,
    )


def failures(events):
    return [failure for event in events if isinstance(event, Checked) for failure in event.failures]


def failing(events):
    """Name the ways that failed."""
    return {event.name.removeprefix("soap fuzzing: ") for event in events if isinstance(event, Checked) and event.failures}


@cache
def answered(what):
    """Fuzz a server on the wire that has one answer to everything."""
    answer = {"accepts": reply(ACCEPTED), "refuses": reply(FAULT, status=500)}[what]
    return failing(soap_fuzzing(context(OneAnswer(answer), soap=ON_THE_WIRE)))


@pytest.fixture
def narrow(monkeypatch):
    """One variant, and of each way one spoiling: enough where any request shows a lie."""
    small = {"scenario": "empty", "max_body_bytes": 250_000, "profile": "lenient"}
    monkeypatch.setattr("contracts.run.soap_fuzzing.VARIANTS", (Variant(settings=small, wide=False),))


@pytest.mark.parametrize("row", ROWS)
def test_each_row_finds_a_server_that_accepts_everything_or_one_that_refuses_everything(row):
    assert f"{row} (lenient)" in answered("accepts") | answered("refuses")


@pytest.mark.parametrize("row", [way.name for way in ELEMENT_WAYS if way.name not in NEVER_MADE])
def test_a_lenient_server_is_no_strict_one(row):
    """What strict must refuse is accepted here, or it is valid and refused by somebody who refuses everything."""
    strict = replace(ON_THE_WIRE, strict=True)
    lenient = Lying({"scenario": "empty"})
    lenient.control("POST", "/units", {"id": "NORTH"})

    found = _strictly(strict, lenient) if row not in VALID else _refused(strict)

    assert f"{row} (strict)" in found


VALID = {"as short and as long as may be", "a number at its limits", "a boolean in each spelling"}


@cache
def _refused(server):
    return failing(soap_fuzzing(context(OneAnswer(reply(FAULT, status=500)), soap=server)))


_FOUND = {}


def _strictly(server, target):
    if "lenient" not in _FOUND:
        _FOUND["lenient"] = failing(soap_fuzzing(context(target, soap=replace(server, max_body_bytes=10 * 2**20))))
    return _FOUND["lenient"]


def _traceback(target, request, response):
    return replace(
        response, body=response.body.replace(b"<SOAP-ENV:Text", b"<!-- Traceback (most recent call last) --><SOAP-ENV:Text")
    )


def _html(target, request, response):
    return replace(response, headers={"content-type": "text/html"})


def _status(target, request, response):
    return replace(response, status=200 if response.status == 400 else response.status)


def _in_12(target, request, response):
    eleven, twelve = b"http://schemas.xmlsoap.org/soap/envelope/", b"http://www.w3.org/2003/05/soap-envelope"
    return replace(response, body=response.body.replace(eleven, twelve), headers=soap_liars.TYPE)


def _undeclared(target, request, response):
    return replace(response, body=response.body.partition(b"?>\n")[2] or response.body)


def _another_order(target, request, response):
    before, after = b"<type>OK</type><code>0</code>", b"<code>0</code><type>OK</type>"
    return replace(response, body=response.body.replace(before, after))


def _cancels_what_it_faults(target, request, response):
    if response.status == 400 and b"JobCancelRequest" in request.body:
        for item in target.control("GET", "/work-items"):
            target.control("DELETE", f"/work-items/{item['id']}")
    return response


def _keeps_what_it_cancels(target, request, response):
    if b"<jobInfo>" in response.body:
        id_ = response.body.partition(b"<jobID>")[2].partition(b"<")[0].decode()
        target.control("POST", "/work-items", {"id": id_, "unit": "CONTRACT"})
    return response


def _moves_stamps_at_a_quit(target, request, response):
    if b"QuitRequest" in request.body and response.status == 200:
        for item in target.control("GET", "/work-items"):
            target.control("PATCH", f"/work-items/{item['id']}", {"fixed": True})
            target.control("PATCH", f"/work-items/{item['id']}", {"fixed": False})
    return response


def _hangs_up(target, request, response):
    return (
        replace(response, status=0, headers={}, body=b"", broken="the connection broke")
        if b"<!DOCTYPE" in request.body
        else response
    )


def _unlogged(path, found):
    if not path.startswith("/journal"):
        return found
    return {**found, "last": 0, "exchanges": []}


@pytest.mark.parametrize(
    ("lies", "message", "clause"),
    [
        ({"lie": _traceback}, "the answer tells of the server's inside", None),
        ({"lie": _html}, "the content type is another", "SCH-T-09"),
        ({"lie": _status}, "a Sender fault in SOAP 1.2 comes with another status", "SCH-T-08"),
        ({"lie": _in_12}, "the answer is in another SOAP version", None),
        ({"lie": _undeclared}, "the answer does not declare UTF-8", "SCH-T-09"),
        ({"lie": _another_order}, "the reply breaks the schema", "SCH-R-01"),
        ({"lie": _cancels_what_it_faults}, "what is there was changed", "SCH-R-02"),
        ({"lie": _keeps_what_it_cancels}, "a cancel takes away more or less than its job", "SCH-C-02"),
        ({"lie": _moves_stamps_at_a_quit}, "work items were changed", "SCH-G-05"),
        ({"lie": _hangs_up}, "there is no whole answer", "SCH-T-10"),
        ({"told": _unlogged}, "the journal has not this request", None),
        ({"told": _unlogged}, "the journal has not every request", "SCH-R-02"),
    ],
)
def test_a_lie_is_found(narrow, lies, message, clause):
    found = [each for each in failures(soap_fuzzing(context(Lying(**lies)))) if each.message == message]

    assert found
    assert clause is None or any(clause in each.clauses for each in found)
    assert all(each.where for each in found)


def test_an_answer_that_takes_too_long_is_found(narrow):
    now = iter(range(0, 10**9, int(SECONDS) + 1))

    found = failures(soap_fuzzing(context(InProcess()), clock=lambda: next(now)))

    assert {each.message for each in found} == {"the answer takes too long"}


def test_the_same_seed_sends_the_same_requests_and_another_seed_others():
    logs = []
    for seed in (3, 3, 4):
        target = OneAnswer(reply(ACCEPTED))
        list(soap_fuzzing(context(target, seed=seed, soap=ON_THE_WIRE)))
        logs.append(target.asked)

    assert logs[0] == logs[1]
    assert logs[0] != logs[2]
    assert len(logs[0]) > 500


def test_a_server_that_cannot_be_looked_into_is_asked_to_cancel_nobody_s_job():
    target = OneAnswer(reply(ACCEPTED))

    list(soap_fuzzing(context(target, soap=ON_THE_WIRE)))
    list(soap_codes(context(target, soap=ON_THE_WIRE)))

    cancels = [body for _, _, _, body in target.asked if b"JobCancelRequest" in body and b"<jobID>" in body]
    named = {body.partition(b"<jobID>")[2].partition(b"</jobID>")[0].decode() for body in cancels}
    assert len(cancels) > 100
    assert {id_ for id_ in named if 1 <= len(id_) <= 50 and "<" not in id_} <= {"CONTRACT-no-such-job"}


def test_a_run_whose_time_is_spent_stops():
    now = iter(range(10**6))

    events = list(soap_fuzzing(context(OneAnswer(reply(ACCEPTED)), soap=ON_THE_WIRE, budget=Budget(50, lambda: next(now)))))

    assert [event.name for event in events if isinstance(event, NotExercised)] == ["soap fuzzing: the rest"]


def test_our_server_earns_every_code_and_serves_the_vendor_s_wsdl():
    events = [*soap_codes(context(InProcess())), *soap_wsdl(context(InProcess()))]

    assert failures(events) == []
    exercised = {clause for event in events if isinstance(event, Checked) for clause in event.clauses}
    assert {*SOAP_EXERCISES["soap codes"], *SOAP_EXERCISES["soap wsdl"]} <= exercised


def test_a_code_that_is_another_is_found():
    def lie(target, request, response):
        return replace(response, body=response.body.replace(b"<code>278<", b"<code>1<"))

    (found,) = failures(soap_codes(context(Lying(lie=lie))))

    assert (found.message, found.expected, found.found) == ("the message gets another result", ("Error", "278"), ("Error", "1"))
    assert "SCH-G-12" in found.clauses


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ((b'name="jobID" type="sp2:JobID"', b'name="JobID" type="sp2:JobID"'), "message JobCancelRequest: elements"),
        ((b'<xs:maxLength value="8"/>', b'<xs:maxLength value="9"/>'), "GetChangedWorkItemsRequest/FRUID: type"),
        ((b'name="cancelReason" type="sp2:CancelReason" minOccurs="0"', b'name="cancelReason" type="sp2:CancelReason"'),
         "JobCancelRequest/cancelReason: least"),
        ((b'maxOccurs="100000"', b'maxOccurs="10"'), "GetChangedWorkItemsResponse/workItem: most"),
        ((b"spPortType#Quit", b"spPortType#Leave"), "operation Quit: soapAction"),
        ((b'targetNamespace="http://www.servicepower.com/sp.xsd1"', b'targetNamespace="urn:x"'), "message JobCancelRequest"),
        ((b"http://127.0.0.1:8010/soap", b"http://elsewhere/soap"), ""),
        ((b"<wsdl:definitions", b"<wsdl:nothing"), "?wsdl"),
    ],
)  # fmt: skip
def test_a_wsdl_that_is_another_is_found(change, where):
    def lie(target, request, response):
        return replace(response, body=response.body.replace(*change))

    found = failures(soap_wsdl(context(Lying(lie=lie), soap=SoapServer(by_url=True))))

    assert where in [each.where for each in found]
    assert {each.clauses for each in found} == {("SCH-T-05",)}


def test_a_status_that_may_be_absent_is_no_other_wsdl():
    target = InProcess({"unresourced_status": "absent"})

    def found(**facts):
        return [each.where for each in failures(soap_wsdl(context(target, soap=SoapServer(by_url=True, **facts))))]

    assert found(status_required=False) == []
    assert found() == ["JobCancelResponse/jobInfo/disStatus: least"]
