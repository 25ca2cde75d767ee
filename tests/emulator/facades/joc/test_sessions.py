"""Who is logged in: log-in, log-out, the time-out, and what becomes of anybody else (JOC-A-01)."""

import re
from datetime import timedelta

import pytest

from tests.emulator.facades.joc.conftest import account_answer, basic, outcome

ACCOUNTS = [
    {"account": "anna", "password": "pä:ss wörd"},
    {"account": "reader", "password": "reader", "read_only": True},
]
EXPIRED = ("440 Login Timeout", "SessionNotExistException: Session has expired. New login is neccessary")


def test_a_log_in_gives_a_token_in_the_body_and_in_a_header(joc):
    response = joc.log_in()

    body = response.json
    assert response.status_code == 200
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", body["accessToken"])
    assert response.headers["X-Access-Token"] == body["accessToken"] != joc.token
    assert response.headers["X-JOC-Timeout"] == "1800000"
    assert (body["account"], body["isAuthenticated"], body["sessionTimeout"]) == ("root", True, 1800000)
    assert "no-store" in response.headers["Cache-Control"]


def test_every_session_has_its_own_token_and_they_live_beside_each_other(joc):
    second = joc.log_in().json["accessToken"]

    assert joc.post("joc/version").status_code == joc.post("joc/version", token=second).status_code == 200


@pytest.mark.parametrize(
    "credentials", ["root:wrong", "nobody:root", "ROOT:root", "root:", ":", "root:root ", b"root:\xff", "root:" + "x" * 9999]
)
def test_a_wrong_account_or_password_is_401(joc, credentials):
    response = joc.client.post("/joc/api/authentication/login", headers=basic(credentials))

    assert response.status_code == 401
    assert response.json["isAuthenticated"] is False
    assert account_answer(response)[1]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic cm9vdA=="},
        {"Authorization": "Bearer cm9vdDpyb290"},
        {"Authorization": "cm9vdDpyb290"},
    ],
    ids=["none", "empty", "no credentials", "no base64", "no colon", "another scheme", "no scheme"],
)
def test_a_log_in_without_a_basic_header_is_420(joc, headers):
    response = joc.client.post("/joc/api/authentication/login", headers=headers)

    assert outcome(response) == "JOC-420"
    assert "JocAuthenticationException: basic based64part expected" in response.json["error"]["message"]


def test_accounts_are_those_of_the_setting_and_a_password_may_have_any_character(make_joc):
    joc = make_joc(logged_in=False, joc_accounts=ACCOUNTS)

    assert joc.log_in("anna:pä:ss wörd").json["account"] == "anna"
    assert joc.log_in("root:root").status_code == 401


@pytest.mark.parametrize("path", ["joc/version", "orders", "order", "orders/add", "orders/cancel", "authentication/logout"])
def test_a_token_that_is_unknown_is_440_whatever_the_body(joc, path):
    for token in ("x", joc.token.upper(), joc.token + " x"):
        assert account_answer(joc.post(path, b"{no json", token=token)) == EXPIRED


@pytest.mark.parametrize("path", ["joc/version", "orders", "order", "orders/add", "orders/cancel"])
def test_no_token_at_all_is_440(joc, path):
    assert account_answer(joc.client.post(f"/joc/api/{path}", data=b"{}")) == EXPIRED
    assert account_answer(joc.post(path, {}, token="")) == EXPIRED


def test_a_log_out_ends_the_session_and_no_other(joc):
    other = joc.log_in().json["accessToken"]

    response = joc.post("authentication/logout")

    assert response.json == {
        "account": "root", "accessToken": "", "isAuthenticated": False, "isPermitted": False, "hasRole": False,
    }  # fmt: skip
    assert account_answer(joc.post("joc/version")) == account_answer(joc.post("authentication/logout")) == EXPIRED
    assert joc.post("joc/version", token=other).status_code == 200


def test_a_log_out_without_a_token_is_420(joc):
    assert outcome(joc.client.post("/joc/api/authentication/logout")) == "JOC-420"


def test_a_session_that_is_idle_for_half_an_hour_is_over_to_the_second(joc):
    joc.clock.advance(timedelta(minutes=30) - timedelta(seconds=1))
    assert joc.post("joc/version").status_code == 200

    joc.clock.advance(timedelta(minutes=30) - timedelta(seconds=1))
    assert joc.post("joc/version").status_code == 200, "a call begins the time anew"

    joc.clock.advance(timedelta(minutes=30))
    assert account_answer(joc.post("joc/version")) == EXPIRED
    joc.clock.advance(timedelta(minutes=-30))
    assert account_answer(joc.post("joc/version")) == EXPIRED, "what is over does not come back"


def test_a_call_that_is_refused_keeps_a_session_awake_too(joc):
    for _ in range(3):
        joc.clock.advance(timedelta(minutes=20))
        assert outcome(joc.post("orders/cancel", b"?")) == "JOC-420"


def test_a_reset_ends_no_session(joc):
    joc.control("POST", "reset")

    assert joc.post("joc/version").json == {"version": "2.7.3", "date": "2024-12-03"}


def test_the_token_and_the_password_show_nowhere_in_the_journal(joc):
    joc.post("joc/version")

    journal = joc.control("GET", "journal").text
    assert "authentication/login" in journal
    assert joc.token not in journal
    assert basic("root:root")["Authorization"] not in journal


def test_a_read_only_account_may_look_and_not_touch(make_joc):
    joc = make_joc(logged_in=False, joc_accounts=ACCOUNTS)
    joc.token = joc.log_in("reader:reader").json["accessToken"]
    joc.book("A")

    assert joc.listed() == []
    for path, body in (("orders/cancel", {"orderIds": ["A"]}), ("orders/add", {"orders": [{"workflowPath": "w"}]})):
        response = joc.post(path, {"controllerId": "controller", **body})
        assert account_answer(response) == ("403 FORBIDDEN", "Access denied")
        assert (response.json["account"], response.json["isAuthenticated"]) == ("reader", True)
    assert joc.items() == {"A"}
    assert joc.sent() == []
