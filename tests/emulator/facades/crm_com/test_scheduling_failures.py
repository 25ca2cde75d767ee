"""A Scheduling side that refuses, faults, hangs, breaks or is not there: one call, never a second, and a SYSTEM_ERROR."""

from typing import Any

import pytest

from tests.contracts.targets.servers import answering, unused_url
from tests.emulator.facades.crm_com.conftest import done, refusal

SYSTEM_ERROR = (500, "SYSTEM_ERROR")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"code": 646}, "Scheduling refused it for another reason (code 646)"),
        ({"fault": "Receiver"}, "Scheduling answered with a SOAP fault"),
        ({"fault": "Sender"}, "Scheduling answered with a SOAP fault"),
        ({"reset": True}, "no connection to Scheduling, or one broken before any reply"),
        ({"status": 503, "body": "secret of the upstream"}, "what came back is no reply to the call"),
        ({"status": 200, "body": "<html>secret</html>", "content_type": "text/html"}, "what came back is no reply to the call"),
        ({"status": 200, "body": ""}, "what came back is no reply to the call"),
    ],
)
def test_what_goes_wrong_at_scheduling_is_a_system_error_and_the_job_can_be_cancelled_later(crm, fault, says):
    job = crm.create()["number"]
    crm.order(**fault)

    answer = crm.cancel(job)

    assert refusal(answer) == SYSTEM_ERROR
    assert says in answer.json["status"]["message"]
    assert "secret" not in answer.text
    assert [call.operation for call in crm.last.soap] == ["CancelJob"]
    assert crm.show(job)["life_cycle_state"] == "PENDING"
    assert done(crm.cancel(job))["life_cycle_state"] == "CANCELLED"


def test_a_cancel_that_scheduling_takes_too_late_is_a_system_error_and_has_taken_effect(crm):
    job = crm.create()["number"]
    crm.order(delay=60.0)

    answer = crm.cancel(job)

    assert refusal(answer) == SYSTEM_ERROR
    assert "the whole reply was not there in time (10 s)" in answer.json["status"]["message"]
    assert len(crm.last.soap) == 1
    assert crm.show(job)["life_cycle_state"] == "CANCELLED"


def test_a_job_that_scheduling_does_not_know_is_not_found(crm):
    job = crm.create()["number"]
    crm.order(code=1)

    assert refusal(crm.cancel(job)) == (404, "JOB_NOT_FOUND")

    assert len(crm.last.soap) == 1
    assert crm.show(job)["life_cycle_state"] == "PENDING"


def test_a_warning_is_a_success(crm):
    job = crm.create()["number"]
    crm.order(code=646, type="Warning")

    assert done(crm.cancel(job))["life_cycle_state"] == "CANCELLED"


def test_with_errors_as_ok_a_system_error_is_200(make_crm):
    crm = make_crm(crm_error_status="ok")
    job = crm.create()["number"]
    crm.order(fault="Receiver")

    assert refusal(crm.cancel(job)) == (200, "SYSTEM_ERROR")


def test_without_a_scheduling_system_nothing_is_configured(make_crm):
    crm = make_crm(upstream="none")
    job = crm.create()["number"]

    answer = crm.cancel(job)

    assert refusal(answer) == SYSTEM_ERROR
    assert "no Scheduling system is configured" in answer.json["status"]["message"]
    assert crm.last.soap == ()


def test_a_scheduling_system_that_is_down_is_told(make_crm):
    crm = make_crm(upstream=unused_url())
    job = crm.create()["number"]

    assert refusal(crm.cancel(job)) == SYSTEM_ERROR
    assert crm.show(job)["life_cycle_state"] == "PENDING"


def test_a_scheduling_system_by_url_that_takes_the_cancel_cancels_the_job(make_crm):
    reply = (
        b'<E:Envelope xmlns:E="http://www.w3.org/2003/05/soap-envelope" xmlns:s="http://www.servicepower.com/sp.xsd1"><E:Body>'
        b"<s:JobCancelResponse><result><type>OK</type><code>0</code></result></s:JobCancelResponse></E:Body></E:Envelope>"
    )

    def talk(connection: Any) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: {len(reply)}\r\n\r\n"
        connection.sendall(head.encode() + reply)

    with answering(talk) as url:
        crm = make_crm(upstream=url)
        job = crm.create()["number"]
        assert crm.item(job) is None

        assert done(crm.cancel(job))["life_cycle_state"] == "CANCELLED"

    assert refusal(crm.cancel(job)) == (409, "INVALID_LIFE_CYCLE_STATE")
    assert [(entry.job, entry.facade) for entry in crm.audit] == [(job, "crm-com")]


def test_an_error_of_the_facade_s_own_is_a_system_error_without_its_text(crm, monkeypatch, caplog):
    def broken(*_: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(crm.emulator.store, "transaction", broken)

    answer = crm.get("jobs/all_scopes/list")

    assert refusal(answer) == SYSTEM_ERROR
    assert "secret" not in answer.text
    assert "a secret of ours" in caplog.text
