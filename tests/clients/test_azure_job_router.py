"""The vendor's own client, azure-communication-jobrouter 1.0.0, signs and sends; it takes what comes back for its service's."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from azure.communication.jobrouter import JobRouterClient
from azure.communication.jobrouter.models import CancelJobOptions, RouterJobNote, ScheduleAndSuspendMode
from azure.core import MatchConditions
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)

from emulator.app import Emulator, create_emulator
from emulator.faults import Fault, FaultRule
from emulator.settings import Settings
from tests.contracts.targets.servers import serving

KEY, OTHER_KEY = "c2VjcmV0LWtleS1mb3ItdGVzdHM=", "YW5vdGhlci1rZXk="
# Each may stand in an id, and each is written in another way by some client.
ODD_IDS = [
    "a/b",
    "a:b",
    "a:cancel",
    "with space",
    "100%",
    "a?b#c",
    "ü \U0001f6e0",
    "a;b=c,d",
    "x'(y)*!",
    "a+b&c",
    "a%2Fb",
    "~._-",
    "x" * 50,
]


def client_of(url: str, key: str = KEY) -> JobRouterClient:
    return JobRouterClient(url, AzureKeyCredential(key), retry_total=0)


@pytest.fixture
def emulator() -> Emulator:
    # The client signs with the machine's time.
    return create_emulator(Settings(azure_access_keys=f"{OTHER_KEY},{KEY}"))


@pytest.fixture
def url(emulator: Emulator) -> Iterator[str]:
    with serving(emulator.wsgi) as url:
        yield url


@pytest.fixture
def client(url: str) -> Iterator[JobRouterClient]:
    with client_of(url) as client:
        yield client


def test_a_job_is_made_changed_and_read(client):
    made = client.upsert_job(
        "job-1", channel_id="voice", queue_id="q1", priority=5, labels={"a": 1, "b": True}, tags={"t": "x"}
    )
    changed = client.upsert_job("job-1", priority=7, labels={"a": 2}, notes=[RouterJobNote(message="hello")])
    read = client.get_job("job-1")

    assert (made.id, made.status, made.channel_id, made.queue_id, made.priority) == ("job-1", "queued", "voice", "q1", 5)
    assert (changed.priority, changed.labels, changed.tags) == (7, {"a": 2, "b": True}, {"t": "x"})
    assert [note.message for note in changed.notes] == ["hello"]
    assert made.enqueued_at == changed.enqueued_at
    assert read == changed
    assert made.etag != changed.etag


def test_a_job_can_be_scheduled(client):
    job = client.upsert_job(
        "later", channel_id="voice", matching_mode=ScheduleAndSuspendMode(schedule_at="2999-01-01T00:00:00Z")
    )

    assert (job.status, job.scheduled_at.year, job.matching_mode.kind) == ("scheduled", 2999, "scheduleAndSuspend")


def test_jobs_are_listed_page_by_page_and_by_status(client):
    for place in range(7):
        client.upsert_job(f"job-{place}", channel_id="voice", queue_id="q1" if place % 2 else "q2")
    client.cancel_job("job-3")

    pages = [[job.id for job in page] for page in client.list_jobs(results_per_page=3).by_page()]

    assert pages == [["job-0", "job-1", "job-2"], ["job-3", "job-4", "job-5"], ["job-6"]]
    assert [job.id for job in client.list_jobs(status="cancelled")] == ["job-3"]
    assert [job.id for job in client.list_jobs(status="active", queue_id="q1", results_per_page=1)] == ["job-1", "job-5"]


def test_a_job_is_cancelled_with_a_reason_and_then_deleted(client, emulator):
    client.upsert_job("job-1", channel_id="voice", queue_id="q1")

    assert client.cancel_job("job-1", CancelJobOptions(disposition_code="77", note="because")) is None

    job = client.get_job("job-1")
    assert (job.status, job.disposition_code, [note.message for note in job.notes]) == ("cancelled", "77", ["because"])
    with emulator.store.transaction() as tx:
        (entry,) = tx.audit()
    assert (entry.job, entry.reason_id, entry.reason, entry.facade) == ("job-1", 77, "because", "azure-job-router")
    assert client.delete_job("job-1") is None
    with pytest.raises(ResourceNotFoundError):
        client.get_job("job-1")


def test_a_cancel_needs_no_reason(client):
    client.upsert_job("job-1", channel_id="voice")

    client.cancel_job("job-1")

    assert client.get_job("job-1").disposition_code == "Cancelled"


def refusal(error: HttpResponseError) -> tuple[int, str]:
    """Show the status and code of an error; the client must have understood its body, and the header must agree."""
    assert error.error is not None
    assert error.response.headers["x-ms-error-code"] == error.error.code
    assert error.error.message
    return error.status_code, error.error.code


def test_cancelling_an_unknown_job_is_not_found(client):
    with pytest.raises(ResourceNotFoundError) as error:
        client.cancel_job("nobody")

    assert refusal(error.value) == (404, "NotFound")


def test_cancelling_twice_is_a_conflict(client):
    client.upsert_job("job-1", channel_id="voice")
    client.cancel_job("job-1")

    with pytest.raises(ResourceExistsError) as error:
        client.cancel_job("job-1")

    assert refusal(error.value) == (409, "Conflict")


def test_a_live_job_cannot_be_deleted(client):
    client.upsert_job("job-1", channel_id="voice")

    with pytest.raises(ResourceExistsError) as error:
        client.delete_job("job-1")

    assert refusal(error.value) == (409, "Conflict")


def test_a_change_may_depend_on_the_etag(client):
    job = client.upsert_job("job-1", channel_id="voice")
    changed = client.upsert_job("job-1", priority=1, etag=job.etag, match_condition=MatchConditions.IfNotModified)

    with pytest.raises(ResourceModifiedError) as error:
        client.upsert_job("job-1", priority=2, etag=job.etag, match_condition=MatchConditions.IfNotModified)

    assert refusal(error.value) == (412, "PreconditionFailed")
    assert client.get_job("job-1") == changed


@pytest.mark.parametrize("key", ["d3Jvbmc=", "c2VjcmV0LWtleS1mb3ItdGVzdHQ="])
def test_a_wrong_key_is_denied(url, key):
    with client_of(url, key) as client, pytest.raises(ClientAuthenticationError) as error:
        client.upsert_job("job-1", channel_id="voice")

    assert refusal(error.value) == (401, "Denied")


def test_each_of_the_keys_will_do(url):
    with client_of(url, OTHER_KEY) as client:
        assert client.upsert_job("job-1", channel_id="voice").id == "job-1"


def test_what_scheduling_does_not_do_is_the_services_own_failure(client, emulator):
    client.upsert_job("job-1", channel_id="voice")
    emulator.faults.put([FaultRule(operation="CancelJob", count=1, fault=Fault(code=646, type="Error"))])

    with pytest.raises(HttpResponseError) as error:
        client.cancel_job("job-1")

    assert refusal(error.value) == (500, "InternalServerError")
    assert client.get_job("job-1").status == "created"


def whole_life(client: JobRouterClient, job_id: str) -> list[Any]:
    made = client.upsert_job(job_id, channel_id="voice")
    client.cancel_job(job_id)
    status = client.get_job(job_id).status
    client.delete_job(job_id)
    return [made.id, status, list(client.list_jobs())]


@pytest.mark.parametrize("job_id", ODD_IDS)
def test_an_odd_id_goes_through_a_whole_life(client, job_id):
    assert whole_life(client, job_id) == [job_id, "cancelled", []]


def test_odd_ids_go_through_the_server_too():
    command = [sys.executable, "-m", "emulator", "serve", "--port", "0", "--set", f"azure_access_keys={KEY}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]
            with client_of(url) as client:
                lives = [whole_life(client, job_id) for job_id in ODD_IDS]
        finally:
            process.terminate()

    assert lives == [[job_id, "cancelled", []] for job_id in ODD_IDS]
