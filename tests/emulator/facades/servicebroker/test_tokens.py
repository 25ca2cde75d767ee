"""Tokens that expire: how one gets them, and what they open (SB-H-02, SB-H-03)."""

import json
import subprocess
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import jwt
import pytest

from emulator.facades.servicebroker.token_request import LONGEST
from emulator.settings import SettingsError, Tenant
from tests.emulator.facades.servicebroker.conftest import CANCEL, NOW, refusal
from tests.emulator.soap_client.fake_scheduling import cancelled, contents

TOKEN = "/up/v5/oauth2/accessToken"
TENANTS = (
    Tenant(name="sat", token="sat-1", client_id="c1", client_secret="s1", database_user="DB1"),
    Tenant(name="jwt", token="sat-2", auth_type="JWT", client_id="c2", client_secret="s2 \u00fc", database_user="DB2"),
    Tenant(name="other", token="sat-3", auth_type="JWT", client_id="c3", client_secret="s2 \u00fc", database_user="DB3"),
)
ASKED = {"ClientId": "c2", "ClientSecret": "s2 \u00fc", "GrantType": "ClientCredentials", "ExpiresInSeconds": 60}


@pytest.fixture
def facade(broker):
    return broker(cancelled(), auth=True, tenants=TENANTS)


def asked(facade, **changed):
    body = {name: value for name, value in {**ASKED, **changed}.items() if value is not ...}
    return facade.client.post(TOKEN, data=json.dumps(body), content_type="application/json")


def got(facade, **changed):
    response = asked(facade, **changed)
    assert response.status_code == 200
    return response.json["access_token"]


def status_with(facade, token):
    return facade.cancel({"Id": "J-1"}, headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_token_is_answered_with_its_kind_and_its_time_and_nothing_else(facade):
    response = asked(facade)

    assert response.content_type == "application/json"
    assert list(response.json) == ["access_token", "token_type", "expires_in"]
    assert response.json["token_type"] == "bearer"
    assert response.json["expires_in"] == 60
    assert facade.calls == []


def test_a_token_selects_its_tenant(facade):
    for client, database_user in (("c2", "DB2"), ("c3", "DB3")):
        assert status_with(facade, got(facade, ClientId=client)) == 200
        assert contents(facade.scheduling.requests[-1])["login/databaseUser"] == database_user


def test_a_token_says_who_asked_and_when_it_was_made_and_ends(facade):
    token = got(facade, ExpiresInSeconds=90)

    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
    assert jwt.decode(token, options={"verify_signature": False}) == {
        "iss": "emulator/servicebroker",
        "sub": "c2",
        "tenant": "jwt",
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 90,
    }


def test_a_token_ends_exactly_when_it_says_by_the_emulators_clock(facade):
    token = got(facade)

    facade.clock.advance(timedelta(seconds=59, milliseconds=999))
    assert status_with(facade, token) == 200
    facade.clock.advance(timedelta(milliseconds=1))
    assert status_with(facade, token) == 401
    facade.clock.advance(timedelta(days=-400))
    assert status_with(facade, token) == 200


def test_a_second_token_leaves_the_first_good(facade):
    first, second = got(facade), got(facade, ExpiresInSeconds=61)

    assert first != second
    assert [status_with(facade, token) for token in (first, second)] == [200, 200]


def test_the_longest_time_is_a_year(facade):
    assert asked(facade, ExpiresInSeconds=LONGEST).json["expires_in"] == LONGEST == 365 * 24 * 3600
    assert refusal(asked(facade, ExpiresInSeconds=LONGEST + 1)) == (400, "bad-request")


@pytest.mark.parametrize("number", ["60", "60.0", "6e1", "0.6e2", "6000e-2"])
def test_a_whole_number_is_taken_however_it_is_written(facade, number):
    body = json.dumps(ASKED).replace("60", number)

    response = facade.client.post(TOKEN, data=body, content_type="application/json")

    assert response.json["expires_in"] == 60


WRONG = {
    "ClientId": (..., None, "", 7, True, [], {}),
    "ClientSecret": (..., None, "", 7, True, ["s2"], {}),
    "GrantType": (..., None, "", "clientcredentials", "client_credentials", "ClientCredentials ", 7, []),
    "ExpiresInSeconds": (..., None, 0, -1, 1.5, "60", True, 1e300, 10**30, [], {}, LONGEST + 1),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_what_is_missing_or_wrong_is_refused_by_name(facade, name, value):
    response = asked(facade, **{name: value})

    assert refusal(response) == (400, "bad-request")
    assert response.json["Message"].startswith(f"{name} ")


def test_a_secret_is_not_shown_when_it_is_wrong(facade):
    assert "12345" not in asked(facade, ClientSecret=12345).text


def test_other_properties_are_ignored(facade):
    assert asked(facade, Scope="all", clientId="x").status_code == 200


STRANGERS = {
    "another id": {"ClientId": "c9"},
    "another secret": {"ClientSecret": "s9"},
    "another case": {"ClientId": "C2"},
    "the secret's beginning": {"ClientSecret": "s2"},
    "a lone surrogate": {"ClientSecret": "\ud800"},
    "a tenant with a System Access Token": {"ClientId": "c1", "ClientSecret": "s1"},
    "another tenant's secret": {"ClientId": "c1"},
}


@pytest.mark.parametrize("changed", STRANGERS.values(), ids=STRANGERS)
def test_anybody_else_gets_no_token(facade, changed):
    response = asked(facade, **changed)

    assert refusal(response) == (401, "unauthorised")
    assert "s2" not in response.text


def test_what_is_wrong_in_form_is_told_before_who_asks(facade):
    assert refusal(asked(facade, ClientId="c9", ExpiresInSeconds=0)) == (400, "bad-request")


def test_without_auth_tokens_are_given_out_and_select_all_the_same(broker):
    facade = broker(cancelled(), auth=False, tenants=TENANTS)

    assert status_with(facade, got(facade)) == 200
    assert contents(facade.scheduling.requests[-1])["login/databaseUser"] == "DB2"
    facade.clock.advance(timedelta(hours=1))
    assert status_with(facade, got(facade)[:-1] + "!") == 200
    assert contents(facade.scheduling.requests[-1])["login/databaseUser"] == "DB1"


def parts(token):
    return token.split(".")


def encoded(value):
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def claims_of(token):
    claims = parts(token)[1]
    return json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))


