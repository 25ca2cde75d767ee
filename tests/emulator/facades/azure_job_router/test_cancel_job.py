"""Cancel: what is sent to Scheduling, what is kept here, and what cannot be cancelled (AZ-C-01 to AZ-C-06)."""

import json
from threading import Thread

import pytest

from emulator.settings_azure import DispositionCode
from tests.emulator.facades.azure_job_router.conftest import Router, refusal
from tests.emulator.soap_server.soap import cancel, envelope

CODES = (DispositionCode(code="CUSTOMER", reason_id=7), DispositionCode(code="12", reason_id=99))
REASON = "cancelReason"
ID, TEXT = f"{REASON}/cancelReasonId", f"{REASON}/cancelReasonDesc"


@pytest.mark.parametrize("body", [None, b"", {}, {"note": None, "dispositionCode": None}, {"other": [1], "reason": "x"}])
def test_no_reason_sends_none(router, body):
    router.made()

    response = router.cancel(body=body)

    assert (response.status_code, response.json, response.content_type) == (200, {}, "application/json; charset=utf-8")
    assert response.headers["api-supported-versions"] == "2023-11-01"
    assert router.sent() == [{"jobID": "job-1"}]
    job = router.get()
    assert (job["status"], job["dispositionCode"], job["notes"]) == ("cancelled", "Cancelled", [])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"dispositionCode": "CUSTOMER"}, {ID: "7"}),
        ({"dispositionCode": "CUSTOMER", "note": "off"}, {ID: "7", TEXT: "off"}),
        ({"dispositionCode": "12"}, {ID: "99"}),
        ({"dispositionCode": "13"}, {ID: "13"}),
        ({"dispositionCode": "0"}, {ID: "0"}),
        ({"dispositionCode": "007"}, {ID: "7"}),
        ({"dispositionCode": "4294967295"}, {ID: "4294967295"}),
        ({"dispositionCode": "4294967296"}, {}),
        ({"dispositionCode": "1" * 5000}, {}),
        ({"dispositionCode": "-1"}, {}),
        ({"dispositionCode": "1.0"}, {}),
        ({"dispositionCode": " 1"}, {}),
        ({"dispositionCode": "٧"}, {}),
        ({"dispositionCode": "customer"}, {}),
        ({"dispositionCode": ""}, {}),
        ({"dispositionCode": "other", "note": "off"}, {ID: "3", TEXT: "off"}),
        ({"note": "off"}, {ID: "3", TEXT: "off"}),
        ({"note": " "}, {ID: "3", TEXT: " "}),
        ({"note": ""}, {}),
        ({"dispositionCode": "13", "note": ""}, {ID: "13"}),
        ({"note": "n" * 500}, {ID: "3", TEXT: "n" * 500}),
        ({"note": "n" * 501}, {ID: "3", TEXT: "n" * 500}),
        ({"note": "\U0001f6e0" * 501}, {ID: "3", TEXT: "\U0001f6e0" * 500}),
        ({"note": "a<&>\"'\t\n\r"}, {ID: "3", TEXT: "a<&>\"'\t\n\r"}),
    ],
)
def test_a_reason_becomes_the_elements_of_its_row(make_router, body, reason):
    router: Router = make_router(azure_disposition_codes=CODES, azure_default_reason_id=3)
    router.made()

    assert router.cancel(body=body).status_code == 200

    assert router.sent() == [{"jobID": "job-1", **({REASON: ""} if reason else {}), **reason}]


def test_a_note_alone_carries_reason_0_unless_it_is_set_otherwise(router):
    router.made()

    router.cancel(body={"note": "off"})

    assert router.sent()[0][ID] == "0"


def test_the_reason_is_kept_whole_with_the_time_it_was_added(router):
    before = router.made(notes=[{"message": "first", "addedAt": "2026-01-01T00:00:00Z"}], dispositionCode="draft")

    router.cancel(body={"note": "n" * 501, "dispositionCode": "1" * 300})

    job = router.get()
    assert (job["status"], job["dispositionCode"]) == ("cancelled", "1" * 300)
    assert job["notes"] == [
        {"message": "first", "addedAt": "2026-01-01T00:00:00.0000000+00:00"},
        {"message": "n" * 501, "addedAt": "2026-01-05T08:00:00.0000000+00:00"},
    ]
    assert job["etag"] != before["etag"]


def test_the_default_code_takes_the_place_of_an_earlier_one(router):
    router.made(dispositionCode="draft")

    router.cancel()

    assert router.get()["dispositionCode"] == "Cancelled"


