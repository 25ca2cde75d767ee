"""What becomes of a REST answer, whichever facade gives it."""

import json

import httpx
import pytest

from emulator.testing.scheduling import Scheduling

REST = "/up/v5/rest/scheduling"
RIGHT = b'{"Success": true'


def cancel(scheduling: Scheduling, job_id: str = "J-1001", **more: object) -> httpx.Response:
    return scheduling.client.put(f"{REST}/CancelJob", json={"Id": job_id, **more})


def at_facade(**rule: object) -> dict[str, object]:
    return {"at": "facade", **rule}


@pytest.mark.parametrize("rule", [{"status": 503}, {"reset": True}, {"hang": True}])
@pytest.mark.parametrize("performed", [False, True])
def test_what_stands_in_the_place_of_an_answer_keeps_the_facade_from_its_work_unless_that_is_ordered(
    scheduling, rule, performed
):
    scheduling.order(at_facade(**rule, **({"performed": True} if performed else {})))

    if "status" in rule:
        cancel(scheduling)
    else:
        with pytest.raises(httpx.TransportError):
            cancel(scheduling)

    assert (scheduling.work_item("J-1001") is None) is performed
    (exchange,) = scheduling.exchanges()
    assert bool(exchange["soap"]) is performed
    assert exchange["rest"]["response"]["status"] == rule.get("status", 0)


def test_a_status_comes_with_its_body(scheduling):
    scheduling.order(at_facade(status=429, body="<h1>Slow down</h1>", content_type="text/html"))

    answer = cancel(scheduling)

    assert (answer.status_code, answer.text, answer.headers["content-type"]) == (429, "<h1>Slow down</h1>", "text/html")


def test_an_answer_is_cut_spoilt_emptied_or_called_something_else_and_the_call_takes_effect(scheduling):
    ids = ["J-1001", "J-1002", "J-1003", "J-1004", "J-1005"]
    scheduling.order(
        at_facade(truncate={"bytes": 16}),
        at_facade(malformed=True),
        at_facade(empty=True),
        at_facade(content_type="text/html"),
    )

    cut, malformed, empty, named, right = (cancel(scheduling, job_id) for job_id in ids)

    assert cut.content == RIGHT
    assert cut.headers["content-length"] == "16"
    assert malformed.content[:16] == RIGHT
    with pytest.raises(json.JSONDecodeError):
        malformed.json()
    assert (empty.status_code, empty.content) == (200, b"")
    assert (named.headers["content-type"], named.json()["Success"]) == ("text/html", True)
    assert (right.headers["content-type"], right.json()["Success"]) == ("application/json", True)
    assert [scheduling.work_item(job_id) for job_id in ids] == [None] * 5


@pytest.mark.parametrize(("rule", "error"), [({"reset": True}, httpx.ReadError), ({"hang": True}, httpx.ReadTimeout)])
def test_an_answer_breaks_off_or_hangs_in_its_middle(scheduling, rule, error):
    scheduling.order(at_facade(truncate={"bytes": 16}, **rule))

    with pytest.raises(error):
        cancel(scheduling)

    (exchange,) = scheduling.exchanges()
    assert exchange["rest"]["response"]["body"].encode() == RIGHT
    assert scheduling.work_item("J-1001") is None


def test_the_journal_tells_what_struck_an_exchange_on_both_of_its_sides(scheduling):
    scheduling.order(
        at_facade(operation="CancelJob", delay_ms=20),
        {"operation": "CancelJob", "code": 646, "type": "Warning"},
    )

    cancel(scheduling)
    cancel(scheduling, "J-1002")

    first, second = scheduling.exchanges()
    assert first["faults"] == [
        {"rule": 0, "at": "facade", "did": {"delay_ms": 20}},
        {"rule": 1, "at": "soap", "did": {"delay_ms": 0, "code": 646, "type": "Warning"}},
    ]
    assert second["faults"] == []


def test_a_rule_is_for_a_facade_an_operation_and_a_path(scheduling):
    scheduling.order(
        at_facade(facade="joc", status=501, count=None),
        at_facade(facade="servicebroker", operation="GetChangedWorkItems", status=502, count=None),
        at_facade(path="^/routing/jobs/.*-2", status=503, count=None),
    )
    get, version = scheduling.client.get, "?api-version=2023-11-01"

    assert scheduling.client.post("/joc/api/joc/version").status_code == 501
    assert cancel(scheduling).status_code == 200
    assert scheduling.client.put(f"{REST}/GetChangedWorkItems", json={"FRU": "NORTH"}).status_code == 502
    assert get(f"/routing/jobs/JOB-1{version}").status_code == 404
    assert get(f"/routing/jobs/JOB-2{version}").status_code == 503
    assert get("/crmapi/rest/v2/jobs/all_scopes/list").status_code == 401


def test_a_rule_is_for_a_property_or_a_parameter(scheduling):
    scheduling.order(
        at_facade(field={"CancelReason.cancelReasonId": 7}, status=501, count=None),
        at_facade(field={"Id": {"pattern": "2$"}}, status=502, count=None),
        at_facade(field={"limit": "5"}, status=503, count=None),
    )

    assert cancel(scheduling, CancelReason={"cancelReasonId": 7}).status_code == 501
    assert cancel(scheduling, "J-1002").status_code == 502
    assert cancel(scheduling, "J-1003", CancelReason={"cancelReasonId": 8}).status_code == 200
    assert scheduling.client.get("/up/v5/bns/win?rowver=0&limit=5").status_code == 503
    assert scheduling.client.get("/up/v5/bns/win?rowver=0&limit=6").status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"[1]", b'{"Id": {"a": 1}}', b"\xff"])
def test_a_body_that_has_no_such_property_is_left_to_the_facade(scheduling, body):
    scheduling.order(at_facade(field={"Id": "J-1001"}, status=599))

    headers = {"Content-Type": "application/json"}
    assert scheduling.client.put(f"{REST}/CancelJob", content=body, headers=headers).status_code == 400


def test_notifications_are_told_again(scheduling):
    def told(rowver: int, **more: object) -> list[str]:
        query = {"rowver": rowver, "limit": 1000, **more}
        found = scheduling.client.get("/up/v5/bns/win", params=query).json()
        return [row["WorkItem"]["Id"] for row in found["row"]]

    rows = scheduling.client.get("/up/v5/bns/win?rowver=0&limit=1000").json()
    scheduling.order(at_facade(operation="GetWorkItemNotifications", duplicates=2, count=None))
    scheduling.book("NEW")

    last = [row["WorkItem"]["Id"] for row in rows["row"][-2:]]
    assert told(rows["rowver"]) == [*last, "NEW"]
    assert told(rows["rowver"], limit=2) == [last[-1], "NEW"]
    assert told(rows["rowver"], limit=1) == ["NEW"]
    assert told(rows["rowver"], wid="J-1001")[-1:] == ["J-1001"]


def test_head_and_answers_without_a_body_keep_to_http(scheduling):
    scheduling.order(at_facade(drip={"bytes": 1, "pause_ms": 10}))

    answer = scheduling.client.head("/routing/jobs?api-version=2023-11-01")

    assert answer.content == b""
