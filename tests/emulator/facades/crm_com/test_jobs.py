"""Jobs are created, shown, listed and carried through their life; each is a work item of Scheduling (CRM-L-01, CRM-M-02)."""

import re
from threading import Thread

import pytest

from emulator.scheduling.work_item import DispatchStatus
from tests.emulator.facades.crm_com.conftest import BASE, done, refusal

ENDED = (409, "INVALID_LIFE_CYCLE_STATE")
STATES = {"Draft": "DRAFT", "Pending": "PENDING", "In Progress": "IN PROGRESS", "Completed": "COMPLETED"}


def test_a_new_job_is_pending_and_has_a_number_and_an_id(crm):
    job = crm.create(description="new dish")

    assert job["number"] == "J00000001"
    assert re.fullmatch("[0-9A-F]{32}", job["id"])
    assert (job["life_cycle_state"], job["rating_state"], job["description"]) == ("PENDING", "PENDING", "new dish")
    assert (job["type"]["name"], job["status"]["name"]) == ("Installation", "Pending")
    assert crm.show(job["number"]) == job


def test_a_new_job_is_an_unresourced_work_item_in_the_unit_of_the_setting(make_crm):
    crm = make_crm(crm_unit="FIELD")

    item = crm.item(crm.create()["number"])

    assert (item.unit, item.employee, item.start, item.status) == ("FIELD", None, None, DispatchStatus.TENTATIVE)
    assert crm.last.soap == ()


def test_a_number_that_a_work_item_has_already_is_passed_over(make_crm):
    crm = make_crm(scenario="default")
    crm.client.post("/_emulator/work-items", json={"id": "J00000002", "unit": "NORTH"})

    assert [crm.create()["number"] for _ in range(3)] == ["J00000001", "J00000003", "J00000004"]
    assert refusal(crm.cancel("J00000002")) == (404, "JOB_NOT_FOUND")
    assert crm.item("J00000002") is not None


def test_a_cancelled_job_keeps_its_number(crm):
    crm.cancel(crm.create()["number"])

    assert crm.create()["number"] == "J00000002"


@pytest.mark.parametrize("name", STATES)
def test_a_job_may_begin_with_any_status_but_a_cancelled_one(crm, name):
    assert crm.create(status_identifier={"name": name})["life_cycle_state"] == STATES[name]


def test_a_job_cannot_begin_cancelled(crm):
    for status in ({"name": "Cancelled"}, {"alternative_code": "CANC"}, {"name": "pending"}, {"name": ""}):
        answer = crm.post("jobs/generic_purpose/create", type_identifier={"name": "Repair"}, status_identifier=status)
        assert refusal(answer) == (404, "STATUS_NOT_FOUND")
    assert crm.client.get("/_emulator/work-items").json == []


def test_a_job_s_type_is_found_by_each_of_its_identifiers(crm):
    type_ = crm.create()["type"]

    for member in ("id", "name", "alternative_code"):
        assert crm.create(type_identifier={member: type_[member]})["type"] == type_
    for wrong in ({"id": type_["name"]}, {"name": type_["id"]}, {"name": "installation"}, {"alternative_code": "X"}):
        answer = crm.post("jobs/generic_purpose/create", type_identifier=wrong)
        assert refusal(answer) == (404, "JOB_TYPE_NOT_FOUND")


def test_the_older_path_does_the_same(crm):
    made = done(crm.post("jobs/generic/create", type_identifier={"name": "Repair"}))

    assert done(crm.get("jobs/generic/show", job_identifier=f"id={made['id']}")) == made
    assert crm.show(made["number"]) == made


def test_a_job_is_shown_by_its_id_and_its_number_with_the_equals_sign_encoded_or_not(crm):
    crm.create()
    job = crm.create()

    for identifier in (f"id={job['id']}", f"number={job['number']}", f"id%3D{job['id']}", f"number%3d{job['number']}"):
        answer = crm.client.get(f"{BASE}jobs/generic_purpose/show?job_identifier={identifier}&token={crm.token}")
        assert done(answer) == job


