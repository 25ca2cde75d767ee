"""Tokens: who gets one, how long it is good in which release, and where it is looked for (CRM-A-01)."""

import json
import re

import jwt
import pytest

from tests.emulator.facades.crm_com.conftest import BASE, USER, done, refusal

REASONS = "jobs/configuration/cancellation_reasons/list"
UNKNOWN = (401, "INVALID_TOKEN")
OTHERS = [{"username": "other", "password": "other-secret", "organisation": "OTHER", "unit": "Branch"}, USER]


def knows(crm, token) -> bool:
    answer = crm.client.get(f"{BASE}jobs/all_scopes/list?token={token}")
    return answer.status_code == 200 or refusal(answer) != UNKNOWN


def test_from_r12_a_token_is_a_json_web_token_that_says_whose_it_is_and_when_it_ends(crm):
    claims = jwt.decode(crm.token, options={"verify_signature": False})

    assert (claims["sub"], claims["organisation"]) == ("emulator", "EMULATOR")
    assert claims["exp"] - claims["iat"] == 7200


def test_before_r12_a_token_is_32_hex_digits(make_crm):
    assert re.fullmatch("[0-9A-F]{32}", make_crm(crm_release="R11.9").token)


@pytest.mark.parametrize("release", ["R12", "R12.0.0", "R15"])
def test_from_r12_a_token_is_good_for_two_hours_used_or_not(make_crm, release):
    crm = make_crm(crm_release=release)

    for minutes in (59, 60, 0):
        crm.advance(minutes=minutes)
        assert knows(crm, crm.token)
    crm.advance(seconds=59)
    assert knows(crm, crm.token)
    crm.advance(seconds=1)
    assert not knows(crm, crm.token)


@pytest.mark.parametrize("release", ["R10", "R11.12.3"])
def test_before_r12_a_token_is_good_until_an_hour_went_by_unused(make_crm, release):
    crm = make_crm(crm_release=release)

    for _ in range(5):
        crm.advance(minutes=59, seconds=59)
        assert knows(crm, crm.token)
    crm.advance(hours=1)
    assert not knows(crm, crm.token)
    assert not knows(crm, crm.token)


@pytest.mark.parametrize("release", ["R10", "R15"])
def test_a_released_token_is_good_no_more_and_no_other_is_ended_with_it(make_crm, release):
    crm = make_crm(crm_release=release)
    other = crm.log_in()
    assert other != crm.token

    assert done(crm.post("authentication/token/release")) is None

    assert not knows(crm, crm.token)
    assert refusal(crm.post("authentication/token/release")) == UNKNOWN
    crm.log_in()
    assert not knows(crm, crm.token)
    assert knows(crm, other)


@pytest.mark.parametrize("release", ["R10", "R15"])
def test_tokens_outlive_a_reset(make_crm, release):
    crm = make_crm(crm_release=release)

    crm.client.post("/_emulator/reset")

    assert knows(crm, crm.token)


def test_a_web_token_outlives_a_restart_and_is_nobody_else_s(make_crm, crm):
    assert knows(make_crm(), crm.token)
    assert not knows(make_crm(crm_users=[{**USER, "password": "another"}]), crm.token)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_token_that_was_changed_in_any_part_is_unknown(crm, part):
    parts = crm.token.split(".")
    parts[part] = parts[part][:-2] + ("AA" if parts[part][-2:] != "AA" else "BB")

    assert not knows(crm, ".".join(parts))


def test_a_token_without_a_signature_is_unknown(crm):
    claims = jwt.decode(crm.token, options={"verify_signature": False})

    assert not knows(crm, jwt.encode(claims, None, algorithm="none"))


@pytest.mark.parametrize(
    "change",
    [
        {"username": "Emulator"},
        {"password": "emulator-secre"},
        {"password": ""},
        {"organisation": "emulator"},
        {"unit": "Head office"},
        {"unit": "64093D17D5000DA22DA8F6DF20E240D2"},
        {"username": "x" * 10_000},
    ],
)
def test_wrong_credentials_get_no_token(crm, change):
    assert refusal(crm.send("authentication/token", {**USER, **change})) == (401, "INVALID_CREDENTIALS")


