"""The cancel: one CancelJob with the job's number and the reason's number and name, from any life but an ended one."""

from threading import Barrier, Thread

import pytest

from emulator.scheduling.work_item import DispatchStatus
from tests.emulator.facades.crm_com.conftest import Crm, done, refusal
from tests.emulator.soap_client.fake_scheduling import contents

ENDED = (409, "INVALID_LIFE_CYCLE_STATE")
NOT_FOUND = (404, "JOB_NOT_FOUND")
LOGIN = {
    "login": "",
    "login/databaseUser": "SCHEMA",
    "login/password": "secret",
    "login/spUser": "broker",
}
REASON, NUMBER, NAME = "cancelReason", "cancelReason/cancelReasonId", "cancelReason/cancelReasonDesc"


def sent(crm: Crm) -> list[tuple[str, str]]:
    """Show the message of the newest exchange's one call, without its login, in its order."""
    (call,) = crm.last.soap
    found = contents(call.request)
    assert dict(list(found.items())[:4]) == LOGIN
    return list(found.items())[4:]


def poll(crm: Crm) -> list[str]:
    body = {"FRU": "NORTH", "Options": {}}
    answer = crm.client.put("/up/v5/rest/scheduling/GetChangedWorkItems", json=body).json
    return [item["Id"] for item in answer["Payload"]["WorkItems"]]


@pytest.mark.parametrize(
    ("given", "number", "name"),
    [
        ({}, "1", "Regret"),
        ({"cancellation_reason_identifier": None}, "1", "Regret"),
        ({"cancellation_reason_identifier": {"alternative_code": "WII"}}, "2", "Wrong Input/Missing Information"),
        ({"cancellation_reason_identifier": {"name": "Regret", "id": None}}, "1", "Regret"),
        (
            {"cancellation_reason_identifier": {"id": "AEDE7C12FF29B4B907FE1A04DA820FAB"}},
            "2",
            "Wrong Input/Missing Information",
        ),
    ],
)
def test_number_and_reason_become_the_elements_of_one_call(crm, given, number, name):
    job = crm.create()["number"]

    done(crm.cancel(job, **given))

    assert sent(crm) == [("jobID", job), (REASON, ""), (NUMBER, number), (NAME, name)]
    (entry,) = crm.audit
    assert (entry.job, str(entry.reason_id), entry.reason, entry.facade) == (job, number, name, "crm-com")


def test_a_job_that_is_named_by_its_id_is_sent_by_its_number(crm):
    job = crm.create()

    done(crm.post("jobs/all_scopes/cancel", job_identifier={"id": job["id"]}))

    assert sent(crm)[0] == ("jobID", job["number"])


def test_a_reason_s_number_and_name_are_those_of_the_setting(make_crm):
    reasons = [{"name": "Wet & <cold> ü\U0001f6e0", "alternative_code": "W", "number": 4294967295, "default": True}]
    crm = make_crm(crm_reasons=reasons)

    done(crm.cancel(crm.create()["number"]))

    assert sent(crm)[1:] == [(REASON, ""), (NUMBER, "4294967295"), (NAME, "Wet & <cold> ü\U0001f6e0")]


def test_a_scheduling_below_11_3_gets_no_reason(make_crm):
    crm = make_crm(scheduling_version="11.2")
    job = crm.create()["number"]

    assert done(crm.cancel(job))["life_cycle_state"] == "CANCELLED"
    assert sent(crm) == [("jobID", job)]


def test_the_first_tenant_s_login_goes_with_the_call(make_crm):
    crm = make_crm(tenants=[{"name": "t", "database_user": "D", "password": "P", "sp_user": "U"}])
    job = crm.create()["number"]

    done(crm.cancel(job))

    assert list(contents(crm.last.soap[0].request).items())[:5] == [
        ("login", ""),
        ("login/databaseUser", "D"),
        ("login/password", "P"),
        ("login/spUser", "U"),
        ("jobID", job),
    ]
    assert crm.audit[0].user == "U"