def test_only_the_named_members_are_shown_and_unknown_names_are_ignored(crm):
    number = crm.create()["number"]

    for names, members in (
        ("id,number", ["id", "number"]),
        (" number , nothing,,id", ["id", "number"]),
        ("nothing", []),
        ("", None),
        ("type.name", []),
        ("ID", []),
    ):
        shown = done(crm.get("jobs/generic_purpose/show", job_identifier=f"number={number}", fields_set=names))
        assert list(shown) == (list(crm.show(number)) if members is None else members), names
    assert done(crm.cancel(number, fields_set="life_cycle_state")) == {"life_cycle_state": "CANCELLED"}
    assert done(crm.get("jobs/all_scopes/list", fields_set="number")) == [{"number": number}]
    assert list(crm.create(fields_set="status")) == ["status"]


def test_a_job_goes_from_pending_through_progress_to_its_completion(crm):
    number = crm.create()["number"]

    started = done(crm.act("start_progress", number))
    assert (started["life_cycle_state"], started["status"]["name"]) == ("IN PROGRESS", "In Progress")
    assert crm.item(number).status is DispatchStatus.LOGGED_ON
    completed = done(crm.act("complete", number))
    assert (completed["life_cycle_state"], completed["status"]["name"]) == ("COMPLETED", "Completed")
    assert crm.item(number).status is DispatchStatus.CLEARED
    assert crm.show(number) == completed


@pytest.mark.parametrize(
    ("status", "start", "complete"),
    [("Draft", ENDED, ENDED), ("Pending", None, ENDED), ("In Progress", ENDED, None), ("Completed", ENDED, ENDED)],
)
def test_a_step_is_taken_from_its_own_state_only(crm, status, start, complete):
    for what, expected in (("start_progress", start), ("complete", complete)):
        number = crm.create(status_identifier={"name": status})["number"]
        before = crm.show(number)
        answer = crm.act(what, number)
        if expected:
            assert refusal(answer) == expected
            assert crm.show(number) == before
        else:
            done(answer)


def test_a_step_may_name_the_status_that_it_leads_to(make_crm):
    rows = [
        *({"name": name, "alternative_code": name[:2], "state": state} for name, state in STATES.items()),
        {"name": "On site", "alternative_code": "ON", "state": "IN PROGRESS", "types": "REP"},
        {"name": "Cancelled", "alternative_code": "CA", "state": "CANCELLED"},
    ]
    crm = make_crm(crm_statuses=rows)
    repair, installation = crm.create(type_identifier={"name": "Repair"}), crm.create()

    assert (
        refusal(crm.act("start_progress", repair["number"], status_identifier={"name": "Completed"}))[1] == "STATUS_NOT_FOUND"
    )
    assert refusal(crm.act("start_progress", installation["number"], status_identifier={"name": "On site"}))[1] == (
        "STATUS_NOT_FOUND"
    )
    started = done(crm.act("start_progress", repair["number"], status_identifier={"alternative_code": "ON"}))

    assert (started["status"]["name"], started["life_cycle_state"]) == ("On site", "IN PROGRESS")


def test_jobs_are_listed_newest_first_from_r14_5_on_and_page_by_page(make_crm):
    for release, order in (("R15", -1), ("R14.5.0", -1), ("R14.4.9", 1), ("R10", 1)):
        crm = make_crm(crm_release=release)
        numbers = [crm.create()["number"] for _ in range(5)][::order]

        def listed(crm=crm, **query):
            return [job["number"] for job in done(crm.get("jobs/all_scopes/list", **query))]

        assert listed() == numbers
        assert listed(number_of_results="2") == numbers[:2]
        assert listed(number_of_results="2", offset="4") == numbers[4:]
        assert listed(offset="5") == []
        assert listed(number_of_results="2147483647", offset="2147483647") == []
        assert listed(number_of_results="0002", offset="1") == numbers[1:3]


def test_fifty_jobs_are_listed_unless_another_number_is_asked_for(crm):
    for _ in range(51):
        crm.create()

    assert len(done(crm.get("jobs/all_scopes/list"))) == 50
    assert len(done(crm.get("jobs/all_scopes/list", number_of_results="51"))) == 51


