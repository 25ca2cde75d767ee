"""Errors: one shape, or the one that the live service has been recorded with (AZ-E-01, AZ-E-02, AZ-C-05)."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from werkzeug.wsgi import get_input_stream

from tests.contracts.targets.servers import serving, unused_url
from tests.emulator.facades.azure_job_router.conftest import VERSION, Router, refusal
from tests.emulator.soap_client.fake_scheduling import FakeScheduling, cancelled, contents

FAILED = (500, "InternalServerError")


def test_a_recorded_error_is_wrapped_otherwise_and_has_no_header(make_router):
    router: Router = make_router(azure_error_wrapper="communicationError", azure_access_keys="YWJj")

    for response in (router.call("GET", "/jobs/x"), router.signed("YWJj", "GET", f"/routing/jobs/x?{VERSION}")):
        code = "Denied" if response.status_code == 401 else "NotFound"
        assert refusal(response, "communicationError") == (response.status_code, code)


@pytest.mark.parametrize(
    ("rule", "expected", "says"),
    [
        ({"code": 1}, (404, "NotFound"), "The item was not found."),
        ({"code": 646}, FAILED, "(code 646)"),
        ({"code": 9001, "type": "Error"}, FAILED, "(code 9001)"),
        ({"fault": "Receiver"}, FAILED, "SOAP fault"),
        ({"status": 503, "body": "<html>busy</html>", "content_type": "text/html"}, FAILED, "no reply to the call"),
        ({"status": 200, "body": ""}, FAILED, "no reply to the call"),
        ({"reset": True}, FAILED, "no connection"),
    ],
)
def test_what_scheduling_does_not_do_is_told_once_and_the_job_stays_as_it_was(router, rule, expected, says):
    before = router.made(queueId="q1")
    router.control("PUT", "/faults", [{"operation": "CancelJob", "count": 1, **rule}])

    response = router.cancel(body={"note": "off"})

    assert refusal(response) == expected
    assert says in response.json["error"]["message"]
    assert "busy" not in response.text
    assert len(router.sent()) == 1
    assert router.get() == before
    assert router.cancel().status_code == 200


def test_a_time_out_is_told_and_the_job_is_what_scheduling_made_of_it(router):
    router.made(queueId="q1")
    router.control("PUT", "/faults", [{"operation": "CancelJob", "count": 1, "delay_ms": 10_001}])

    response = router.cancel(body={"note": "off"})

    assert refusal(response) == FAILED
    assert "(10 s)" in response.json["error"]["message"]
    assert len(router.sent()) == 1
    # The reply came too late, but the cancel was done.
    assert "job-1" not in [item["id"] for item in router.control("GET", "/work-items")]
    assert router.get()["status"] == "cancelled"


def test_a_warning_is_a_cancel(router):
    router.made()
    router.control("PUT", "/faults", [{"operation": "CancelJob", "count": 1, "code": 9002, "type": "Warning"}])

    assert router.cancel().status_code == 200
    assert router.get()["status"] == "cancelled"


def test_a_wrong_login_is_schedulings_refusal(make_router):
    router: Router = make_router(logins=[{"database_user": "D", "password": "P", "sp_user": "S"}])
    router.made()

    assert refusal(router.cancel()) == FAILED
    assert router.get()["status"] == "created"


# -- another Scheduling system upstream


class Behind(FakeScheduling):
    """A fake Scheduling behind a server, whose input has no end of its own."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return super().__call__({**environ, "wsgi.input": get_input_stream(environ)}, start_response)


def lives(router: Router) -> list[Any]:
    router.made(queueId="q1")
    first = router.cancel(body={"note": "off", "dispositionCode": "7"})
    return [first, router.get()["status"], router.cancel().status_code, router.delete().status_code]


def test_with_an_upstream_the_job_is_here_alone_and_its_cancel_goes_out(make_router):
    scheduling = Behind(cancelled())
    with serving(scheduling) as url:
        router: Router = make_router(upstream=url)
        first, *rest = lives(router)

    assert (first.status_code, rest) == (200, ["cancelled", 409, 204])
    (request,) = scheduling.requests
    assert list(contents(request).items())[:5] == [
        ("login", ""), ("login/databaseUser", "SCHEMA"), ("login/password", "secret"), ("login/spUser", "broker"),
        ("jobID", "job-1"),
    ]  # fmt: skip
    assert scheduling.sent["cancelReason/cancelReasonId"] == "7"
    assert router.control("GET", "/state")["items"] == Router().control("GET", "/state")["items"]
    assert [entry["job"] for entry in router.control("GET", "/audit")] == ["job-1"]


def test_with_an_upstream_an_id_that_the_embedded_system_has_is_free(make_router):
    with serving(Behind(cancelled("Error", "1"))) as url:
        router: Router = make_router(upstream=url)
        router.made("J-1001")

        assert refusal(router.cancel("J-1001")) == (404, "NotFound")


@pytest.mark.parametrize("upstream", ["none", "down"])
def test_without_a_scheduling_system_a_cancel_fails_and_the_rest_works(make_router, upstream):
    router: Router = make_router(upstream=upstream if upstream == "none" else unused_url())

    first, *rest = lives(router)

    assert refusal(first) == FAILED
    assert rest == ["queued", 500, 409]