@pytest.mark.parametrize("missing", ["username", "password", "organisation"])
@pytest.mark.parametrize("value", ["absent", None, 7, True, ["x"], {}])
def test_credentials_are_texts_and_a_wrong_one_is_not_shown(crm, missing, value):
    body = {**USER, missing: value}
    if value == "absent":
        del body[missing]

    answer = crm.send("authentication/token", body)

    assert refusal(answer) == (400, "INVALID_PARAMETERS")
    assert missing in answer.json["status"]["message"]
    assert missing != "password" or "7" not in answer.json["status"]["message"]


@pytest.mark.parametrize("unit", ["Head Office", "64093D17D5000DA22DA8F6DF20E240D1", None])
def test_a_user_may_name_the_unit_he_works_for(crm, unit):
    assert knows(crm, crm.log_in(unit=unit))


def test_each_user_is_known_by_his_own_token(make_crm):
    crm = make_crm(crm_users=OTHERS)
    crm.token = crm.log_in(**OTHERS[0])

    log = crm.create()["log_information"]

    assert (log["created_by_user"]["username"], log["created_by_unit"]["name"]) == ("other", "Branch")


def test_a_password_of_another_user_is_a_wrong_one(make_crm):
    crm = make_crm(crm_users=OTHERS)

    assert refusal(crm.send("authentication/token", {**USER, "password": "other-secret"})) == (401, "INVALID_CREDENTIALS")


def test_a_post_shows_its_token_in_the_body_alone(crm):
    path = f"jobs/all_scopes/cancel?token={crm.token}"
    headers = {"Authorization": f"Bearer {crm.token}", "X-Token": crm.token, "Cookie": f"token={crm.token}"}

    assert refusal(crm.send(path, {"job_identifier": {"number": "X"}}, headers=headers)) == UNKNOWN
    assert refusal(crm.send(path, {"token": None, "job_identifier": {"number": "X"}})) == UNKNOWN
    assert refusal(crm.send(path, {"token": "", "job_identifier": {"number": "X"}})) == UNKNOWN
    assert refusal(crm.post("jobs/all_scopes/cancel", job_identifier={"number": "X"})) == (404, "JOB_NOT_FOUND")


def test_a_get_shows_its_token_in_the_query_alone(crm):
    path, body = f"{BASE}jobs/all_scopes/list", json.dumps({"token": crm.token})

    assert refusal(crm.client.get(path, data=body, headers={"Authorization": f"Bearer {crm.token}"})) == UNKNOWN
    assert refusal(crm.client.get(path + "?token=")) == UNKNOWN
    assert done(crm.client.get(f"{path}?token={crm.token}")) == []
    assert done(crm.client.get(f"{path}?%74oken={crm.token}")) == []
    assert refusal(crm.client.get(f"{path}?Token={crm.token}")) == UNKNOWN


def test_the_token_is_looked_at_before_the_parameters(crm):
    assert refusal(crm.client.get(f"{BASE}jobs/generic_purpose/show?job_identifier=x")) == UNKNOWN
    assert refusal(crm.send("jobs/all_scopes/cancel", {"token": "x", "job_identifier": 7})) == UNKNOWN
    assert refusal(crm.send("jobs/all_scopes/cancel", {"token": 7})) == (400, "INVALID_PARAMETERS")


def test_secrets_are_masked_in_the_journal_and_in_messages(crm):
    crm.send("authentication/token", {**USER, "password": {"nested": "hush-hush"}})
    crm.get(REASONS, job_type_identifier="name=Installation")
    crm.send("authentication/token/release", {"token": [crm.token]})
    crm.post("authentication/token/release")

    journal = crm.client.get("/_emulator/journal").text

    assert USER["password"] not in journal
    assert crm.token not in journal
    assert "hush-hush" not in journal
