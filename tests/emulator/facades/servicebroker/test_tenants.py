"""The token selects the tenant, the tenant the login (SB-H-02 for System Access Tokens, SB-P-01)."""

import pytest

from emulator.settings import Tenant
from tests.emulator.facades.servicebroker.conftest import refusal
from tests.emulator.soap_client.fake_scheduling import cancelled, contents

TENANTS = (
    Tenant(name="first", token="token-1", database_user="DB1", password="<p&1>", sp_user="user 1"),
    Tenant(name="second", token="token-2", database_user="DB2", password="p2", sp_user="u2"),
    Tenant(name="third", token="token-3", auth_type="JWT", database_user="DB3"),
)


def login_of(facade, **headers):
    assert facade.cancel({"Id": "J-1"}, headers=headers).status_code == 200
    return {path: text for path, text in contents(facade.scheduling.requests[-1]).items() if path.startswith("login")}


def test_the_token_selects_the_login(broker):
    facade = broker(cancelled(), auth=True, tenants=TENANTS)

    assert login_of(facade, Authorization="Bearer token-1") == {
        "login": "",
        "login/databaseUser": "DB1",
        "login/password": "<p&1>",
        "login/spUser": "user 1",
    }
    assert login_of(facade, Authorization="bearer  token-2 ")["login/databaseUser"] == "DB2"


WRONG = {
    "none": {},
    "empty": {"Authorization": ""},
    "no token": {"Authorization": "Bearer"},
    "an empty token": {"Authorization": "Bearer "},
    "an unknown token": {"Authorization": "Bearer token-9"},
    "the token's beginning": {"Authorization": "Bearer token-"},
    "more than the token": {"Authorization": "Bearer token-1 token-2"},
    "another case": {"Authorization": "Bearer TOKEN-1"},
    "no ASCII": {"Authorization": "Bearer t\u00f6ken"},
    "another scheme": {"Authorization": "Basic token-1"},
    "the token alone": {"Authorization": "token-1"},
    "the token of a tenant that has JWTs": {"Authorization": "Bearer token-3"},
}


@pytest.mark.parametrize("headers", WRONG.values(), ids=WRONG)
def test_without_a_known_token_nothing_is_done(broker, headers):
    facade = broker(auth=True, tenants=TENANTS)

    response = facade.cancel({"Id": "J-1"}, headers=headers)

    assert refusal(response) == (401, "unauthorised")
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert "token-" not in response.text
    assert facade.calls == []


def test_without_auth_a_known_token_still_selects_and_anybody_else_is_the_first_tenant(broker):
    facade = broker(cancelled(), auth=False, tenants=TENANTS)

    assert login_of(facade)["login/databaseUser"] == "DB1"
    assert login_of(facade, Authorization="Bearer what")["login/databaseUser"] == "DB1"
    assert login_of(facade, Authorization="Bearer token-2")["login/databaseUser"] == "DB2"


def test_a_login_in_the_body_is_not_taken(broker):
    facade = broker(cancelled())

    facade.cancel({"Id": "J-1", "login": {"database_user": "EVIL", "databaseUser": "EVIL"}, "login.database_user": "EVIL"})

    assert b"EVIL" not in facade.scheduling.requests[0]
    assert contents(facade.scheduling.requests[0])["login/databaseUser"] == "SCHEMA"


@pytest.mark.parametrize(
    ("version", "passed_on"),
    [
        ("9.3", False),
        ("10", False),
        ("11", False),
        ("11.2", False),
        ("11.2.9", False),
        ("11.3", True),
        ("11.10", True),
        ("12", True),
    ],
)
def test_a_scheduling_below_11_3_gets_no_reason_and_cancels_all_the_same(broker, version, passed_on):
    facade = broker(cancelled(), tenants=(Tenant(name="t", scheduling_version=version),))

    response = facade.cancel({"Id": "J-1", "CancelReason": {"cancelReasonId": 1, "cancelReasonDesc": "x"}})

    assert response.json["Success"] is True
    assert ("cancelReason" in facade.scheduling.sent) is passed_on
    assert facade.scheduling.sent["jobID"] == "J-1"


def test_a_reason_that_is_not_passed_on_is_still_judged(broker):
    facade = broker(tenants=(Tenant(name="t", scheduling_version="9.3"),))

    assert refusal(facade.cancel({"Id": "J-1", "CancelReason": "late"})) == (400, "bad-request")
