"""One request, end to end: accept it, look at the job's record, call Scheduling for a cancel, answer."""

import logging
from collections.abc import Callable
from datetime import datetime

from werkzeug import Request, Response

from emulator.facades.azure_job_router import routes
from emulator.facades.azure_job_router.acceptance import Accepted, accept
from emulator.facades.azure_job_router.answers import Answers
from emulator.facades.azure_job_router.cancel import after_cancel, read_options, scheduling_values
from emulator.facades.azure_job_router.conditions import check_conditions
from emulator.facades.azure_job_router.job import TERMINAL, etag_of, shown, status_of
from emulator.facades.azure_job_router.listing import next_link, page, read_query
from emulator.facades.azure_job_router.members import merged
from emulator.facades.azure_job_router.refusals import Refusal, Refused, bad_request, no_such_job
from emulator.facades.azure_job_router.signing import Signatures
from emulator.facades.azure_job_router.times import http_date, spell
from emulator.facades.cancelling import Cancelling, Outcome
from emulator.facades.facade import Surroundings
from emulator.facades.records import NotBookable, Record, Taken, View
from emulator.facades.xml_text import NO_XML
from emulator.mapping.azure_job_router import CANCEL_JOB
from emulator.soap_client.transport import SoapExchange
from emulator.unavailable import StateUnavailable

_log = logging.getLogger(__name__)
_MAX_ID = 50


def create_azure_job_router(surroundings: Surroundings) -> "AzureJobRouter":
    """Make the facade."""
    return AzureJobRouter(surroundings)


class AzureJobRouter:
    """The facade; every path below ``prefix`` is its own, also the unknown ones."""

    prefix = routes.PREFIX

    def __init__(self, surroundings: Surroundings) -> None:
        settings = surroundings.settings
        self._settings = settings
        self._records = surroundings.records
        self._signatures = Signatures(settings.azure_access_keys, max_skew=settings.azure_max_skew, clock=surroundings.clock)
        self._answers = Answers(wrapper=settings.azure_error_wrapper)
        self._cancelling = Cancelling(surroundings, CANCEL_JOB)
        self._reasons = {row.code: row.reason_id for row in settings.azure_disposition_codes}
        self._handlers: dict[str, Callable[[Request, Accepted, list[SoapExchange]], Response]] = {
            routes.LIST_JOBS.name: self._list,
            routes.GET_JOB.name: self._get,
            routes.UPSERT_JOB.name: self._upsert,
            routes.DELETE_JOB.name: self._delete,
            routes.CANCEL_JOB.name: self._cancel,
        }

    def operation(self, request: Request) -> str | None:
        """Name the operation that a request asks for."""
        found = routes.find(request)
        route = found.routes.get(request.method) if found is not None else None
        return route.name if route is not None else None

    def start_anew(self) -> None:
        """Forget nothing: all there is, is in the records."""

    def __call__(self, request: Request, calls: list[SoapExchange]) -> Response:
        """Answer a request; the SOAP calls it makes are added to ``calls``. Nothing is raised."""
        try:
            accepted = accept(request, self._signatures, max_body_bytes=self._settings.max_body_bytes)
            return self._handlers[accepted.route.name](request, accepted, calls)
        except Refused as no:
            return self._answers.refused(no, path=request.path)
        except StateUnavailable:
            raise
        except Exception:
            _log.exception("%s %s failed", request.method, request.path)
            return self._answers.refused(Refused(Refusal.INTERNAL, _OUR_FAULT), path=request.path)

    def _list(self, request: Request, _accepted: Accepted, _calls: list[SoapExchange]) -> Response:
        query = read_query(request.args)
        with self._records.view() as view:
            found, more_after = page(query, view.numbered(after=query.after), view.now)
            body = {"value": [shown(record, view.now) for record in found]}
        return self._answers.json(200, body if more_after is None else body | {"nextLink": next_link(request, more_after)})

    def _get(self, request: Request, accepted: Accepted, _calls: list[SoapExchange]) -> Response:
        with self._records.view() as view:
            record = _found(view, request, accepted)
            return self._job(200, record, view.now)

    def _upsert(self, request: Request, accepted: Accepted, _calls: list[SoapExchange]) -> Response:
        job_id = _bookable(request, accepted.job_id)
        with self._records.view() as view:
            before = view.get(job_id)
            document = merged(before.document if before else {}, accepted.body, view.now)
            check_conditions(request, before, view.now)
            if "queueId" in document:
                document.setdefault("enqueuedAt", spell(view.now))
            if before is not None:
                after = view.change(job_id, document) if document != before.document else before
                return self._job(200, after, view.now)
            try:
                return self._job(201, view.create(job_id, document), view.now)
            except Taken:
                raise Refused(
                    Refusal.CONFLICT,
                    "The job cannot be made: expected an id that no work item in Scheduling has, found one that has it",
                ) from None
            except NotBookable as why:
                raise Refused(Refusal.BAD_REQUEST, f"The job cannot be booked in Scheduling: {why}") from None

    def _delete(self, request: Request, accepted: Accepted, _calls: list[SoapExchange]) -> Response:
        with self._records.view() as view:
            status = status_of(_found(view, request, accepted), view.now)
            if status not in TERMINAL:
                raise _conflict("deleted", status, "a completed, closed or cancelled one")
            view.remove(accepted.job_id)
        return self._answers.nothing()

    def _cancel(self, request: Request, accepted: Accepted, calls: list[SoapExchange]) -> Response:
        options = read_options(accepted.body)
        job_id = accepted.job_id
        with self._records.holding(job_id):
            with self._records.view() as view:
                record = _found(view, request, accepted)
                status = status_of(record, view.now)
            if status in TERMINAL:
                if self._settings.azure_cancel_terminal == "accept":
                    return self._answers.json(200, {})
                raise _conflict("cancelled", status, "one that is not completed, closed or cancelled")
            default = self._settings.azure_default_reason_id
            values = scheduling_values(job_id, options, self._reasons, default_reason=default)
            cancellation = self._cancelling.cancel(values, calls)
            if cancellation.outcome is Outcome.UNKNOWN_JOB:
                raise no_such_job()
            if cancellation.outcome is not Outcome.CANCELLED:
                raise Refused(Refusal.INTERNAL, f"The job was not cancelled: {cancellation.says}")
            with self._records.view() as view:
                # It may have been changed, deleted, or made anew, while Scheduling was at work.
                after = view.get(job_id)
                if after is not None and after.number == record.number:
                    view.cancelled(job_id, after_cancel(after.document, options, view.now))
        return self._answers.json(200, {})

    def _job(self, status: int, record: Record, now: datetime) -> Response:
        headers = {"ETag": etag_of(record, now), "Last-Modified": http_date(record.changed)}
        return self._answers.json(status, shown(record, now), headers)


