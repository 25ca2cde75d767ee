"""What is looked at first: path, method, session, size, body, permission, comment, controller, selection (JOC-E-03)."""

import pytest

from tests.emulator.facades.joc.conftest import account_answer, outcome

READER = [{"account": "reader", "password": "reader", "read_only": True}]


def test_a_request_that_breaks_every_rule_is_refused_for_one_after_the_other(make_joc):
    joc = make_joc(joc_accounts=[*READER, {"account": "root", "password": "root"}], joc_audit_comment_required=True)
    reader = joc.log_in("reader:reader").json["accessToken"]
    wrong = {"controllerId": "elsewhere", "dateFrom": "2d", "dateTo": "-2d", "timeZone": 7}

    def met(token: str) -> str:
        response = joc.post("orders/cancel", wrong, token=token)
        return outcome(response) if response.status_code in (200, 420) else response.status[:3]

    assert met("x") == "440"
    assert met(reader) == "JOC-420"
    del wrong["timeZone"]
    assert met(reader) == "403"
    assert met(joc.token) == "JOC-300"
    wrong["auditLog"] = {"comment": ""}
    assert met(joc.token) == "JOC-300"
    wrong["auditLog"] = {"comment": "why"}
    assert met(joc.token) == "JOC-404"
    wrong["controllerId"] = "controller"
    assert met(joc.token) == "JOC-400"
    del wrong["dateTo"]
    assert met(joc.token) == "JOC-161"
    assert joc.sent() == []
    joc.book("A")
    wrong["orderIds"] = ["A"]
    assert met(joc.token) == "ok"


def test_the_comment_is_asked_for_where_orders_are_changed_alone(make_joc):
    joc = make_joc(joc_audit_comment_required=True)

    assert outcome(joc.post("orders/add", {"controllerId": "controller", "orders": [{"workflowPath": "w"}]})) == "JOC-300"
    assert joc.listed() == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", ["orders/cancel", "orders", "authentication/login"])
def test_another_method_is_405_and_told_which_one_to_take(joc, path, method):
    response = joc.client.open(f"/joc/api/{path}", method=method)

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    if method != "HEAD":
        assert response.json["error"]["message"].startswith("NotAllowedException: the method must be POST")


@pytest.mark.parametrize(
    "path", ["/joc/", "/joc/api/orders/", "/joc/api/Orders", "/joc/api/orders/suspend", "/joc/api/orders%2F"]
)
def test_an_unknown_path_is_404_in_json(joc, path):
    response = joc.client.post(path, headers={"X-Access-Token": joc.token})

    assert response.status_code == 404
    assert response.json["error"]["code"] == "JOC-420"


def test_a_body_that_is_too_large_is_413(make_joc):
    joc = make_joc(max_body_bytes=2000)
    body = b'{"controllerId": "controller", "orderIds": ["A"]}'
    joc.book("A")

    assert joc.post("orders/cancel", body + b" " * (2001 - len(body))).status_code == 413
    assert account_answer(joc.post("orders/cancel", b" " * 2001, token="x"))[0] == "440 Login Timeout"
    assert outcome(joc.post("orders/cancel", body + b" " * (2000 - len(body)))) == "ok"
