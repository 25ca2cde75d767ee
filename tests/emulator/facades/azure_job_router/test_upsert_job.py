"""Upsert: a merge patch makes a job or changes it, and a job is a work item (AZ-L-01, AZ-L-05)."""

import json
from datetime import timedelta

import pytest

from tests.emulator.facades.azure_job_router.conftest import Router, refusal

EMPTY = {
    "requestedWorkerSelectors": [], "attachedWorkerSelectors": [], "labels": {}, "assignments": {}, "tags": {}, "notes": [],
    "matchingMode": {"kind": "queueAndMatch"},
}  # fmt: skip
SELECTOR = {"key": "skill", "labelOperator": "equal"}
WHOLE = {
    "channelReference": "ref", "channelId": "voice", "classificationPolicyId": "p1", "queueId": "q1", "priority": 5,
    "dispositionCode": "draft", "requestedWorkerSelectors": [SELECTOR], "labels": {"a": 1, "b": "x", "c": True, "d": 1.5},
    "tags": {"t": "u"}, "notes": [{"message": "hello", "addedAt": "2026-01-05T09:00:00+01:00"}],
    "matchingMode": {"kind": "queueAndMatch"},
}  # fmt: skip


def test_a_job_with_nothing_has_empty_collections_and_leaves_out_the_rest(router):
    response = router.upsert()

    assert response.status_code == 201
    etag = response.headers["ETag"]
    assert response.json == {"etag": etag, "id": "job-1", "status": "created", **EMPTY}
    assert response.headers["Last-Modified"] == "Mon, 05 Jan 2026 08:00:00 GMT"
    assert response.headers["api-supported-versions"] == "2023-11-01"


def test_every_member_comes_back(router):
    made = router.made(**WHOLE)

    assert made == router.get()
    shown = {name: made[name] for name in WHOLE}
    assert shown == {
        **WHOLE,
        "requestedWorkerSelectors": [{**SELECTOR, "status": "active"}],
        "notes": [{"message": "hello", "addedAt": "2026-01-05T08:00:00.0000000+00:00"}],
    }
    assert (made["status"], made["enqueuedAt"]) == ("queued", "2026-01-05T08:00:00.0000000+00:00")


def test_a_change_answers_200_with_another_etag_and_the_time(router):
    before = router.upsert()
    router.clock.advance(timedelta(minutes=5))

    after = router.upsert(body={"priority": 1})

    assert after.status_code == 200
    assert after.headers["ETag"] == after.json["etag"] != before.headers["ETag"]
    assert after.headers["Last-Modified"] == "Mon, 05 Jan 2026 08:05:00 GMT"
    assert after.json["priority"] == 1


def test_a_patch_that_changes_nothing_changes_no_etag(router):
    before = router.made(**WHOLE)

    assert router.upsert(body={"priority": 5, "labels": {"a": 1}}).json == before


def test_objects_merge_arrays_are_replaced_and_null_takes_away(router):
    router.made(**WHOLE)

    patch = {
        "labels": {"a": 2, "b": None, "e": "new"}, "tags": None, "notes": [{"message": "second"}],
        "requestedWorkerSelectors": [], "queueId": None, "priority": None,
    }  # fmt: skip
    after = router.upsert(body=patch).json

    assert after["labels"] == {"a": 2, "c": True, "d": 1.5, "e": "new"}
    assert (after["tags"], after["requestedWorkerSelectors"]) == ({}, [])
    assert after["notes"] == [{"message": "second", "addedAt": "2026-01-05T08:00:00.0000000+00:00"}]
    assert "queueId" not in after
    assert "priority" not in after
    assert after["channelId"] == "voice"


def test_what_is_read_only_or_unknown_is_ignored(router):
    read_only = {
        "id": "other", "etag": '"x"', "status": "closed", "enqueuedAt": "2020-01-01T00:00:00Z", "assignments": {"a": {}},
        "attachedWorkerSelectors": [SELECTOR], "scheduledAt": "2020-01-01T00:00:00Z", "unknown": [1], "left": 5, "version": 9,
    }  # fmt: skip
    made = router.made(**read_only)

    assert made == {"etag": made["etag"], "id": "job-1", "status": "created", **EMPTY}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, "created"),
        ({"queueId": "q1"}, "queued"),
        ({"classificationPolicyId": "p"}, "pendingClassification"),
        ({"classificationPolicyId": "p", "queueId": "q1"}, "queued"),
        ({"queueId": "q1", "matchingMode": {"kind": "suspend"}}, "waitingForActivation"),
        ({"matchingMode": {"kind": "scheduleAndSuspend", "scheduleAt": "2026-01-05T08:00:01Z"}}, "scheduled"),
        ({"matchingMode": {"kind": "scheduleAndSuspend", "scheduleAt": "2026-01-05T08:00:00Z"}}, "waitingForActivation"),
    ],
)
def test_a_status_says_what_a_job_waits_for(router, body, status):
    assert router.made(**body)["status"] == status


