"""Replies say what the operations found, as the settings will have it (SCH-R, SCH-L, SCH-C-03 to C-08, SCH-G-03)."""

from dataclasses import replace

import pytest

from emulator.scheduling.work_item import DispatchStatus, Window, WorkItem
from tests.emulator.scheduling.items import NOW, activity, job, minutes, unresourced
from tests.emulator.soap_server.soap import LOGIN, SOAP_11, cancel, poll, reason

CLERK = {"database_user": "SCHEMA", "password": "secret", "sp_user": "clerk"}
ALL = ["J-1", "J-2", "700001"]


def content(element) -> dict[str, object]:
    return {child.tag: content(child) if len(child) else child.text or "" for child in element}


# -- CancelJob


def test_a_cancel_tells_of_the_job_as_it_was(soap):
    assert content(soap.cancel("J-1").root) == {
        "result": {"type": "OK", "code": "0"},
        "jobInfo": {"jobID": "J-1", "onHold": "false", "bookDuration": "60", "disStatus": "Tentative", "empID": "TECH01"},
    }
    assert soap.cancel("J-1").result == ("Error", 1)
    assert soap.jobs == ["J-2", "700001"]


def test_a_cancel_without_an_employee_is_tentative_whatever_its_status(soap):
    soap.put(unresourced("J-2", on_hold=True, status=DispatchStatus.CONTACTED))

    assert content(soap.cancel("J-2").root.find("jobInfo")) == {
        "jobID": "J-2", "onHold": "true", "bookDuration": "0", "disStatus": "Tentative",
    }  # fmt: skip


def test_unresourced_status_absent_leaves_it_out_for_unresourced_jobs_alone(make_soap):
    soap = make_soap(unresourced_status="absent")

    assert "disStatus" not in content(soap.cancel("J-2").root.find("jobInfo"))
    assert content(soap.cancel("J-1").root.find("jobInfo"))["disStatus"] == "Tentative"


def test_no_value_is_a_setting(make_soap):
    soap, other = make_soap(), make_soap(no_value=7)
    for one in (soap, other):
        one.put(unresourced("J-2", all_day=True))

    assert soap.cancel("J-2").text("jobInfo/bookDuration") == "4294967295"
    assert other.cancel("J-2").text("jobInfo/bookDuration") == "7"


@pytest.mark.parametrize("status", DispatchStatus)
def test_cancel_started_makes_a_warning_of_a_job_that_is_travelling_or_later(make_soap, status):
    soap = make_soap(cancel_started="warning", cancel_started_code=4711)
    soap.put(job("J-1", status=status))

    answer = soap.cancel("J-1")

    assert answer.result == (("Warning", 4711) if status >= DispatchStatus.TRAVELLING else ("OK", 0))
    assert answer.text("jobInfo/disStatus") == status.text
    assert "J-1" not in soap.jobs


def test_the_user_of_the_login_is_in_the_audit(soap):
    soap.cancel("J-1")
    soap.cancel("J-2", login="")

    assert [(entry.job, entry.user, entry.facade) for entry in soap.audit] == [("J-2", None, None), ("J-1", "clerk", None)]


def test_a_refused_cancel_leaves_no_audit(soap):
    soap.cancel("J-0")

    assert soap.audit == []


# -- GetChangedWorkItems


def shown(soap, item: WorkItem) -> dict[str, object]:
    soap.put(item)
    return content(soap.poll().root.findall("workItem")[-1])


def test_a_resourced_job_is_shown_whole(soap):
    late = job("A", fixed=True, status=DispatchStatus.EARMARKED, promise=Window(latest=NOW + minutes(100)), all_day=True)

    assert shown(soap, late) == {
        "workItemID": "A",
        "workItemType": "Job",
        "isFixed": "true",
        "jobJeopardy": {"missedApptLate": "true", "promise": "true", "missedAppt": "true"},
        "attr": {
            "empID": "TECH01",
            "start": "2026-01-05T10:00",
            "arrival": "2026-01-05T10:30",
            "finish": "2026-01-05T11:30",
            "disStatus": "Earmarked",
            "overdue": "50",
        },
    }


def test_an_early_job_has_a_negative_amount(soap):
    early = job("A", contract=Window(earliest=NOW + minutes(160)))

    found = shown(soap, early)

    assert found["jobJeopardy"] == {"beforeContract": "true", "promise": "true"}
    assert found["attr"]["overdue"] == "-10"


def test_an_unresourced_job_has_no_attr(soap):
    assert shown(soap, unresourced("A")) == {
        "workItemID": "A", "workItemType": "Job", "isFixed": "false", "jobJeopardy": {"unscheduled": "true"},
    }  # fmt: skip


def test_an_activity_is_never_fixed_and_tentative_unless_set(soap):
    found = shown(soap, activity("A", fixed=True))

    assert (found["workItemType"], found["isFixed"], found["attr"]["disStatus"]) == ("StandardActivity", "false", "Tentative")
    assert "jobJeopardy" not in found
    assert shown(soap, activity("A", status=DispatchStatus.LOGGED_ON))["attr"]["disStatus"] == "LoggedOn"


def test_a_job_that_was_changed_is_shown_as_it_is_now(soap):
    stamp = soap.poll().text("timeStampOut")
    soap.put(replace(job("J-1"), employee="TECH02"))

    answer = soap.poll("NORTH", f"<timeStampIn>{stamp}</timeStampIn>")

    assert answer.ids == ["J-1"]
    assert answer.text("workItem/attr/empID") == "TECH02"
    assert int(answer.text("timeStampOut")) > int(stamp)


