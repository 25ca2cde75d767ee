"""What can be done with jobs, each in one transaction but the cancel, which has Scheduling between two (CRM-S-01, CRM-L-01)."""

from dataclasses import dataclass
from itertools import islice

from emulator.facades.cancelling import Cancelling, Outcome
from emulator.facades.crm_com.answers import failed
from emulator.facades.crm_com.catalogue import Catalogue
from emulator.facades.crm_com.index import Index
from emulator.facades.crm_com.job import Job, by, job_of
from emulator.facades.crm_com.parameters import Identifier, Values
from emulator.facades.crm_com.refusals import Refusal, Refused, invalid
from emulator.facades.crm_com.sessions import Session
from emulator.facades.records import NotBookable, Records, Taken, View
from emulator.mapping.crm_com import R14_5, Release
from emulator.soap_client.transport import SoapExchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step in a job's life: from which state to which, and what the work item's dispatch status becomes."""

    start: str
    end: str
    dispatch: str


START_PROGRESS = Step(start="PENDING", end="IN PROGRESS", dispatch="LoggedOn")
COMPLETE = Step(start="IN PROGRESS", end="COMPLETED", dispatch="Cleared")
ENDED = ("COMPLETED", "CANCELLED")


class Jobs:
    """The jobs that were made here."""

    def __init__(self, records: Records, cancelling: Cancelling, catalogue: Catalogue, *, release: Release) -> None:
        self._records = records
        self._cancelling = cancelling
        self._catalogue = catalogue
        self._release = release
        self._index = Index()

    def start_anew(self) -> None:
        """Forget the order of the jobs that were."""
        with self._records.view():
            self._index.clear()

    def create(self, values: Values, session: Session) -> Job:
        """Make a job, and book its work item; raise Refused."""
        type_ = self._catalogue.type_of(values["type_identifier"])
        status = self._catalogue.first_status(type_, values.get("status_identifier"))
        if "accounts_receivable" in values and "accounts_receivable_identifier" in values:
            raise invalid(
                "accounts_receivable",
                "must not be given together with accounts_receivable_identifier",
                expected="one of the two",
                found="both",
            )
        with self._records.view() as view:
            who = by(session, view.now)
            document = {
                "type": type_.name,
                "status": status.name,
                "description": values.get("description"),
                "created": who,
                "updated": who,
            }
            for number in self._index.numbers(view):
                try:
                    return job_of(view.create(number, document), self._catalogue)
                except Taken:
                    continue  # a work item of somebody else has this id
                except NotBookable as why:
                    raise failed(f"that it cannot have such a work item: {why}") from None
        raise AssertionError("numbers never end")

    def show(self, identifier: Identifier) -> Job:
        """Find a job; raise Refused."""
        with self._records.view() as view:
            return self._found(view, identifier)

    def listed(self, *, most: int, offset: int) -> list[Job]:
        """List jobs, from R14.5 on the newest first."""
        with self._records.view() as view:
            records = self._index.walk(view, newest_first=self._release >= R14_5)
            return [job_of(record, self._catalogue) for record in islice(records, offset, offset + most)]

    def go(self, step: Step, values: Values, session: Session) -> Job:
        """Take a step; raise Refused."""
        number = self.show(values["job_identifier"]).number
        with self._records.holding(number), self._records.view() as view:
            job = self._found(view, values["job_identifier"])
            if job.state != step.start:
                raise _wrong_state(job, step.start)
            status = self._catalogue.status(job.type, step.end, values.get("status_identifier"))
            document = {**job.record.document, "status": status.name, "updated": by(session, view.now)}
            view.change(number, document)
            return job_of(view.progress(number, step.dispatch), self._catalogue)

    def cancel(self, values: Values, session: Session, calls: list[SoapExchange]) -> Job:
        """Cancel a job at Scheduling, once, and note it; raise Refused."""
        identifier = values["job_identifier"]
        with self._records.holding(self.show(identifier).number):
            job = self.show(identifier)
            if job.state in ENDED:
                raise _wrong_state(job, "any but COMPLETED and CANCELLED")
            status = self._catalogue.status(job.type, "CANCELLED", values.get("status_identifier"))
            reason = self._catalogue.reason(job.type, values.get("cancellation_reason_identifier"))
            given = {
                "number": job.number,
                "cancellation_reason.number": str(reason.number),
                "cancellation_reason.name": reason.name,
            }
            end = self._cancelling.cancel(given, calls)
            if end.outcome is Outcome.UNKNOWN_JOB:
                raise _unknown(identifier, expected="a job that Scheduling knows")
            if end.outcome is not Outcome.CANCELLED:
                raise failed(end.says)
            with self._records.view() as view:
                document = {
                    **job.record.document,
                    "status": status.name,
                    "reason": reason.name,
                    "cancel_provided_items": values.get("cancel_provided_items", False),
                    "updated": by(session, view.now),
                }
                record = view.cancelled(job.number, document)
            if record is None:
                raise _unknown(identifier, expected="a job that was not forgotten meanwhile")
            return job_of(record, self._catalogue)

    def _found(self, view: View, identifier: Identifier) -> Job:
        number = identifier.value if identifier.member == "number" else self._index.find(view, identifier.value)
        record = view.get(number) if number is not None else None
        if record is None:
            raise _unknown(identifier, expected="the id or number of a job that was made here")
        return job_of(record, self._catalogue)


def _unknown(identifier: Identifier, *, expected: str) -> Refused:
    value = identifier.value
    found = f"{value[:60]!r}" + (f"... ({len(value)} characters)" if len(value) > 60 else "")
    subject = f"{identifier.parameter}.{identifier.member}"
    return Refused(Refusal.JOB_NOT_FOUND, subject, "is not known", expected=expected, found=found)


def _wrong_state(job: Job, expected: str) -> Refused:
    return Refused(
        Refusal.INVALID_LIFE_CYCLE_STATE,
        f"the life cycle state of {job.number}",
        "must allow it",
        expected=expected,
        found=job.state,
    )
