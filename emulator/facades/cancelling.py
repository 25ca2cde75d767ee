"""Cancel a job at Scheduling: one SOAP call by a facade's table, never a second one, and how it ended (SB-P-01, SB-E-05)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from emulator.facades.facade import Surroundings
from emulator.mapping.operation import Field, Kind, Operation
from emulator.mapping.servicebroker import LOGIN
from emulator.soap_client.failures import CallFailed, Faulted, TimedOut, Unreachable
from emulator.soap_client.transport import SoapExchange

JOBID_INVALID = "1"


class Outcome(Enum):
    """How a cancel ended; a facade's own table says what it answers to each."""

    CANCELLED = "Scheduling took it, perhaps with a warning"
    UNKNOWN_JOB = "Scheduling knows no such job"
    REFUSED = "Scheduling refused it for another reason"
    NOT_CONFIGURED = "no Scheduling system is configured"
    UNREACHABLE = "no connection to Scheduling, or one broken before any reply"
    TIMED_OUT = "the whole reply was not there in time"
    FAULTED = "Scheduling answered with a SOAP fault"
    NOT_SOAP = "what came back is no reply to the call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """How a cancel ended, and a sentence on it that may be shown to the caller."""

    outcome: Outcome
    says: str


class Cancelling:
    """Cancel jobs by the rows of a CancelJob table, with the first tenant's login and for its Scheduling version."""

    def __init__(self, surroundings: Surroundings, operation: Operation) -> None:
        tenant = surroundings.settings.tenants[0]
        version = tuple(int(part) for part in tenant.scheduling_version.split("."))
        self._configured = surroundings.settings.upstream != "none"
        self._timeout = surroundings.settings.upstream_timeout
        self._client = surroundings.scheduling
        self._operation = operation
        self._rows = [row for row in operation.request.fields if version >= row.since]
        self._login = {"login": "", **{row.soap: getattr(tenant, row.name) for row in LOGIN if row.parent}}

    def cancel(self, given: Mapping[str, str], calls: list[SoapExchange]) -> Cancellation:
        """Make the call, and add it to ``calls``; ``given`` are texts by the rows' JSON names, those without a value left out.

        A text that is longer than a row that cuts allows is cut. Whatever else Scheduling would refuse is sent as it is.
        """
        if not self._configured:
            return Cancellation(outcome=Outcome.NOT_CONFIGURED, says=f"{Outcome.NOT_CONFIGURED.value} (upstream is 'none')")
        try:
            reply = self._client.call(self._operation, {**self._login, **texts(self._rows, given)}, calls)
        except CallFailed as failure:
            return self._without_reply(failure)
        if reply.type != "Error":
            return Cancellation(outcome=Outcome.CANCELLED, says=Outcome.CANCELLED.value)
        outcome = Outcome.UNKNOWN_JOB if reply.code == JOBID_INVALID else Outcome.REFUSED
        return Cancellation(outcome=outcome, says=f"{outcome.value} (code {reply.code})")

    def _without_reply(self, failure: CallFailed) -> Cancellation:
        match failure:
            case Unreachable():
                return Cancellation(outcome=Outcome.UNREACHABLE, says=Outcome.UNREACHABLE.value)
            case TimedOut():
                return Cancellation(outcome=Outcome.TIMED_OUT, says=f"{Outcome.TIMED_OUT.value} ({self._timeout:g} s)")
            case Faulted():
                return Cancellation(outcome=Outcome.FAULTED, says=f"{Outcome.FAULTED.value}: {failure}")
        return Cancellation(outcome=Outcome.NOT_SOAP, says=f"{Outcome.NOT_SOAP.value}: {failure}")


def texts(rows: list[Field], given: Mapping[str, str]) -> dict[str, str]:
    """Give the rows' values by SOAP path; an element that holds others is there when one of them is."""
    values: dict[str, str] = {}
    for row in rows:
        value = given.get(row.json)
        if value is not None and row.kind is not Kind.OBJECT:
            for place, character in enumerate(row.soap):
                if character == "/":
                    values.setdefault(row.soap[:place], "")
            values[row.soap] = value[: row.max] if row.cut else value
    return values