def test_times_are_in_the_zone_of_the_setting(make_soap):
    assert make_soap(tz_GCJAPI="America/New_York").poll().text("workItem/attr/start") == "2026-01-05T05:00"


# -- login


def test_with_no_logins_configured_anybody_may_call(soap):
    for login in ("", "<login/>", LOGIN.replace("secret", "guess")):
        assert soap.poll(login=login).result == ("OK", 0)
    assert soap.call("<sp:LoginRequest/>").result == ("OK", 0)


@pytest.mark.parametrize(
    "login",
    [
        "", "<login/>", LOGIN.replace("secret", "Secret"), LOGIN.replace("clerk", "clerk "), LOGIN.replace("SCHEMA", "schema"),
        LOGIN.replace("<password>", '<password xsi:nil="true">'), LOGIN.replace("<password>secret</password>", ""),
    ],
)  # fmt: skip
def test_a_wrong_or_missing_login_is_an_error_and_nothing_else_is_looked_at(make_soap, login):
    soap = make_soap(logins=(CLERK,), login_error_code=77)

    cancelled = soap.cancel("J-1", reason("<cancelReasonId>x</cancelReasonId>"), login=login)
    polled = soap.poll("WEST", login=login)
    logged_in = soap.call(f"<sp:LoginRequest>{login.removeprefix('<login>').removesuffix('</login>')}</sp:LoginRequest>")

    assert cancelled.result == polled.result == logged_in.result == ("Error", 77)
    assert [child.tag for child in cancelled.root] == [child.tag for child in logged_in.root] == ["result"]
    assert (polled.text("timeStampOut"), logged_in.name) == ("0", "LoginResponse")
    assert (soap.jobs, soap.audit) == (ALL, [])


def test_a_login_that_is_nil_is_missing(make_soap):
    nil = LOGIN.replace("<login>", '<login xsi:nil="true">')

    assert make_soap(logins=(CLERK,)).poll(login=nil).result == ("Error", 9001)


def test_a_right_login_may_call_in_both_profiles(make_soap):
    for profile in ("lenient", "strict"):
        soap = make_soap(profile=profile, logins=(CLERK, {**CLERK, "sp_user": "other"}))

        assert soap.call(f"<sp:LoginRequest>{LOGIN[7:-8]}</sp:LoginRequest>").result == ("OK", 0)
        assert soap.cancel("J-1").result == ("OK", 0)
        assert soap.poll(login=LOGIN.replace("clerk", "other")).result == ("OK", 0)


def test_quit_needs_no_login_and_has_a_standard_response(make_soap):
    answer = make_soap(logins=(CLERK,)).call("<sp:QuitRequest/>")

    assert (answer.name, answer.result) == ("StandardResponse", ("OK", 0))


def test_a_login_is_not_remembered(make_soap):
    soap = make_soap(logins=(CLERK,))
    soap.call(f"<sp:LoginRequest>{LOGIN[7:-8]}</sp:LoginRequest>")

    assert soap.poll(login="").result == ("Error", 9001)


# -- errNote


NOTES = [
    (cancel("J-0"), "SP_JOBID_INVALID: jobID"),
    (poll("WEST"), "SP_FRUID_INVALID: FRUID"),
    (poll("NORTH", "<options><x/></options>"), "SP_OPTIONS_INVALID: options"),
    (poll("NORTH", "<options><JeopOnly>maybe</JeopOnly></options>"), "SP_OPTIONS_INVALID: options/JeopOnly"),
    (poll("BADMAX"), "SP_MAX_INVALID: max_work_items"),
    (poll("NORTH", "<timeStampIn>x</timeStampIn>"), "SP_TIMESTAMP_INVALID: timeStampIn"),
]


@pytest.mark.parametrize(("message", "note"), NOTES)
def test_with_err_notes_an_error_names_the_code_and_the_field(make_soap, message, note):
    answer = make_soap(err_notes=True).call(message)

    assert [child.tag for child in answer.root.find("result")] == ["type", "code", "errNote"]
    assert answer.text("result/errNote") == note
    assert make_soap().call(message).text("result/errNote") is None


def test_with_err_notes_a_success_has_none(make_soap):
    soap = make_soap(err_notes=True)

    assert soap.cancel("J-1").text("result/errNote") is None
    assert soap.poll().text("result/errNote") is None


def test_with_err_notes_a_wrong_login_and_a_started_job_are_noted(make_soap):
    soap = make_soap(err_notes=True, logins=(CLERK,), cancel_started="warning")
    soap.put(job("J-1", status=DispatchStatus.LOGGED_ON))

    assert "login" in soap.poll(login="").text("result/errNote")
    assert "jobID" in soap.cancel("J-1").text("result/errNote")


# -- SOAP 1.1 says the same


@pytest.mark.parametrize(
    ("message", "result"),
    [
        (cancel("J-1"), ("OK", 0)),
        (cancel("J-0"), ("Error", 1)),
        (poll("WEST"), ("Error", 278)),
        ("<sp:QuitRequest/>", ("OK", 0)),
    ],
)
def test_soap_1_1_says_the_same(either, message, result):
    answer = either.call(message, namespace=SOAP_11)

    assert answer.result == result
    assert answer.namespace == SOAP_11