def signed(facade, *, key=None, algorithm="HS256", headers=None, **changed):
    """Sign a token's claims anew, with the tenant's own key unless another is given."""
    signer = facade.facade._tenants._with_jwt[0].signer
    claims = {name: value for name, value in {**claims_of(got(facade)), **changed}.items() if value is not ...}
    return jwt.encode(claims, signer._key if key is None else key, algorithm=algorithm, headers=headers)


SPOILED = {
    "another signature": lambda token, other: ".".join([*parts(token)[:2], parts(other)[2]]),
    "no signature": lambda token, other: ".".join([*parts(token)[:2], ""]),
    "other claims": lambda token, other: token.replace(parts(token)[1], encoded({**claims_of(token), "exp": 9**10})),
    "another tenant's claims": lambda token, other: ".".join([parts(token)[0], parts(other)[1], parts(token)[2]]),
    "algorithm none": lambda token, other: ".".join([encoded({"alg": "none", "typ": "JWT"}), parts(token)[1], ""]),
    "algorithm none and a signature": lambda token, other: ".".join([encoded({"alg": "none"}), *parts(token)[1:]]),
    "two parts": lambda token, other: ".".join(parts(token)[:2]),
    "four parts": lambda token, other: f"{token}.x",
    "nothing but dots": lambda token, other: "..",
    "no ASCII": lambda token, other: token.replace("e", "\u0435"),
    "a System Access Token of a tenant with JWTs": lambda token, other: "sat-2",
    "its secret": lambda token, other: "s2 \u00fc",
}  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_token_that_was_spoiled_opens_nothing(facade, spoil):
    token = spoil(got(facade), got(facade, ClientId="c3"))

    response = facade.cancel({"Id": "J-1"}, headers={"Authorization": f"Bearer {token}"})

    assert refusal(response) == (401, "unauthorised")
    assert facade.calls == []


