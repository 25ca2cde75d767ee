"""A client that was written from CRM.COM's pages alone carries jobs through their life, over HTTP."""

from collections.abc import Iterator

import pytest

from emulator.app import Emulator, create_emulator
from emulator.settings import Settings
from tests.clients.crm_com import CrmCom, CrmComError
from tests.contracts.targets.servers import serving

USER = ("emulator", "emulator-secret", "EMULATOR")
INSTALLATION = {"name": "Installation"}


@pytest.fixture(params=["R15", "R12", "R10"])
def emulator(request: pytest.FixtureRequest) -> Emulator:
    return create_emulator(Settings(crm_release=request.param))


@pytest.fixture
def client(emulator: Emulator) -> Iterator[CrmCom]:
    with serving(emulator.wsgi) as url, CrmCom(url) as client:
        client.log_in(*USER)
        yield client


def new_job(client: CrmCom, **more):
    return client.create(INSTALLATION, accounts_receivable_identifier={"number": "AR-1"}, **more)


def refusal(call, *arguments, **more) -> tuple[int, str]:
    with pytest.raises(CrmComError) as refused:
        call(*arguments, **more)
    assert refused.value.data is None
    return refused.value.status, refused.value.code


def test_a_job_is_created_started_and_completed(client):
    job = new_job(client, description="dish \U0001f4e1 & cable")
    number = {"number": job["number"]}

    assert job["life_cycle_state"] == "PENDING"
    assert client.start_progress(number)["life_cycle_state"] == "IN PROGRESS"
    assert client.complete({"id": job["id"]})["life_cycle_state"] == "COMPLETED"
    assert client.show(number)["description"] == "dish \U0001f4e1 & cable"
    assert refusal(client.cancel, number, cancellation_reason_identifier={"name": "Regret"}) == (
        409,
        "INVALID_LIFE_CYCLE_STATE",
    )


def test_a_job_is_cancelled_once_with_a_reason_that_was_listed(client, emulator):
    job = {"id": new_job(client)["id"]}
    reason = {"alternative_code": client.cancellation_reasons(INSTALLATION)[1]["alternative_code"]}

    cancelled = client.cancel(job, cancellation_reason_identifier=reason, fields_set="life_cycle_state,number")

    assert cancelled == {"life_cycle_state": "CANCELLED", "number": "J00000001"}
    assert client.show(job)["life_cycle_state"] == "CANCELLED"
    assert refusal(client.cancel, job, cancellation_reason_identifier=reason) == (409, "INVALID_LIFE_CYCLE_STATE")
    with emulator.store.transaction() as tx:
        (entry,) = tx.audit()
    assert (entry.job, entry.reason_id, entry.reason) == ("J00000001", 2, "Wrong Input/Missing Information")
    assert (entry.user, entry.facade) == ("broker", "crm-com")


def test_an_unknown_job_cannot_be_cancelled(client):
    reason = {"cancellation_reason_identifier": {"alternative_code": "R"}}

    assert refusal(client.cancel, {"number": "J-1001"}, **reason) == (404, "JOB_NOT_FOUND")
    assert refusal(client.cancel, {"id": "0" * 32}, **reason) == (404, "JOB_NOT_FOUND")
    assert refusal(client.show, {"number": "&=?/#%20+ü"}) == (404, "JOB_NOT_FOUND")


def test_jobs_are_listed_page_by_page(client):
    numbers = [new_job(client)["number"] for _ in range(5)]

    pages = [client.list_jobs(number_of_results=2, offset=offset) for offset in (0, 2, 4, 6)]

    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert sorted(job["number"] for page in pages for job in page) == numbers
    assert len(client.list_jobs()) == 5


def test_a_wrong_password_gets_no_token_and_a_token_that_was_given_back_opens_nothing(client):
    assert refusal(client.log_in, "emulator", "wrong", "EMULATOR") == (401, "INVALID_CREDENTIALS")

    client.release()

    assert refusal(client.list_jobs) == (401, "INVALID_TOKEN")
    assert refusal(client.release) == (401, "INVALID_TOKEN")
    client.log_in(*USER)
    assert client.list_jobs() == []


def test_two_callers_do_not_end_each_other_s_tokens(client):
    first = client.token
    client.log_in(*USER)
    client.release()

    client.token = first

    assert client.list_jobs() == []