def test_a_scheduled_job_waits_for_activation_once_its_time_is_there(router):
    made = router.made(matchingMode={"kind": "scheduleAndSuspend", "scheduleAt": "2026-01-05T10:00:00+01:00"})
    router.clock.advance(timedelta(hours=1))

    after = router.get()

    assert made["scheduledAt"] == made["matchingMode"]["scheduleAt"] == "2026-01-05T09:00:00.0000000+00:00"
    assert (made["status"], after["status"]) == ("scheduled", "waitingForActivation")
    assert made["etag"] != after["etag"]


def test_a_mode_that_changes_forgets_when_it_was_scheduled(router):
    router.made(matchingMode={"kind": "scheduleAndSuspend", "scheduleAt": "2026-01-05T10:00:00Z"})

    after = router.upsert(body={"matchingMode": {"kind": "suspend"}}).json

    assert after["matchingMode"] == {"kind": "suspend"}
    assert "scheduledAt" not in after


def test_a_scheduled_mode_may_change_its_time_alone(router):
    router.made(matchingMode={"kind": "scheduleAndSuspend", "scheduleAt": "2026-01-05T10:00:00Z"})

    after = router.upsert(body={"matchingMode": {"scheduleAt": "2026-01-05T11:00:00Z"}}).json

    assert after["scheduledAt"] == "2026-01-05T11:00:00.0000000+00:00"


def test_a_selector_expires(router):
    selector = {**SELECTOR, "value": 5, "expiresAfterSeconds": 60, "expedite": True}
    made = router.made(requestedWorkerSelectors=[selector])
    router.clock.advance(timedelta(seconds=60))

    (before,), (after,) = made["requestedWorkerSelectors"], router.get()["requestedWorkerSelectors"]

    assert before == {**selector, "expiresAt": "2026-01-05T08:01:00.0000000+00:00", "status": "active"}
    assert after == {**before, "status": "expired"}


def seconds(value: object) -> dict[str, object]:
    return {"expiresAfterSeconds": value}


WRONG = [
    ({"channelId": 1}, "channelId"),
    ({"channelReference": []}, "channelReference"),
    ({"classificationPolicyId": {}}, "classificationPolicyId"),
    ({"queueId": True}, "queueId"),
    ({"dispositionCode": 1}, "dispositionCode"),
    ({"priority": "1"}, "priority"),
    ({"priority": 1.5}, "priority"),
    ({"priority": True}, "priority"),
    ({"priority": 2**31}, "priority"),
    ({"priority": -(2**31) - 1}, "priority"),
    ({"labels": []}, "labels"),
    ({"labels": {"a": []}}, "labels.a"),
    ({"labels": {"a": {}}}, "labels.a"),
    ({"tags": "x"}, "tags"),
    ({"notes": {}}, "notes"),
    ({"notes": ["x"]}, "notes[0]"),
    ({"notes": [{}]}, "notes[0].message"),
    ({"notes": [{"message": "x"}, {"message": None}]}, "notes[1].message"),
    ({"notes": [{"message": "x", "addedAt": "yesterday"}]}, "notes[0].addedAt"),
    ({"notes": [{"message": "x", "addedAt": "2026-01-05T08:00:00"}]}, "notes[0].addedAt"),
    ({"notes": [{"message": "x", "addedAt": 5}]}, "notes[0].addedAt"),
    ({"notes": [{"message": "x", "addedAt": "2026-02-30T08:00:00Z"}]}, "notes[0].addedAt"),
    ({"notes": [{"message": "x", "addedAt": "20260105T080000Z"}]}, "notes[0].addedAt"),
    ({"notes": [{"message": "x", "addedAt": "0001-01-01T00:00:00+01:00"}]}, "notes[0].addedAt"),
    ({"requestedWorkerSelectors": {}}, "requestedWorkerSelectors"),
    ({"requestedWorkerSelectors": [1]}, "requestedWorkerSelectors[0]"),
    ({"requestedWorkerSelectors": [{"labelOperator": "equal"}]}, "requestedWorkerSelectors[0].key"),
    ({"requestedWorkerSelectors": [{"key": "a"}]}, "requestedWorkerSelectors[0].labelOperator"),
    ({"requestedWorkerSelectors": [{"key": "a", "labelOperator": "like"}]}, "requestedWorkerSelectors[0].labelOperator"),
    ({"requestedWorkerSelectors": [{"key": "a", "labelOperator": []}]}, "requestedWorkerSelectors[0].labelOperator"),
    ({"requestedWorkerSelectors": [{**SELECTOR, "value": {}}]}, "requestedWorkerSelectors[0].value"),
    ({"requestedWorkerSelectors": [{**SELECTOR, "expedite": 1}]}, "requestedWorkerSelectors[0].expedite"),
    ({"requestedWorkerSelectors": [{**SELECTOR, **seconds("1")}]}, "requestedWorkerSelectors[0].expiresAfterSeconds"),
    ({"requestedWorkerSelectors": [{**SELECTOR, **seconds(True)}]}, "requestedWorkerSelectors[0].expiresAfterSeconds"),
    ({"requestedWorkerSelectors": [{**SELECTOR, **seconds(1e300)}]}, "requestedWorkerSelectors[0].expiresAfterSeconds"),
    ({"matchingMode": "queueAndMatch"}, "matchingMode"),
    ({"matchingMode": {}}, "matchingMode.kind"),
    ({"matchingMode": {"kind": "other"}}, "matchingMode.kind"),
    ({"matchingMode": {"kind": "scheduleAndSuspend"}}, "matchingMode.scheduleAt"),
    ({"matchingMode": {"kind": "scheduleAndSuspend", "scheduleAt": 5}}, "matchingMode.scheduleAt"),
    ({"matchingMode": {"kind": "suspend", "scheduleAt": 5}}, "matchingMode.scheduleAt"),
    ({"requestedWorkerSelectors": [{**SELECTOR, **seconds(25e10 + 1)}]}, "requestedWorkerSelectors[0].expiresAfterSeconds"),
    ({"requestedWorkerSelectors": [{**SELECTOR, **seconds(-6e10 - 1)}]}, "requestedWorkerSelectors[0].expiresAfterSeconds"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "member"), WRONG, ids=[json.dumps(body)[:60] for body, _ in WRONG])
