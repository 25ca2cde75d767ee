"""A job has one life: what happens to it through any door shows here, and what happens here shows at every door (AZ-L-05)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.emulator.facades.azure_job_router.conftest import Router
from tests.emulator.soap_server.soap import cancel, envelope, poll


def soap(router: Router, message: str) -> str:
    response = router.client.post("/soap", data=envelope(message), content_type="application/soap+xml")
    assert response.status_code == 200
    return response.text


def by_soap(router: Router) -> None:
    assert "<type>OK</type>" in soap(router, cancel("job-1"))


def by_servicebroker(router: Router) -> None:
    answer = router.client.put("/up/v5/rest/scheduling/CancelJob", json={"Id": "job-1"})
    assert answer.json["Success"] is True


def by_itself(router: Router) -> None:
    assert router.cancel().status_code == 200


def by_the_control_api(router: Router) -> None:
    router.control("DELETE", "/work-items/job-1")


def by_the_timeline(router: Router) -> None:
    state = router.control("GET", "/state")
    router.control("PUT", "/state", {**state, "timeline": [{"at": "+1m", "cancel": {"id": "job-1"}}]})
    router.control("POST", "/clock/advance", {"seconds": 60})


DOORS = [by_soap, by_servicebroker, by_itself, by_the_control_api, by_the_timeline]


def seen(router: Router) -> dict[str, Any]:
    """Show what each door says of the job."""
    work_items = router.client.put("/up/v5/rest/scheduling/GetChangedWorkItems", json={"FRU": "NORTH", "Options": {}}).json[
        "Payload"
    ]["WorkItems"]
    return {
        "azure": router.get()["status"],
        "listed": [job["status"] for job in router.call("GET", "/jobs").json["value"]],
        "servicebroker": "job-1" in [item["Id"] for item in work_items],
        "soap": "<workItemID>job-1</workItemID>" in soap(router, poll()),
        "control": "job-1" in [item["id"] for item in router.control("GET", "/work-items")],
    }


def test_a_job_that_was_made_here_is_seen_at_every_door(router):
    router.made(queueId="q1")

    assert seen(router) == {"azure": "queued", "listed": ["queued"], "servicebroker": True, "soap": True, "control": True}


@pytest.mark.parametrize("door", DOORS, ids=[door.__name__ for door in DOORS])
def test_a_job_that_was_cancelled_through_any_door_is_gone_at_all(router, door: Callable[[Router], None]):
    before = router.made(queueId="q1")

    door(router)

    gone = {"azure": "cancelled", "listed": ["cancelled"], "servicebroker": False, "soap": False, "control": False}
    assert seen(router) == gone
    after = router.get()
    assert after["dispositionCode"] == "Cancelled"
    assert after["etag"] != before["etag"]
    assert router.cancel().status_code == 409
    assert "<type>Error</type><code>1</code>" in soap(router, cancel("job-1"))
    assert router.delete().status_code == 204


@pytest.mark.parametrize("door", DOORS, ids=[door.__name__ for door in DOORS])
def test_a_work_item_that_is_booked_later_with_its_id_is_another_job(router, door: Callable[[Router], None]):
    router.made(queueId="q1")
    door(router)
    router.control("POST", "/work-items", {"id": "job-1", "unit": "NORTH"})

    assert router.get()["status"] == "cancelled"
    assert router.cancel().status_code == 409
    assert "job-1" in [item["id"] for item in router.control("GET", "/work-items")]


def test_a_cleared_work_item_is_a_completed_job_until_it_is_cleared_no_more(router):
    etags = [router.made(queueId="q1")["etag"]]
    statuses = []
    for status in ("Cleared", "Fixed"):
        router.control("PATCH", "/work-items/job-1", {"status": status})
        job = router.get()
        statuses.append(job["status"])
        etags.append(job["etag"])

    assert statuses == ["completed", "queued"]
    assert etags[0] != etags[1]


def test_a_reset_takes_the_jobs_with_it(router):
    router.made()

    router.control("POST", "/reset")

    assert router.listed() == []


def test_a_state_is_put_back_with_its_jobs(router):
    router.made("kept", queueId="q1", labels={"a": 1})
    router.made("gone")
    router.cancel("gone", {"note": "off"})
    state = router.control("GET", "/state")
    before = router.call("GET", "/jobs").json["value"]
    router.made("later")
    router.cancel("kept")

    router.control("PUT", "/state", state)

    assert router.control("GET", "/state") == state
    after = router.call("GET", "/jobs").json["value"]
    assert [{**job, "etag": None} for job in after] == [{**job, "etag": None} for job in before]
    assert router.cancel("kept").status_code == 200


def test_a_state_may_bring_jobs(router):
    records = {
        "open": {"queueId": "q1", "notes": [{"message": "hello"}]},
        "closed": {"status": "closed", "changed": "2026-01-01T00:00:00Z"},
        "left": {"left": "day 07:00"},
        "never-booked": {},
    }
    document = {
        "units": [{"id": "NORTH"}],
        "items": [{"id": "open", "unit": "NORTH"}],
        "records": {"azure-job-router": records},
    }

    router.control("PUT", "/state", document)

    jobs = {job["id"]: job["status"] for job in router.call("GET", "/jobs").json["value"]}
    assert jobs == {"open": "queued", "closed": "closed", "left": "cancelled", "never-booked": "cancelled"}
    assert router.call("GET", "/jobs/closed").headers["Last-Modified"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert router.get("open")["notes"] == [{"message": "hello", "addedAt": "2026-01-05T08:00:00.0000000+00:00"}]


@pytest.mark.parametrize(
    ("records", "field"),
    [
        ([], "records"),
        ({"azure": {}}, "records.azure"),
        ({"azure-job-router": []}, "records.azure-job-router"),
        ({"azure-job-router": {"": {}}}, "records.azure-job-router."),
        ({"azure-job-router": {"x" * 256: {}}}, f"records.azure-job-router.{'x' * 256}"),
        ({"azure-job-router": {"a": []}}, "records.azure-job-router.a"),
        ({"azure-job-router": {"a": {"priority": "1"}}}, "records.azure-job-router.a.priority"),
        ({"azure-job-router": {"a": {"notes": [{}]}}}, "records.azure-job-router.a.notes[0]"),
        ({"azure-job-router": {"a": {"unknown": 1}}}, "records.azure-job-router.a"),
        ({"azure-job-router": {"a": {"status": "queued"}}}, "records.azure-job-router.a.status"),
        ({"azure-job-router": {"a": {"left": "soon"}}}, "records.azure-job-router.a.left"),
        ({"azure-job-router": {"a": {"version": 0}}}, "records.azure-job-router.a.version"),
    ],
)
def test_a_wrong_record_is_named_and_nothing_changes(router, records, field):
    router.made()
    before = router.control("GET", "/state")

    response = router.client.put("/_emulator/state", json={**before, "records": records})

    assert (response.status_code, response.json["error"]["field"]) == (400, field)
    assert set(response.json["error"]) == {"code", "message", "field", "expected", "found"}
    assert router.control("GET", "/state") == before
