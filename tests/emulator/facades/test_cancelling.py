"""A cancel by a facade's table: one call, the values in their elements, and each way in which it can end."""

from typing import Any

import pytest

from emulator.clock import Clock
from emulator.facades.cancelling import Cancelling, Outcome
from emulator.facades.facade import Surroundings
from emulator.mapping.operation import OPTIONAL, REQUIRED, Field, Kind, Message, Operation
from emulator.mapping.servicebroker import RESULT, SINCE_11_3
from emulator.settings import Settings, Tenant
from emulator.soap_client.client import SoapClient
from emulator.soap_client.transport import InProcess, SoapExchange
from tests.emulator.soap_client.fake_scheduling import FakeScheduling, cancelled, contents, fault

TABLE = Operation(
    name="CancelJob",
    request=Message("JobCancelRequest", (
        Field("id",   "jobID",                         Kind.TEXT,   50,   REQUIRED),
        Field("",     "cancelReason",                  Kind.OBJECT, None, OPTIONAL, since=SINCE_11_3),
        Field("code", "cancelReason/cancelReasonId",   Kind.NUMBER, None, OPTIONAL, since=SINCE_11_3),
        Field("note", "cancelReason/cancelReasonDesc", Kind.TEXT,   500,  OPTIONAL, since=SINCE_11_3, cut=True),
    )),
    reply=Message("JobCancelResponse", RESULT),
)  # fmt: skip


def cancel(scheduling: FakeScheduling, given: dict[str, str] | None = None, **settings: Any) -> tuple[Outcome, str, int]:
    calls: list[SoapExchange] = []
    surroundings = Surroundings(
        settings=Settings(**settings),
        clock=Clock(),
        records=None,  # type: ignore[arg-type]
        scheduling=SoapClient(InProcess(scheduling), timeout=2.5),
        random=bytes,
    )
    found = Cancelling(surroundings, TABLE).cancel(given or {"id": "A"}, calls)
    assert len(calls) == len(scheduling.requests)
    return found.outcome, found.says, len(calls)


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"id": "A"}, {"jobID": "A"}),
        ({"id": "A", "code": "7"}, {"jobID": "A", "cancelReason": "", "cancelReason/cancelReasonId": "7"}),
        ({"id": "A", "note": ""}, {"jobID": "A", "cancelReason": "", "cancelReason/cancelReasonDesc": ""}),
        (
            {"note": "n" * 501, "code": "0", "id": "A"},
            {"jobID": "A", "cancelReason": "", "cancelReason/cancelReasonId": "0", "cancelReason/cancelReasonDesc": "n" * 500},
        ),
        (
            {"id": "A", "note": "\U0001f6e0" * 501},
            {"jobID": "A", "cancelReason": "", "cancelReason/cancelReasonDesc": "\U0001f6e0" * 500},
        ),
    ],
)
def test_values_stand_in_their_elements_in_the_tables_order(given, sent):
    scheduling = FakeScheduling(cancelled())

    cancel(scheduling, given)

    assert list(scheduling.sent.items()) == list(sent.items())


def test_the_first_tenants_login_goes_first():
    scheduling = FakeScheduling(cancelled())

    cancel(scheduling, tenants=(Tenant(name="a", database_user="D", password="P", sp_user="S"),))

    assert list(contents(scheduling.requests[0]).items())[:4] == [
        ("login", ""), ("login/databaseUser", "D"), ("login/password", "P"), ("login/spUser", "S"),
    ]  # fmt: skip


def test_an_old_scheduling_gets_no_reason():
    scheduling = FakeScheduling(cancelled())

    cancel(scheduling, {"id": "A", "code": "7", "note": "n"}, scheduling_version="11.2")

    assert scheduling.sent == {"jobID": "A"}


@pytest.mark.parametrize(
    ("scheduling", "outcome", "says"),
    [
        (FakeScheduling(cancelled()), Outcome.CANCELLED, "took it"),
        (FakeScheduling(cancelled("Warning", "9002")), Outcome.CANCELLED, "took it"),
        (FakeScheduling(cancelled("Error", "1")), Outcome.UNKNOWN_JOB, "(code 1)"),
        (FakeScheduling(cancelled("Error", "646")), Outcome.REFUSED, "(code 646)"),
        (FakeScheduling(fault("no such thing")), Outcome.FAULTED, "no such thing"),
        (FakeScheduling(b"<html>"), Outcome.NOT_SOAP, "no XML"),
        (FakeScheduling(raises=ConnectionResetError()), Outcome.UNREACHABLE, "no connection"),
        (FakeScheduling(raises=TimeoutError()), Outcome.TIMED_OUT, "(2.5 s)"),
    ],
    ids=lambda value: value.name if isinstance(value, Outcome) else "",
)
def test_each_ending_is_told_apart_and_nothing_is_sent_twice(scheduling, outcome, says):
    found, told, calls = cancel(scheduling, upstream_timeout=2.5)

    assert found is outcome
    assert says in told
    assert calls == 1


def test_without_a_scheduling_system_nothing_is_sent():
    found, told, calls = cancel(FakeScheduling(cancelled()), upstream="none")

    assert (found, calls) == (Outcome.NOT_CONFIGURED, 0)
    assert "upstream" in told