@pytest.mark.parametrize("status", ["Draft", "Pending", "In Progress"])
@pytest.mark.parametrize("type_", ["Installation", "Subscription Activation"])
def test_a_job_of_any_scope_is_cancelled_from_any_state_that_is_no_end(crm, status, type_):
    job = crm.create(status_identifier={"name": status}, type_identifier={"name": type_})

    cancelled = done(crm.cancel(job["number"]))

    assert cancelled == {
        **job,
        "life_cycle_state": "CANCELLED",
        "status": {**job["status"], "name": "Cancelled", "alternative_code": "CANC", "id": "AEA13E309D4BE8B53BA4FB62FDF2667A"},
    }
    assert crm.show(job["number"]) == cancelled
    assert crm.item(job["number"]) is None


def test_a_completed_job_cannot_be_cancelled_and_makes_no_call(crm):
    job = crm.create(status_identifier={"name": "Completed"})["number"]

    assert refusal(crm.cancel(job)) == ENDED

    assert crm.last.soap == ()
    assert crm.item(job) is not None


def test_a_job_is_cancelled_once(crm):
    job = crm.create()["number"]
    done(crm.cancel(job))

    assert refusal(crm.cancel(job)) == ENDED

    assert crm.last.soap == ()
    for step in ("start_progress", "complete"):
        assert refusal(crm.act(step, job)) == ENDED
    assert len(crm.audit) == 1


def by_servicebroker(crm: Crm, job: str) -> None:
    assert crm.client.put("/up/v5/rest/scheduling/CancelJob", json={"Id": job}).json["Success"] is True


def by_soap(crm: Crm, job: str) -> None:
    message = (
        '<E:Envelope xmlns:E="http://www.w3.org/2003/05/soap-envelope" xmlns:sp="http://www.servicepower.com/sp.xsd1"><E:Body>'
        f"<sp:JobCancelRequest><jobID>{job}</jobID></sp:JobCancelRequest></E:Body></E:Envelope>"
    )
    assert b"<type>OK</type>" in crm.client.post("/soap", data=message, content_type="application/soap+xml").data


def by_control(crm: Crm, job: str) -> None:
    assert crm.client.delete(f"/_emulator/work-items/{job}").status_code == 204


@pytest.mark.parametrize("cancel", [by_servicebroker, by_soap, by_control])
@pytest.mark.parametrize("status", ["Draft", "Pending", "In Progress", "Completed"])
def test_a_job_that_left_through_another_door_is_cancelled_here(crm, cancel, status):
    job = crm.create(status_identifier={"name": status})["number"]
    crm.advance(hours=1)

    cancel(crm, job)

    shown = crm.show(job)
    assert (shown["life_cycle_state"], shown["status"]["name"]) == ("CANCELLED", "Cancelled")
    log = shown["log_information"]
    assert (log["updated_by_user"], log["updated_by_unit"], log["updated_date"]) == (None, None, "2026-01-05T09:00:00")
    assert (log["created_by_user"]["username"], log["created_date"]) == ("emulator", "2026-01-05T08:00:00")
    assert refusal(crm.cancel(job)) == ENDED
    assert crm.last.soap == ()


def test_a_job_that_is_cancelled_here_is_gone_at_the_other_doors(crm):
    job, other = crm.create()["number"], crm.create()["number"]
    assert poll(crm) == [job, other]

    done(crm.cancel(job))

    assert poll(crm) == [other]
    answer = crm.client.put("/up/v5/rest/scheduling/CancelJob", json={"Id": job}).json
    assert answer["Payload"]["returnCode"] == {"type": "Error", "code": "1"}


def test_a_work_item_that_is_cleared_elsewhere_is_a_completed_job(crm):
    job = crm.create()["number"]

    assert crm.client.patch(f"/_emulator/work-items/{job}", json={"status": "Cleared"}).status_code == 200

    assert crm.show(job)["life_cycle_state"] == "COMPLETED"
    assert refusal(crm.cancel(job)) == ENDED
    assert crm.item(job).status is DispatchStatus.CLEARED


def test_a_number_that_is_booked_anew_does_not_bring_the_job_back(crm):
    job = crm.create()["number"]
    done(crm.cancel(job))
    crm.client.post("/_emulator/work-items", json={"id": job, "unit": "NORTH"})

    assert crm.show(job)["life_cycle_state"] == "CANCELLED"
    assert refusal(crm.cancel(job)) == ENDED
    assert crm.item(job) is not None