def test_cancellation_reasons_are_those_of_the_type(make_crm):
    crm = make_crm(
        crm_reasons=[
            {"name": "Regret", "alternative_code": "R", "number": 1, "default": True},
            {"name": "No spares", "alternative_code": "NS", "number": 5, "types": "REP, INST", "description": "van is empty"},
            {"name": "Weather", "alternative_code": "W", "number": 6, "types": "ACT"},
        ]
    )

    def names(identifier):
        listed = done(crm.get("jobs/configuration/cancellation_reasons/list", job_type_identifier=identifier))
        return [(row["name"], row["default"], row["description"]) for row in listed]

    assert names("name=Repair") == [("Regret", True, None), ("No spares", False, "van is empty")]
    assert names("alternative_code=ACT") == [("Regret", True, None), ("Weather", False, None)]
    answer = crm.get("jobs/configuration/cancellation_reasons/list", job_type_identifier="name=Nothing")
    assert refusal(answer) == (404, "JOB_TYPE_NOT_FOUND")


def test_a_reset_forgets_all_jobs(crm):
    first = crm.create()

    crm.client.post("/_emulator/reset")

    assert done(crm.get("jobs/all_scopes/list")) == []
    assert refusal(crm.get("jobs/generic_purpose/show", job_identifier=f"id={first['id']}")) == (404, "JOB_NOT_FOUND")
    assert crm.create() == first


def test_the_whole_state_can_be_taken_and_put_back(crm):
    jobs = [crm.create(description=text)["number"] for text in ("a", "b", "c")]
    crm.cancel(jobs[1])
    listed = done(crm.get("jobs/all_scopes/list"))
    state = crm.client.get("/_emulator/state").json
    crm.create()
    crm.cancel(jobs[0])

    for _ in range(2):
        assert crm.client.put("/_emulator/state", json=state).status_code == 204

        assert done(crm.get("jobs/all_scopes/list")) == listed
        assert [crm.show(number) for number in reversed(jobs)] == listed
    assert done(crm.get("jobs/generic_purpose/show", job_identifier=f"id={listed[0]['id']}")) == listed[0]


def test_a_state_document_puts_jobs_of_any_scope_in_place(crm):
    record = {"type": "Subscription Activation", "status": "In Progress", "scheduled_date": "2026-02-01T10:00:00"}
    state = {
        "units": [{"id": "U"}],
        "items": [{"id": "A-1", "unit": "U"}],
        "records": {"crm-com": {"A-1": record, "B-1": {"type": "Gone", "status": "Never was"}}},
    }
    assert crm.client.put("/_emulator/state", json=state).status_code == 204

    job = crm.show("A-1")
    assert (job["life_cycle_state"], job["scheduled_date"]) == ("IN PROGRESS", "2026-02-01T10:00:00")
    assert (job["type"]["fulfillment_scope"], job["log_information"]["created_by_user"]) == ("ACTIVATE_SUBSCRIPTION", None)
    assert crm.show("B-1")["life_cycle_state"] == "CANCELLED"
    assert done(crm.cancel("A-1"))["life_cycle_state"] == "CANCELLED"


@pytest.mark.parametrize(
    ("record", "where"),
    [
        ({"type": "Repair"}, "records.crm-com.A-1"),
        ({"type": "Repair", "status": 7}, "records.crm-com.A-1.status"),
        ({"type": "Repair", "status": "Pending", "sattus": 1}, "records.crm-com.A-1"),
        ({"type": "Repair", "status": "Pending", "expiration_date": "soon"}, "records.crm-com.A-1.expiration_date"),
    ],
)
def test_a_record_that_is_none_is_refused_with_its_place(crm, record, where):
    answer = crm.client.put("/_emulator/state", json={"records": {"crm-com": {"A-1": record}}})

    assert answer.status_code == 400
    assert where in answer.text


def test_jobs_that_are_made_at_once_all_get_numbers_of_their_own(crm):
    made: list[str] = []

    def make() -> None:
        made.extend(crm.create()["number"] for _ in range(10))

    threads = [Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [f"J{number:08d}" for number in range(1, 41)]
