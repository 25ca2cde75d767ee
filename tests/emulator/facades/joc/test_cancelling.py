"""orders/cancel: which orders are selected, the SOAP call of each, and what they come to (JOC-R-03 to R-06, M-01, M-02)."""

from datetime import timedelta
from threading import Thread

import pytest

from tests.emulator.facades.joc.conftest import outcome
from tests.emulator.soap_client.fake_scheduling import contents


def test_an_order_is_cancelled_once_and_gone(joc):
    (order,) = joc.add({"orderName": "t1"})

    assert outcome(joc.cancel(orderIds=[order])) == "ok"

    assert joc.items() == set()
    assert joc.listed() == []
    assert outcome(joc.cancel(orderIds=[order])) == "JOC-161"
    assert outcome(joc.post("order", {"controllerId": "controller", "orderId": order})) == "JOC-161"


def test_the_message_has_the_id_and_with_a_comment_a_reason(make_joc):
    joc = make_joc(joc_default_reason_id=7)
    joc.book("A", "B", "C")

    joc.cancel(orderIds=["A"], auditLog={"comment": "no longer needed", "timeSpent": 5, "ticketLink": "T-1"}, kill=True)
    joc.cancel(orderIds=["B"], auditLog={"comment": ""})
    joc.cancel(orderIds=["C"])

    audit = {entry["job"]: entry for entry in joc.control("GET", "audit").json}
    assert (audit["A"]["reason_id"], audit["A"]["reason"]) == (7, "no longer needed")
    assert {name: audit["A"][name] for name in ("facade", "kill", "account", "comment", "timeSpent", "ticketLink")} == {
        "facade": "joc", "kill": True, "account": "root", "comment": "no longer needed", "timeSpent": 5, "ticketLink": "T-1",
    }  # fmt: skip
    for job in "BC":
        assert (audit[job]["reason_id"], audit[job]["reason"], audit[job]["kill"]) == (None, None, False)
    messages = [contents(call["request"].encode()) for each in joc.exchanges() for call in each["soap"]]
    assert [[path for path in message if not path.startswith("login")] for message in messages] == [
        ["jobID", "cancelReason", "cancelReason/cancelReasonId", "cancelReason/cancelReasonDesc"],
        ["jobID"],
        ["jobID"],
    ]


def test_what_else_is_in_an_audit_log_does_not_get_into_the_audit_trail(joc):
    joc.book("A")

    joc.cancel(orderIds=["A"], auditLog={"job": "B", "facade": "x", "kill": True, "account": "y", "colour": "red"})

    (entry,) = joc.control("GET", "audit").json
    assert (entry["job"], entry["facade"], entry["kill"], entry["account"]) == ("A", "joc", False, "root")
    assert "colour" not in entry


def test_below_version_11_3_scheduling_gets_no_reason_and_cancels(make_joc):
    joc = make_joc(tenants=[{"name": "old", "scheduling_version": "11.2"}])
    joc.book("A")

    assert outcome(joc.cancel(orderIds=["A"], auditLog={"comment": "why"})) == "ok"
    assert joc.control("GET", "audit").json[0]["reason"] is None


@pytest.mark.parametrize("comment", ["x" * 255, "\U0001f6e0" * 255, "tab\tcr\rlf\n", " ", "&amp;'\""])
def test_a_comment_arrives_as_it_is(joc, comment):
    joc.book("A")

    assert outcome(joc.cancel(orderIds=["A"], auditLog={"comment": comment})) == "ok"
    assert joc.control("GET", "audit").json[0]["reason"] == comment


def test_ids_beat_all_else_and_a_bad_date_beside_them_is_no_error(joc):
    first, second = joc.add({"workflowPath": "/a/x"}, {"workflowPath": "/b/y"})

    found = joc.cancelled(
        orderIds=[first],
        workflowIds=[{"path": "/b/y"}],
        folders=[{"folder": "/b"}],
        states=["RUNNING"],
        dateFrom="2026-02-30T10:00:00",
        dateTo="2020-01-01T00:00:00",
    )

    assert found == [first]
    assert joc.listed() == [second]


