"""If-Match and If-Unmodified-Since on an upsert (AZ-L-01)."""

from datetime import timedelta

import pytest

from tests.emulator.facades.azure_job_router.conftest import refusal

UNMET = (412, "PreconditionFailed")


def test_the_current_etag_is_good_once(router):
    etag = router.made()["etag"]

    assert router.upsert(body={"priority": 1}, headers={"If-Match": etag}).status_code == 200
    assert refusal(router.upsert(body={"priority": 2}, headers={"If-Match": etag})) == UNMET
    assert router.get()["priority"] == 1


@pytest.mark.parametrize("form", ["{}", '"x", {}', '{},"y"', "*", " * "])
def test_one_of_several_etags_or_any_will_do(router, form):
    etag = router.made()["etag"]

    assert router.upsert(body={}, headers={"If-Match": form.format(etag)}).status_code == 200


@pytest.mark.parametrize("form", ['"x"', "W/{}", "", "x", '"', ", ,"])
def test_another_etag_a_weak_one_and_none_will_not(router, form):
    etag = router.made()["etag"]

    assert refusal(router.upsert(body={}, headers={"If-Match": form.format(etag)})) == UNMET


@pytest.mark.parametrize("form", ["*", '"x"'])
def test_a_job_that_is_not_there_matches_nothing_and_is_not_made(router, form):
    assert refusal(router.upsert(body={}, headers={"If-Match": form})) == UNMET
    assert router.listed() == []


def test_an_etag_from_before_a_cancel_through_another_door_matches_no_more(router):
    etag = router.made()["etag"]
    router.client.put("/up/v5/rest/scheduling/CancelJob", json={"Id": "job-1"})

    assert refusal(router.upsert(body={}, headers={"If-Match": etag})) == UNMET


@pytest.mark.parametrize(
    ("since", "good"),
    [
        ("Mon, 05 Jan 2026 08:00:00 GMT", True),
        ("Mon, 05 Jan 2026 08:00:01 GMT", True),
        ("Mon, 05 Jan 2026 07:59:59 GMT", False),
        ("Mon, 05 Jan 2026 08:59:59 +0100", False),
        ("yesterday", True),
        ("", True),
    ],
)
def test_a_job_that_changed_since_is_not_changed(router, since, good):
    router.clock.advance(timedelta(milliseconds=700))
    router.made()

    response = router.upsert(body={"priority": 1}, headers={"If-Unmodified-Since": since})

    assert response.status_code == 200 if good else refusal(response) == UNMET


def test_a_date_does_not_matter_beside_an_etag_nor_for_a_job_that_is_not_there(router):
    long_ago = {"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}

    made = router.upsert(body={}, headers=long_ago)
    changed = router.upsert(body={}, headers={**long_ago, "If-Match": made.headers["ETag"]})

    assert (made.status_code, changed.status_code) == (201, 200)