def test_a_wrong_member_is_named_and_nothing_is_made(router, body, member):
    response = router.upsert(body=body)

    assert refusal(response) == (400, "BadRequest")
    message = response.json["error"]["message"]
    assert message.startswith(f"The member {member} ")
    assert ": expected " in message
    assert ", found " in message
    assert router.listed() == []
    assert router.control("GET", "/state")["records"] == {}


def test_a_number_that_no_double_can_hold_is_refused_in_a_label(router):
    response = router.upsert(body=b'{"labels": {"a": 1e999}}')

    assert refusal(response) == (400, "BadRequest")
    assert "labels has a number that is too large" in response.json["error"]["message"]


def test_texts_and_numbers_come_back_as_they_were(router):
    labels = {"": "", "\x00": "\ud800", "big": 2**60, "small": 1e-300, "\U0001f6e0": "ü", "true": False}

    made = router.upsert(body=json.dumps({"labels": labels, "channelReference": "x" * 100_000}).encode()).json

    assert made["labels"] == labels
    assert made["channelReference"] == "x" * 100_000


# -- the work item


def test_a_job_is_an_unresourced_work_item_of_the_unit(make_router):
    router: Router = make_router(azure_unit="AZURE")

    router.made()

    item = router.control("GET", "/work-items/job-1")
    assert (item["unit"], item["type"], item["employee"], item["start"], item["status"]) == (
        "AZURE",
        "Job",
        None,
        None,
        "Tentative",
    )
    assert [unit["id"] for unit in router.control("GET", "/units")][-1] == "AZURE"


def test_an_id_that_another_work_item_has_is_a_conflict(router):
    before = router.control("GET", "/state")

    response = router.upsert("J-1001")

    assert refusal(response) == (409, "Conflict")
    assert router.control("GET", "/state") == before


def test_a_job_that_is_deleted_can_be_made_anew(router):
    first = router.made(queueId="q1")
    router.cancel()
    router.delete()

    second = router.made(queueId="q1")

    assert second["status"] == "queued"
    assert second["etag"] != first["etag"]


def test_a_cancelled_job_can_still_be_changed_and_stays_cancelled(router):
    router.made()
    router.cancel()

    after = router.upsert(body={"labels": {"why": "rain"}})

    assert (after.status_code, after.json["status"], after.json["labels"]) == (200, "cancelled", {"why": "rain"})
    assert router.control("GET", "/state")["items"][-1]["id"] != "job-1"