def test_no_ids_are_as_none_given(joc):
    first, second = joc.add({"workflowPath": "/a/x"}, {"workflowPath": "/b/y"})

    assert joc.cancelled(orderIds=[], workflowIds=[{"path": "/b/y"}]) == [second]
    assert joc.cancelled(orderIds=[], workflowIds=[], folders=[], states=[]) == [first]


def test_the_controller_alone_cancels_all_that_joc_lists_for_it_and_nothing_else(make_joc):
    joc = make_joc(joc_controllers="controller,standby")
    here = joc.add({"workflowPath": "/a/x"}, {"workflowPath": "/b/y", "scheduledFor": "never"})
    there = joc.add({}, controller="standby")
    joc.book("J-1")

    assert joc.cancelled() == here
    assert joc.items() == {"J-1", *there}
    assert outcome(joc.cancel()) == "JOC-161"


def test_ids_are_asked_of_scheduling_whether_or_not_joc_made_the_order(joc):
    joc.book("J-1")

    assert joc.cancelled(orderIds=["J-1"]) == ["J-1"]
    assert joc.items() == set()


WORKFLOWS = {
    "by its path": ([{"path": "/a/x"}], "x1 x2"),
    "by its name": ([{"path": "x"}], "x1 x2"),
    "the folder does not matter": ([{"path": "/elsewhere/x"}], "x1 x2"),
    "two": ([{"path": "y"}, {"path": "x"}], "x1 x2 y1"),
    "its version": ([{"path": "x", "versionId": "2"}], "x2"),
    "an empty version is any": ([{"path": "x", "versionId": ""}], "x1 x2"),
    "one version of many": ([{"path": "x", "versionId": "2"}, {"path": "x", "versionId": "1"}], "x1 x2"),
    "case counts": ([{"path": "/a/X"}], ""),
    "another version": ([{"path": "x", "versionId": "3"}], ""),
}


@pytest.mark.parametrize(("workflows", "expected"), WORKFLOWS.values(), ids=WORKFLOWS)
def test_workflows_are_found_by_the_last_part_of_their_path_and_beat_folders(make_joc, workflows, expected):
    joc = make_joc()
    joc.put_orders(
        x1={"workflowPath": "/a/x"},
        x2={"workflowPath": "/b/x", "versionId": "2"},
        y1={"workflowPath": "/a/y"},
        z1={"workflowPath": "/c/z"},
    )

    asked = {"workflowIds": workflows, "folders": [{"folder": "/c"}]}

    if expected:
        assert joc.cancelled(**asked) == expected.split()
    else:
        assert outcome(joc.cancel(**asked)) == "JOC-161"
    assert set(joc.listed()) == {"x1", "x2", "y1", "z1"} - set(expected.split())


FOLDERS = {
    "with all below": ([{"folder": "/a"}], "a1 ab1"),
    "alone": ([{"folder": "/a", "recursive": False}], "a1"),
    "the top with all below": ([{"folder": "/"}], "top a1 ab1 ac1"),
    "the top alone": ([{"folder": "/", "recursive": False}], "top"),
    "two": ([{"folder": "/a/b"}, {"folder": "/", "recursive": False}], "top ab1"),
    "a name that begins so is another": ([{"folder": "/a/bc"}], ""),
}


@pytest.mark.parametrize(("folders", "expected"), FOLDERS.values(), ids=FOLDERS)
def test_folders_hold_the_workflows_in_them_and_below(joc, folders, expected):
    joc.put_orders(
        top={"workflowPath": "w"}, a1={"workflowPath": "/a/w"}, ab1={"workflowPath": "/a/b/w"}, ac1={"workflowPath": "/ac/w"}
    )

    if expected:
        assert joc.cancelled(folders=folders) == expected.split()
    else:
        assert outcome(joc.cancel(folders=folders)) == "JOC-161"


