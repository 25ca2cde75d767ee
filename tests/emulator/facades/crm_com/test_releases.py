"""What a release has and has not: reasons, provided items and dates with R13, accounts with R14 (CRM-R-03)."""

import pytest

from emulator.settings import Settings, SettingsError
from tests.emulator.facades.crm_com.conftest import done, refusal

REASONS = "jobs/configuration/cancellation_reasons/list"
REGRET = {"cancellation_reason_identifier": {"name": "Regret"}}
BEFORE_R13 = pytest.mark.parametrize("release", ["R10", "R12", "R12.99.99"])
FROM_R13 = pytest.mark.parametrize("release", ["R13", "R13.0.0", "R14.5", "R15", "R20"])


@BEFORE_R13
def test_before_r13_a_reason_must_be_given(make_crm, release):
    crm = make_crm(crm_release=release)
    job = crm.create()["number"]

    for given in ({}, {"cancellation_reason_identifier": None}):
        assert refusal(crm.cancel(job, **given)) == (400, "CANCELLATION_REASON_REQUIRED")
        assert crm.last.soap == ()
    assert refusal(crm.cancel(job, cancellation_reason_identifier={})) == (400, "INVALID_PARAMETERS")
    assert done(crm.cancel(job, **REGRET))["life_cycle_state"] == "CANCELLED"


@FROM_R13
def test_from_r13_the_default_reason_stands_for_none(make_crm, release):
    crm = make_crm(crm_release=release)

    assert done(crm.cancel(crm.create()["number"]))["life_cycle_state"] == "CANCELLED"
    assert crm.audit[0].reason == "Regret"


@BEFORE_R13
def test_before_r13_provided_items_are_nothing_that_is_known(make_crm, release):
    crm = make_crm(crm_release=release)
    job = crm.create()["number"]

    done(crm.cancel(job, cancel_provided_items="of another type", **REGRET))

    assert crm.client.get("/_emulator/state").json["records"]["crm-com"][job]["cancel_provided_items"] is False


@BEFORE_R13
def test_before_r13_a_job_has_no_such_dates(make_crm, release):
    crm = make_crm(crm_release=release)

    assert {"expiration_date", "scheduled_date"}.isdisjoint(crm.create(type_identifier={"alternative_code": "ACT"}))


@FROM_R13
def test_from_r13_a_job_has_an_expiration_date_and_one_of_a_subscription_scope_a_scheduled_date(make_crm, release):
    crm = make_crm(crm_release=release)

    assert {"expiration_date": None}.items() <= crm.create().items()
    assert "scheduled_date" not in crm.create()
    assert {"expiration_date": None, "scheduled_date": None}.items() <= crm.create(
        type_identifier={"alternative_code": "ACT"}
    ).items()


@BEFORE_R13
def test_before_r13_reasons_are_listed_for_all_types_and_none_is_the_default(make_crm, release):
    crm = make_crm(crm_release=release)

    listed = done(crm.get(REASONS, job_type_identifier="what is not known is ignored"))

    assert [list(row) for row in listed] == [["id", "name", "alternative_code", "description"]] * 2


@pytest.mark.parametrize(("release", "needed"), [("R10", True), ("R13.9", True), ("R14", False), ("R15", False)])
def test_before_r14_an_account_must_be_identified(make_crm, release, needed):
    crm = make_crm(crm_release=release)

    def create(**given):
        return crm.post("jobs/generic_purpose/create", type_identifier={"name": "Repair"}, **given)

    object_alone = create(accounts_receivable={"first_name": "A"})
    assert refusal(create()) == (400, "INVALID_PARAMETERS") if needed else done(create())
    assert refusal(object_alone) == (400, "INVALID_PARAMETERS") if needed else done(object_alone)
    assert done(create(accounts_receivable_identifier={"id": "x"}))
    assert refusal(create(accounts_receivable_identifier={"id": "x", "number": "y"})) == (400, "INVALID_PARAMETERS")


def test_from_r14_an_account_is_identified_or_given_but_not_both(crm):
    both = {"accounts_receivable_identifier": {"id": "x"}, "accounts_receivable": {}}

    answer = crm.post("jobs/generic_purpose/create", type_identifier={"name": "Repair"}, **both)

    assert refusal(answer) == (400, "INVALID_PARAMETERS")
    assert crm.client.get("/_emulator/work-items").json == []


@pytest.mark.parametrize("release", ["R9", "15", "R15.", "R15.0.0.0", "r15", "R1", "R015", ""])
def test_a_release_that_is_none_is_told(release):
    with pytest.raises(SettingsError, match=r"setting crm_release: expected a release from 'R10' on"):
        Settings(crm_release=release)