def _found(view: View, request: Request, accepted: Accepted) -> Record:
    wrong = _objection(request, accepted.job_id)
    if wrong is not None:
        raise Refused(Refusal.NOT_FOUND, f"The item was not found. {wrong}")
    record = view.get(accepted.job_id)
    if record is None:
        raise no_such_job()
    return record


def _bookable(request: Request, job_id: str) -> str:
    """Give the id of a job that is to be made or changed; raise Refused for one that Scheduling cannot have."""
    wrong = _objection(request, job_id)
    if wrong is not None:
        raise wrong
    return job_id


def _objection(request: Request, job_id: str) -> Refused | None:
    """Say why no job can have this id, if so."""
    if len(job_id) > _MAX_ID:
        expected, found = f"1 to {_MAX_ID} characters", f"{len(job_id)} characters"
        return bad_request("The jobId", "is too long", expected=expected, found=found)
    if not routes.is_utf_8(request):
        return bad_request("The jobId", "must be UTF-8", expected="percent-encoded UTF-8", found="other bytes")
    foreign = NO_XML.search(job_id)
    if foreign:
        found = f"U+{ord(foreign[0]):04X} at character {foreign.start() + 1}"
        return bad_request("The jobId", "has a character that XML cannot carry", expected="others", found=found)
    return None


def _conflict(done: str, status: str, expected: str) -> Refused:
    return Refused(Refusal.CONFLICT, f"The job cannot be {done}: expected {expected}, found one that is {status}")


_OUR_FAULT = "The facade must answer: expected an answer, found an error of its own, which its log shows"