def test_a_token_signed_anew_with_the_right_key_and_claims_is_good(facade):
    assert status_with(facade, signed(facade)) == 200


FORGED = {
    "with the secret as its key": {"key": "s2 \u00fc" + "\0" * 40},
    "with another algorithm": {"algorithm": "HS512"},
    "for another tenant": {"tenant": "other"},
    "for no tenant": {"tenant": ...},
    "for another client": {"sub": "c3"},
    "by another issuer": {"iss": "somebody"},
    "without an end": {"exp": ...},
    "with an end that is a text": {"exp": "99999999999"},
    "with an end that is a flag": {"exp": True},
    "with an extension that must be understood": {"headers": {"crit": ["x"], "x": 1}},
}


@pytest.mark.filterwarnings("ignore:The HMAC key is")
@pytest.mark.parametrize("changed", FORGED.values(), ids=FORGED)
def test_a_forged_token_opens_nothing(facade, changed):
    assert status_with(facade, signed(facade, **changed)) == 401


def test_tenants_of_the_same_secret_cannot_sign_for_each_other(facade):
    _, other = (client.signer for client in facade.facade._tenants._with_jwt)

    assert status_with(facade, signed(facade, key=other._key)) == 401


def test_a_token_opens_nothing_where_its_tenant_has_a_system_access_token(broker, facade):
    token = got(facade)
    swapped = tuple(Tenant(name=row.name, token=row.token, client_id=row.client_id, client_secret=row.client_secret)
                    for row in TENANTS)  # fmt: skip

    assert status_with(broker(cancelled(), auth=True, tenants=swapped), token) == 401


def test_a_token_outlives_a_restart_but_not_another_secret(broker, facade):
    token = got(facade)
    changed = Tenant(name="jwt", auth_type="JWT", client_id="c2", client_secret="s3")

    assert status_with(broker(cancelled(), auth=True, tenants=TENANTS), token) == 200
    assert status_with(broker(cancelled(), auth=True, tenants=(changed,)), token) == 401


ORDER = [
    ({"path": TOKEN.lower()}, 404),
    ({"path": TOKEN, "method": "PUT"}, 405),
    ({"path": TOKEN, "method": "GET", "headers": {"Authorization": "Bearer wrong"}}, 405),
    ({"path": TOKEN, "content_type": "text/plain", "data": "{"}, 415),
    ({"path": TOKEN, "data": "{" + " " * 100}, 413),
    ({"path": TOKEN, "data": "{"}, 400),
    ({"path": TOKEN, "data": "[]"}, 400),
    ({"path": TOKEN, "data": "{}"}, 400),
]


@pytest.mark.parametrize(("request_", "status"), ORDER)
def test_it_is_checked_in_the_order_of_all_requests_but_for_credentials(broker, request_, status):
    facade = broker(auth=True, tenants=TENANTS, max_body_bytes=100)

    response = facade.client.open(**{"method": "POST", "content_type": "application/json", "data": b"{}", **request_})

    assert refusal(response)[0] == status
    assert (response.headers.get("Allow") == "POST") is (status == 405)


def test_two_tenants_with_jwts_have_ids_of_their_own(broker):
    with pytest.raises(SettingsError, match="expected a client_id of its own for each tenant with JWTs"):
        broker(tenants=({"name": "a", "token": "a", "auth_type": "JWT"}, {"name": "b", "token": "b", "auth_type": "JWT"}))


def test_the_library_is_loaded_only_when_a_token_is_made_or_read():
    code = (
        "import sys; from emulator.app import create_emulator; from emulator.settings import Settings; "
        "create_emulator(Settings(auth=True)); assert 'jwt' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


def test_another_call_still_asks_for_a_token(facade):
    assert refusal(facade.put(CANCEL, {"Id": "J-1"})) == (401, "unauthorised")
