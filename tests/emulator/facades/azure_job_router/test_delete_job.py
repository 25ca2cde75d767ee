"""Delete: what has ended can be deleted, what is live cannot (AZ-L-03, AZ-L-04)."""

import pytest

from tests.emulator.facades.azure_job_router.conftest import refusal
from tests.emulator.facades.azure_job_router.test_cancel_job import ENDED


@ENDED
def test_a_job_that_has_ended_is_deleted_and_then_unknown(router, end, status):
    router.made()
    end(router)

    response = router.delete()

    assert (response.status_code, response.data) == (204, b"")
    assert "Content-Type" not in response.headers
    for again in (router.call("GET", "/jobs/job-1"), router.delete(), router.cancel()):
        assert refusal(again) == (404, "NotFound")
    assert router.listed() == []


@pytest.mark.parametrize("body", [{}, {"queueId": "q1"}, {"matchingMode": {"kind": "suspend"}}])
def test_a_live_job_is_a_conflict_and_stays(router, body):
    before = router.made(**body)

    response = router.delete()

    assert refusal(response) == (409, "Conflict")
    assert before["status"] in response.json["error"]["message"]
    assert router.get() == before