@pytest.mark.parametrize("member", ["note", "dispositionCode"])
@pytest.mark.parametrize("value", [1, 1.5, True, [], {}, ["x"]])
def test_a_member_of_another_type_is_refused(router, member, value):
    router.made()

    response = router.cancel(body={member: value})

    assert refusal(response) == (400, "BadRequest")
    assert f"The member {member} must be a string: expected a string, found " in response.json["error"]["message"]
    assert (router.get()["status"], router.sent()) == ("created", [])


@pytest.mark.parametrize("member", ["note", "dispositionCode"])
@pytest.mark.parametrize(
    ("text", "found"), [("a\x00", "U+0000"), ("\x1f", "U+001F"), ("\ufffe", "U+FFFE"), ("\ud800", "U+D800")]
)
def test_a_character_that_xml_cannot_carry_is_refused(router, member, text, found):
    router.made()

    response = router.cancel(body=json.dumps({member: text}).encode())

    assert refusal(response) == (400, "BadRequest")
    assert f"found {found}" in response.json["error"]["message"]
    assert (router.get()["status"], router.sent()) == ("created", [])


def test_a_number_that_no_double_can_hold_does_not_matter_where_it_means_nothing(router):
    router.made()

    assert router.cancel(body=b'{"other": 1e999}').status_code == 200


def test_an_old_scheduling_gets_no_reason(make_router):
    router: Router = make_router(scheduling_version="11.2")
    router.made()

    assert router.cancel(body={"note": "off", "dispositionCode": "7"}).status_code == 200

    assert router.sent() == [{"jobID": "job-1"}]
    assert router.get()["dispositionCode"] == "7"


# -- who cannot be cancelled


def as_cancelled(router: Router) -> None:
    router.cancel()


def as_completed(router: Router) -> None:
    router.control("PATCH", "/work-items/job-1", {"status": "Cleared"})


def as_closed(router: Router) -> None:
    state = router.control("GET", "/state")
    state["records"]["azure-job-router"]["job-1"]["status"] = "closed"
    router.control("PUT", "/state", state)


ENDED = pytest.mark.parametrize(
    ("end", "status"), [(as_cancelled, "cancelled"), (as_completed, "completed"), (as_closed, "closed")]
)


@ENDED
def test_a_job_that_has_ended_cannot_be_cancelled(router, end, status):
    router.made()
    end(router)
    before, calls = router.get(), len(router.sent())

    response = router.cancel(body={"note": "off"})

    assert before["status"] == status
    assert refusal(response) == (409, "Conflict")
    assert response.json["error"]["message"].endswith(f"found one that is {status}")
    assert (router.get(), len(router.sent())) == (before, calls)


@ENDED
def test_cancelling_what_has_ended_may_be_accepted_and_change_nothing(make_router, end, status):
    router: Router = make_router(azure_cancel_terminal="accept")
    router.made()
    end(router)
    before, calls = router.get(), len(router.sent())

    response = router.cancel(body={"note": "off"})

    assert (response.status_code, response.json) == (200, {})
    assert (router.get(), len(router.sent())) == (before, calls)


def test_a_job_that_nobody_made_here_is_unknown_without_a_call(router):
    response = router.cancel("J-1001")

    assert refusal(response) == (404, "NotFound")
    assert response.json["error"] == {
        "code": "NotFound", "message": "The item was not found.", "target": "/routing/jobs/J-1001:cancel",
    }  # fmt: skip
    assert router.sent() == []


def test_of_two_cancels_at_once_the_second_waits_and_sees_what_the_first_did(router):
    router.made()
    router.control("PUT", "/faults", [{"operation": "CancelJob", "count": 1, "delay_ms": 1}])
    answers: list[int] = []
    second = Thread(target=lambda: answers.append(router.cancel(body={"note": "second"}).status_code))
    waiting = router.emulator.store._one._held

    def while_scheduling_is_at_work() -> None:
        second.start()
        while second.is_alive() and waiting["azure-job-router/job-1"][1] < 2:
            pass

    router.during_delay = while_scheduling_is_at_work
    first = router.cancel(body={"note": "first"})
    second.join()

    assert (first.status_code, answers) == (200, [409])
    assert len(router.sent()) == 1
    assert [note["message"] for note in router.get()["notes"]] == ["first"]


def test_a_job_that_is_made_anew_while_its_forerunner_is_cancelled_is_another(router):
    router.made()
    router.control("PUT", "/faults", [{"operation": "CancelJob", "count": 1, "delay_ms": 1}])

    def while_scheduling_is_at_work() -> None:
        router.client.post("/soap", data=envelope(cancel("job-1")), content_type="application/soap+xml")
        assert router.delete().status_code == 204
        router.made(queueId="q1")

    router.during_delay = while_scheduling_is_at_work
    router.cancel(body={"note": "first"})

    # The call went on to cancel the one there was then; nothing was noted about it that was meant for the other.
    assert (router.get()["status"], router.get()["notes"]) == ("cancelled", [])
