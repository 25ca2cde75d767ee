"""Settings of the facade: rows as TOML or JSON gives them, and what cannot be is told by its name (CRM-R-04, CRM-M-01)."""

import json

import pytest

from emulator.settings import Settings, SettingsError
from emulator.settings_crm_com import DEFAULT_REASONS, DEFAULT_USERS
from emulator.settings_source import load_settings
from tests.emulator.facades.crm_com.conftest import done

STATUSES = [
    {"name": state.title(), "alternative_code": state, "state": state}
    for state in ("DRAFT", "PENDING", "IN PROGRESS", "COMPLETED", "CANCELLED")
]
REASON = {"name": "Regret", "alternative_code": "R", "number": 1}
USER = {"username": "u", "password": "p", "organisation": "o"}


def test_rows_can_be_given_as_json_in_the_environment():
    settings = load_settings(environ={"EMULATOR_CRM_REASONS": json.dumps([REASON]), "EMULATOR_CRM_RELEASE": "R12"})

    assert [(row.name, row.number, row.default) for row in settings.crm_reasons] == [("Regret", 1, False)]
    assert settings.crm_release == "R12"


def test_an_empty_list_means_the_default():
    assert Settings(crm_reasons=[], crm_users=()).crm_reasons == DEFAULT_REASONS
    assert Settings(crm_users=()).crm_users == DEFAULT_USERS


def test_a_row_s_own_id_is_the_one_it_is_known_by(make_crm):
    crm = make_crm(crm_reasons=[{**REASON, "id": "1204F1C8DDEA430B8C1E375B60A9BB21"}])

    done(crm.cancel(crm.create()["number"], cancellation_reason_identifier={"id": "1204F1C8DDEA430B8C1E375B60A9BB21"}))

    assert crm.audit[0].reason_id == 1


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            {"crm_reasons": [{"name": "x", "alternative_code": "x"}]},
            "found '' as number in table 1, where a whole number from 0",
        ),
        ({"crm_reasons": [{**REASON, "number": 2**32}]}, "4294967296 as number in table 1"),
        ({"crm_reasons": [REASON, REASON]}, "setting crm_reasons: expected name to differ in each table; found one twice"),
        ({"crm_reasons": [{**REASON, "types": "INST,NO"}]}, "alternative codes of crm_types (ACT, INST, REP); found 'NO'"),
        ({"crm_reasons": [{**REASON, "name": "a\x00"}]}, "as name in table 1, where 1 to 100 characters is allowed"),
        ({"crm_reasons": [{**REASON, "nmae": "x"}]}, "unknown key 'nmae' in table 1"),
        ({"crm_statuses": STATUSES[:4]}, "a status of each state for the type 'Installation'; found none of CANCELLED"),
        (
            {"crm_statuses": [*STATUSES[:4], {**STATUSES[4], "types": "INST"}]},
            "a status of each state for the type 'Repair'; found none of CANCELLED",
        ),
        ({"crm_statuses": [{**STATUSES[0], "state": "GONE"}]}, "'GONE' as state in table 1"),
        ({"crm_types": [{"name": "a", "alternative_code": "b,c"}]}, "'b,c' as alternative_code in table 1"),
        ({"crm_types": [{"name": "a", "alternative_code": "b", "id": "abc"}]}, "'abc' as id in table 1"),
        ({"crm_users": [USER, {**USER, "password": "q"}]}, "expected each username once in an organisation; found one twice"),
        ({"crm_users": [{**USER, "password": "s\x01cret"}]}, "(not shown: it is a secret) as password in table 1"),
        ({"crm_unit": "NINECHARS"}, "setting crm_unit: expected 1 to 8 characters; found 'NINECHARS'"),
        ({"crm_error_status": "200"}, "setting crm_error_status: expected 'http' or 'ok'; found '200'"),
    ],
)
def test_what_cannot_be_is_told_by_its_name(settings, says):
    with pytest.raises(SettingsError) as refused:
        Settings(**settings)

    assert says in str(refused.value)
    assert "s\\x01cret" not in str(refused.value)


def test_a_user_s_password_shows_nowhere():
    settings = Settings(crm_users=[{**USER, "password": "hush-hush"}])

    assert "hush-hush" not in repr(settings)