def test_states_are_those_of_the_work_items_or_what_the_state_document_says(joc):
    joc.put_orders(
        now={}, later={"scheduledFor": at(joc, hours=1)}, over={"scheduledFor": at(joc, hours=-1)},
        never={"scheduledFor": "never"}, failed={"state": "FAILED"}, running={}, on_the_way={}, left={}, done={},
    )  # fmt: skip
    statuses = {"running": "LoggedOn", "on_the_way": "Travelling", "left": "LoggedOff", "done": "Cleared"}
    for order, status in statuses.items():
        resourced = {"employee": "T1", "start": "day+0 09:00", "arrival": "day+0 09:10", "finish": "day+0 10:00"}
        response = joc.control("PATCH", f"work-items/{order}", {**resourced, "status": status})
        assert response.status_code == 200, response.text

    states = {
        order["orderId"]: order["state"]["_text"] for order in joc.post("orders", {"controllerId": "controller"}).json["orders"]
    }
    assert states == {
        "now": "SCHEDULED", "later": "SCHEDULED", "over": "BLOCKED", "never": "PENDING", "failed": "FAILED",
        "running": "RUNNING", "on_the_way": "INPROGRESS", "left": "INPROGRESS", "done": "FINISHED",
    }  # fmt: skip
    assert joc.cancelled(states=["RUNNING", "FAILED", "PENDING"], kill=False) == ["never", "failed", "running"]
    assert outcome(joc.cancel(states=["RUNNING"])) == "JOC-161"


def at(joc, **span) -> int:
    return int((joc.clock.now() + timedelta(**span)).timestamp() * 1000)


DATES = {
    "from, the instant itself too": ({"dateFrom": "2026-01-05T09:00:00"}, "now at nine at ten"),
    "to, the instant itself not": ({"dateTo": "2026-01-05T10:00:00"}, "now at nine"),
    "between": ({"dateFrom": "2026-01-05T09:00:01", "dateTo": "2026-01-05T10:00:01"}, "now at ten"),
    "an empty time": ({"dateFrom": "1h", "dateTo": "1h"}, "now"),
    "until the end of the day": ({"dateTo": "0d"}, "now at nine at ten"),
    "an hour from now": ({"dateTo": "1h"}, "now"),
    "a zone": ({"dateFrom": "2026-01-05T10:00:00", "timeZone": "Europe/Berlin"}, "now at nine at ten"),
    "a zone too late": ({"dateFrom": "2026-01-05T10:00:01", "timeZone": "Europe/Berlin"}, "now at ten"),
}


@pytest.mark.parametrize(("dates", "expected"), DATES.values(), ids=DATES)
def test_dates_filter_by_the_scheduled_time(joc, dates, expected):
    joc.put_orders(
        **{
            "now": {},
            "at nine": {"scheduledFor": at(joc, hours=1)},
            "at ten": {"scheduledFor": at(joc, hours=2)},
            "never": {"scheduledFor": "never"},
        }
    )

    assert " ".join(joc.cancelled(**dates)) == expected


def test_the_release_s_reading_is_a_setting(make_joc):
    for quirks, expected in (("none", "JOC-161"), ("2.7.3", "ok")):
        joc = make_joc(joc_quirks=quirks)
        joc.put_orders(tomorrow={"scheduledFor": at(joc, hours=20)})
        assert outcome(joc.cancel(dateTo="1h")) == expected
        assert outcome(joc.cancel(dateTo="0")) == ("JOC-161" if quirks == "none" else "JOC-405")


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"dateFrom": "1d", "dateTo": "-2d"}, "JOC-400"),
        ({"dateFrom": "1h", "dateTo": "59m"}, "JOC-400"),
        ({"dateFrom": "2026-02-30T10:00:00"}, "JOC-405"),
        ({"dateTo": "9999y"}, "JOC-405"),
        ({"dateFrom": "tomorrow"}, "JOC-420"),
        ({"dateTo": ""}, "JOC-420"),
        ({"dateTo": "1d\n"}, "JOC-420"),
        ({"dateTo": "\u0661d"}, "JOC-420"),
        ({"dateTo": "\u0662\u0660\u0662\u0666-01-05T08:00:00"}, "JOC-420"),
        ({"dateTo": 1}, "JOC-420"),
        ({"dateTo": None}, "JOC-420"),
    ],
)
def test_dates_that_cannot_be_are_refused_and_nothing_is_cancelled(joc, dates, code):
    joc.add()

    assert outcome(joc.cancel(**dates)) == code
    assert len(joc.listed()) == 1
    assert joc.sent() == []


