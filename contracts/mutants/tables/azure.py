"""Mutants of the Azure Job Router facade (AZ-...)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_FACADE = "emulator.facades.azure_job_router"
_facade = partial(Mutant, module=f"{_FACADE}.facade")
_accepted = partial(Mutant, module=f"{_FACADE}.acceptance")
_answered = partial(Mutant, module=f"{_FACADE}.answers")
_cancelled = partial(Mutant, module=f"{_FACADE}.cancel")
_conditional = partial(Mutant, module=f"{_FACADE}.conditions")
_job = partial(Mutant, module=f"{_FACADE}.job")
_listed = partial(Mutant, module=f"{_FACADE}.listing")
_member = partial(Mutant, module=f"{_FACADE}.members")
_signed = partial(Mutant, module=f"{_FACADE}.signing")

# fmt: off
MUTANTS = (
    _facade(
        id="azure-cancel-with-202", clauses=("AZ-C-01",), defect="a cancel is answered with 202",
        old="                    view.cancelled(job_id, after_cancel(after.document, options, view.now))\n"
            "        return self._answers.json(200, {})",
        new="                    view.cancelled(job_id, after_cancel(after.document, options, view.now))\n"
            "        return self._answers.json(202, {})"),
    _facade(
        id="azure-cancel-tells-the-job", clauses=("AZ-C-01",), defect="the answer to a cancel has the job's id",
        old="                    view.cancelled(job_id, after_cancel(after.document, options, view.now))\n"
            "        return self._answers.json(200, {})",
        new="                    view.cancelled(job_id, after_cancel(after.document, options, view.now))\n"
            '        return self._answers.json(200, {"id": job_id})'),
    _accepted(
        id="azure-cancel-asks-for-a-body", clauses=("AZ-C-02",), defect="a cancel without a body and a Content-Type gets 415",
        old="        if not route.required and not _is_there(request, most):", new="        if not route.required and media_type:"),
    _cancelled(
        id="azure-null-note-refused", clauses=("AZ-E-03", "AZ-C-02"), defect="a null in the body is of the wrong type",
        old="    if body.get(name) is None:", new="    if name not in body:"),
    _cancelled(
        id="azure-note-of-500-at-most", clauses=("AZ-C-02", "AZ-C-04"), defect="a note of more than 500 characters is refused",
        old="    foreign = NO_XML.search(value)\n", new="    foreign = NO_XML.search(value) or (NO_XML.search(chr(1)) if len(value) > 500 else None)\n"),
    _job(
        id="azure-canceled-in-american", clauses=("AZ-C-03",), defect="the disposition code of a cancelled job is Canceled",
        old='DEFAULT_DISPOSITION_CODE = "Cancelled"', new='DEFAULT_DISPOSITION_CODE = "Canceled"'),
    _cancelled(
        id="azure-note-takes-the-place-of-others", clauses=("AZ-C-03",), defect="the note of a cancel takes the place of the job's notes",
        old='"notes": [*document.get("notes", []), *note]}', new='"notes": note or document.get("notes", [])}'),
    _job(
        id="azure-etag-of-the-creation", clauses=("AZ-C-03", "AZ-L-01"), defect="the ETag of a job stays as it was",
        old="""    return f'"{record.revision}-{status_of(record, now)}"'""", new="""    return f'"{record.id}"'"""),
    Mutant(
        id="azure-note-cut-at-499", clauses=("AZ-C-04",), module="emulator.mapping.azure_job_router",
        defect="a note is cut one character early",
        old='Kind.TEXT,   500,  OPTIONAL, since=SINCE_11_3, cut=True', new='Kind.TEXT,   499,  OPTIONAL, since=SINCE_11_3, cut=True'),
    _cancelled(
        id="azure-note-without-a-number", clauses=("AZ-C-04",), defect="a note alone is sent without the default number",
        old="        reason = default_reason if reason is None else reason", new="        reason = reason"),
    _cancelled(
        id="azure-digits-of-any-length", clauses=("AZ-C-04", "AZ-C-02"), defect="a disposition code of any digits is sent as a number",
        old='and len(code.lstrip("0")) <= 10 and int(code) <= _UNSIGNED_INT', new=""),
    _facade(
        id="azure-unknown-in-scheduling-is-500", clauses=("AZ-C-05",), defect="Scheduling's code 1 is an error of the server",
        old="            if cancellation.outcome is Outcome.UNKNOWN_JOB:\n                raise no_such_job()\n", new=""),
    _facade(
        id="azure-cancelled-without-scheduling", clauses=("AZ-C-05",), defect="a cancel that Scheduling refuses is a success",
        old="            if cancellation.outcome is not Outcome.CANCELLED:", new="            if cancellation.outcome is Outcome.UNREACHABLE:"),
    _facade(
        id="azure-ended-jobs-cancelled-again", clauses=("AZ-C-06",), defect="a job that has ended is cancelled again",
        old="            if status in TERMINAL:\n                if self", new="            if status in ():\n                if self"),
    Mutant(
        id="azure-first-colon-ends-the-id", clauses=("AZ-C-07",), module=f"{_FACADE}.routes",
        defect="the first colon of a POST's path ends the id",
        old="        return Found(job_id=job_id.removesuffix(_CANCEL), routes", new='        return Found(job_id=job_id.partition(":")[0], routes'),
    _answered(
        id="azure-error-without-a-header", clauses=("AZ-E-01",), defect="an error has no x-ms-error-code",
        old='            headers["x-ms-error-code"] = no.refusal.code', new='            pass'),
    _answered(
        id="azure-code-in-another-case", clauses=("AZ-E-01",), defect="the code in an error's body is not that of its header",
        old='        error = {"code": no.refusal.code,', new='        error = {"code": no.refusal.name,'),
    _answered(
        id="azure-wrapped-error-has-the-header", clauses=("AZ-E-02",), defect="a wrapped error has the header too",
        old='        if self._wrapper == "error":', new="        if self._wrapper:"),
    _accepted(
        id="azure-version-before-method", clauses=("AZ-E-03",), defect="the api-version is looked at before the path and the method",
        old="    route, job_id = route_of(request)\n    _check_version(request)\n", new="    _check_version(request)\n    route, job_id = route_of(request)\n"),
    _facade(
        id="azure-conditions-before-values", clauses=("AZ-E-03",), defect="conditions are looked at before what is wrong with the body",
        old="            document = merged(before.document if before else {}, accepted.body, view.now)\n            check_conditions(request, before, view.now)\n",
        new="            check_conditions(request, before, view.now)\n            document = merged(before.document if before else {}, accepted.body, view.now)\n"),
    _signed(
        id="azure-body-not-in-the-signature", clauses=("AZ-A-01",), defect="a body other than the one that was signed is accepted",
        old="        if not compare_digest(_bytes(content_hash), b64encode(sha256(body).digest())):", new="        if not content_hash:"),
    _signed(
        id="azure-old-signatures-good", clauses=("AZ-A-01",), defect="a signature of yesterday is good",
        old="        if abs(skew.total_seconds()) > self._max_skew:", new="        if skew.total_seconds() < -self._max_skew:"),
    _signed(
        id="azure-any-signature", clauses=("AZ-A-01",), defect="a wrong signature is accepted",
        old="        if not any(good):", new="        if not good:"),
    _facade(
        id="azure-upsert-always-200", clauses=("AZ-L-01",), defect="a job that is made is answered with 200",
        old="                return self._job(201, view", new="                return self._job(200, view"),
    _facade(
        id="azure-no-last-modified", clauses=("AZ-L-01",), defect="a job comes without Last-Modified",
        old='        headers = {"ETag": etag_of(record, now), "Last-Modified": http_date(record.changed)}', new='        headers = {"ETag": etag_of(record, now)}'),
    _conditional(
        id="azure-if-match-makes-jobs", clauses=("AZ-L-01",), defect="If-Match: * holds for a job that is not there",
        old='        if current is None or (wanted.strip() != "*" and current not in _STRONG.findall(wanted)):',
        new='        if wanted.strip() != "*" and current not in _STRONG.findall(wanted):'),
    _conditional(
        id="azure-old-etags-match", clauses=("AZ-L-01",), defect="any ETag matches a job that is there",
        old='        if current is None or (wanted.strip() != "*" and current not in _STRONG.findall(wanted)):',
        new="        if current is None:"),
    _conditional(
        id="azure-unmodified-since-ignored", clauses=("AZ-L-01",), defect="If-Unmodified-Since is not looked at",
        old='    since = _date(request.headers.get("If-Unmodified-Since", ""))', new='    since = _date("")'),
    _member(
        id="azure-labels-replaced", clauses=("AZ-L-01",), defect="a patch's labels take the place of those that were there",
        old="    after = dict(before or {})\n", new="    after: dict[str, Any] = {}\n"),
    _listed(
        id="azure-page-of-99", clauses=("AZ-L-02",), defect="a page holds one job less than it should",
        old="        if len(found) == query.page:", new="        if len(found) == max(1, query.page - 1):"),
    _listed(
        id="azure-next-page-skips-one", clauses=("AZ-L-02",), defect="the next page begins one job too late",
        old="            return found, found[-1].number\n", new="            return found, found[-1].number + 1\n"),
    _listed(
        id="azure-unknown-status-lists-none", clauses=("AZ-L-02",), defect="a list by a status that there is not is empty, not refused",
        old="    if status not in SELECTORS:", new="    if not status:"),
    _listed(
        id="azure-scheduled-after-excludes-the-instant", clauses=("AZ-L-02",), defect="scheduledAfter leaves out who is scheduled for that instant",
        old="at >= self.scheduled_after", new="at > self.scheduled_after"),
    _facade(
        id="azure-deleted-with-200", clauses=("AZ-L-03",), defect="a job that is deleted is answered with 200 and {}",
        old="        return self._answers.nothing()", new="        return self._answers.json(200, {})"),
    _facade(
        id="azure-deleted-jobs-stay", clauses=("AZ-L-03",), defect="a job that is deleted is still there",
        old="            view.remove(accepted.job_id)\n", new=""),
    _facade(
        id="azure-live-jobs-deleted", clauses=("AZ-L-04",), defect="a job that is not over is deleted",
        old="            if status not in TERMINAL:\n", new='            if status == "assigned":\n'),
    _job(
        id="azure-cancelled-elsewhere-lives-on", clauses=("AZ-L-05",), defect="a job that was cancelled through another door lives on",
        old="        case Life.GONE:\n            return CANCELLED\n", new=""),
)