def test_a_status_of_the_job_s_type_and_of_the_right_state_can_be_named(make_crm):
    states = {"Draft": "DRAFT", "Pending": "PENDING", "In Progress": "IN PROGRESS", "Completed": "COMPLETED"}
    rows = [
        *({"name": name, "alternative_code": name[:2], "state": state} for name, state in states.items()),
        {"name": "Cancelled", "alternative_code": "CA", "state": "CANCELLED"},
        {"name": "Called off", "alternative_code": "OFF", "state": "CANCELLED", "types": "REP,ACT", "default": True},
    ]
    crm = make_crm(crm_statuses=rows)
    installation, repair, another = (
        crm.create(type_identifier={"name": name})["number"] for name in ("Installation", "Repair", "Repair")
    )

    for wrong in ({"name": "Called off"}, {"name": "Pending"}, {"name": "cancelled"}, {"alternative_code": "x" * 51}):
        assert refusal(crm.cancel(installation, status_identifier=wrong)) == (404, "STATUS_NOT_FOUND")
        assert crm.last.soap == ()

    assert done(crm.cancel(installation))["status"]["name"] == "Cancelled"
    called_off = done(crm.cancel(repair))
    assert (called_off["status"]["name"], called_off["life_cycle_state"]) == ("Called off", "CANCELLED")
    assert done(crm.cancel(another, status_identifier={"name": "Cancelled"}))["status"]["name"] == "Cancelled"


def test_a_reason_must_be_one_of_the_job_s_type(make_crm):
    reasons = [{"name": "No spares", "alternative_code": "NS", "number": 5, "types": "REP"}]
    crm = make_crm(crm_reasons=reasons)
    installation, repair = crm.create()["number"], crm.create(type_identifier={"name": "Repair"})["number"]

    for wrong in ({"name": "No spares"}, {"name": "Regret"}, {"id": "0" * 32}):
        answer = crm.cancel(installation, cancellation_reason_identifier=wrong)
        assert refusal(answer) == (404, "CANCELLATION_REASON_NOT_FOUND")
        assert crm.last.soap == ()
    assert refusal(crm.cancel(repair)) == (400, "CANCELLATION_REASON_REQUIRED")
    assert crm.last.soap == ()
    assert done(crm.cancel(repair, cancellation_reason_identifier={"name": "No spares"}))["life_cycle_state"] == "CANCELLED"


def test_what_was_provided_is_noted_and_who_did_it(crm):
    job = crm.create()["number"]
    crm.advance(minutes=3)

    cancelled = done(crm.cancel(job, cancel_provided_items=True))

    record = crm.client.get("/_emulator/state").json["records"]["crm-com"][job]
    assert (record["cancel_provided_items"], record["reason"]) == (True, "Regret")
    log = cancelled["log_information"]
    assert (log["updated_by_user"]["username"], log["updated_date"]) == ("emulator", "2026-01-05T08:03:00")
    assert log["created_date"] == "2026-01-05T08:00:00"


def test_unknown_jobs_make_no_call(make_crm):
    crm = make_crm(scenario="default")
    crm.create()

    for identifier in (
        {"number": "J-1001"},  # a work item that was not made here
        {"number": "700001"},  # a standard activity
        {"number": "J00000002"},
        {"number": "j00000001"},
        {"number": " J00000001"},
        {"number": ""},
        {"number": "J" * 51},
        {"number": "J" * 100_000},
        {"number": "%4A00000001"},
        {"number": "J00000001/../x?a=b#c"},
        {"id": "31f73f95b723c69e5590725456ec55a1"},
        {"id": "J00000001"},
        {"id": ""},
        {"id": "0" * 51},
    ):
        assert refusal(crm.post("jobs/all_scopes/cancel", job_identifier=identifier)) == NOT_FOUND
        assert crm.last.soap == ()
    assert crm.item("J-1001") is not None


def test_of_many_cancels_at_once_one_is_done_and_makes_the_one_call(crm):
    job = crm.create()["number"]
    at_once, answers = Barrier(8), []

    def cancel() -> None:
        at_once.wait()
        answers.append(crm.cancel(job))

    threads = [Thread(target=cancel) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    codes = sorted(answer.json["status"]["code"] for answer in answers)
    assert codes == ["INVALID_LIFE_CYCLE_STATE"] * 7 + ["OK"]
    assert sum(len(entry.soap) for entry in crm.emulator.journal.read().entries) == 1