def test_children_go_with_their_order_when_that_is_asked_for(joc):
    joc.put_orders(**{"P": {}, "P|a": {}, "P|a|b": {}, "PQ": {}, "PQ|c": {}})
    joc.book("P|booked")

    assert joc.cancelled(orderIds=["P"], deep=True) == ["P", "P|a", "P|a|b", "P|booked"]
    assert joc.listed() == ["PQ", "PQ|c"]


def test_without_deep_children_stay(joc):
    joc.put_orders(**{"P": {}, "P|a": {}})

    assert joc.cancelled(orderIds=["P"]) == ["P"]
    assert joc.listed() == ["P|a"]


def test_deep_goes_for_workflows_too_and_no_order_is_asked_for_twice(joc):
    joc.put_orders(**{"P": {"workflowPath": "/a/x"}, "P|a": {"workflowPath": "/a/y"}, "P|b": {"workflowPath": "/a/x"}})

    assert joc.cancelled(workflowIds=[{"path": "x"}], deep=True) == ["P", "P|b", "P|a"]


def test_ids_that_name_nothing_are_passed_over_beside_one_that_does(joc):
    joc.book("A")

    assert joc.cancelled(orderIds=["unknown", "A", "x" * 51, ""]) == ["unknown", "A"]


ODD_IDS = ["", "x" * 51, "\U0001f6e0" * 51, "a\x00b", "\ud800", "\uffff", "x" * 255]


@pytest.mark.parametrize("order", ODD_IDS, ids=[ascii(order)[:20] for order in ODD_IDS])
def test_an_id_that_scheduling_could_not_have_makes_no_call_and_is_not_found(joc, order):
    assert outcome(joc.cancel(orderIds=[order])) == "JOC-161"
    assert joc.sent() == []


@pytest.mark.parametrize(
    "order",
    ["x" * 50, "\U0001f6e0" * 50, "a%2Fb", "a/b", "a%00b", "%", "a b", " a ", "#2026-01-05#T1-x", "a&b;'\"", "ä\tö", "a|b"],
)
def test_an_id_that_scheduling_can_have_is_asked_for_as_it_stands(joc, order):
    joc.control("POST", "units", {"id": "NORTH"})
    joc.control("POST", "work-items", {"id": order, "unit": "NORTH"})

    assert outcome(joc.cancel(orderIds=[order])) == "ok"
    assert joc.items() == set()


def test_a_running_order_is_cancelled_with_and_without_kill(joc):
    joc.put_orders(a={}, b={})

    for order, kill in (("a", False), ("b", True)):
        resourced = {"employee": "T1", "start": "day+0 09:00", "arrival": "day+0 09:10", "finish": "day+0 10:00"}
        joc.control("PATCH", f"work-items/{order}", {**resourced, "status": "LoggedOn"})
        assert outcome(joc.cancel(orderIds=[order], kill=kill)) == "ok"

    assert [(entry["job"], entry["kill"]) for entry in joc.control("GET", "audit").json] == [("b", True), ("a", False)]


def test_two_cancels_at_once_cancel_once(joc):
    joc.book("A")
    found: list[str] = []

    threads = [Thread(target=lambda: found.append(outcome(joc.cancel(orderIds=["A"])))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == ["JOC-161", "JOC-161", "JOC-161", "ok"]
    assert len(joc.control("GET", "audit").json) == 1
