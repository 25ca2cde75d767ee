"""Our emulator in this process, as a target."""

import pytest

from contracts.exchange import Request
from contracts.target import FIRST_STAMP, InProcess, NotPossible, TargetError

CANCEL = "/up/v5/rest/scheduling/CancelJob"
QUIT = (
    b'<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>'
    b'<q:QuitRequest xmlns:q="http://www.servicepower.com/sp.xsd1"/></e:Body></e:Envelope>'
)


def cancel(job: str) -> Request:
    return Request(method="PUT", path=CANCEL, headers={"Content-Type": "application/json"}, body=b'{"Id":"%s"}' % job.encode())


def quit_() -> Request:
    return Request(method="POST", path="/soap", headers={"Content-Type": "application/soap+xml"}, body=QUIT)


@pytest.fixture
def target():
    target = InProcess()
    yield target
    target.close()


def test_a_request_is_told_with_the_soap_call_it_caused(target):
    exchange = target.rest(cancel("J-1001"), operation="CancelJob")

    (call,) = exchange.soap
    assert exchange.response.json()["Success"] is True
    assert (exchange.operation, call.operation, call.status) == ("CancelJob", "CancelJob", 200)
    assert "<jobID>J-1001</jobID>" in call.request
    assert "<code>0</code>" in call.response


def test_a_request_that_the_facade_refuses_has_no_soap(target):
    target.rest(cancel("J-1001"))

    exchange = target.rest(Request(method="PUT", path=CANCEL, body=b"{"))

    assert (exchange.response.status, exchange.soap) == (415, ())


def test_soap_and_control_calls_are_not_taken_for_the_next_request_s(target):
    assert target.soap(quit_()).status == 200

    assert [call.operation for call in target.rest(cancel("J-1001")).soap] == ["CancelJob"]


def test_a_journal_that_was_emptied_still_tells_the_next_request_s_soap(target):
    target.rest(cancel("J-1001"))
    target.control("DELETE", "/journal")

    assert [call.operation for call in target.rest(cancel("J-1001")).soap] == ["CancelJob"]


def test_more_requests_than_the_journal_keeps_are_still_told_apart(target):
    sent = [f"J-{1001 + n}" for n in range(40)]

    told = [target.rest(cancel(job)).soap for job in sent]

    assert [f"<jobID>{job}</jobID>" in soap[0].request and len(soap) == 1 for job, soap in zip(sent, told, strict=True)] == [
        True
    ] * 40


def test_every_run_begins_at_the_same_time_with_the_same_stamps(target):
    stamps = set()
    for each in (target, InProcess()):
        assert each.control("GET", "/clock") == {"now": "2026-01-05T08:00:00Z", "running": False}
        body = b'{"FRU":"NORTH","Options":{}}'
        path = "/up/v5/rest/scheduling/GetChangedWorkItems"
        headers = {"Content-Type": "application/json"}
        exchange = each.rest(Request(method="PUT", path=path, headers=headers, body=body))
        stamps.add(int(exchange.response.json()["Payload"]["OffsetId"]))

    assert len(stamps) == 1
    assert FIRST_STAMP <= stamps.pop() < FIRST_STAMP + 1000


def test_other_settings_make_an_emulator_of_their_own(target):
    target.rest(cancel("J-1001"))

    with target.with_settings({"error_status": 400}) as other:
        assert other.rest(cancel("J-1001")).response.json()["Success"] is True
        assert other.rest(cancel("J-1001")).response.status == 400
        with other.with_settings({"validation": "broker"}) as both:
            assert both.name == "the emulator in this process error_status=400 validation=broker"
    assert target.rest(cancel("J-1001")).response.status == 200


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"errorstatus": 400}, r"unknown setting 'errorstatus' \(from the run\); did you mean error_status\?"),
        ({"error_status": 300}, r"setting error_status: expected .* found 300 \(from the run\)"),
        ({"tz_GCJAPI": "2"}, r"setting workitem_times: expected 'local' with tz_GCJAPI='2'"),
        ({"scenario": "nowhere.yaml"}, r"nowhere\.yaml"),
    ],
)
def test_settings_that_cannot_be_are_not_possible(target, settings, message):
    with pytest.raises(NotPossible, match=message), target.with_settings(settings):
        pass


def test_what_the_control_api_refuses_is_told_with_its_reason(target):
    with pytest.raises(
        NotPossible, match=r"GET http://127\.0\.0\.1:8010/_emulator/work-items/none: the control API answers 404"
    ):
        target.control("GET", "/work-items/none")


def test_a_soap_call_whose_connection_breaks_is_told_with_its_url(target):
    target.control("PUT", "/faults", [{"reset": True}])

    with pytest.raises(TargetError, match=r"POST http://127\.0\.0\.1:8010/soap: the connection broke"):
        target.soap(quit_())


def test_a_delay_takes_no_time(target):
    target.control("PUT", "/faults", [{"delay_ms": 3_600_000}])

    assert target.soap(quit_()).status == 200
