"""Mutants of the CRM.COM facade (CRM-...)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_FACADE = "emulator.facades.crm_com"
_parameter = partial(Mutant, module=f"{_FACADE}.parameters")
_row = partial(Mutant, module="emulator.mapping.crm_com")
_catalogued = partial(Mutant, module=f"{_FACADE}.catalogue")
_jobs = partial(Mutant, module=f"{_FACADE}.jobs")
_shown = partial(Mutant, module=f"{_FACADE}.job")
_answered = partial(Mutant, module=f"{_FACADE}.answers")
_refused = partial(Mutant, module=f"{_FACADE}.refusals")
_session = partial(Mutant, module=f"{_FACADE}.sessions")
_indexed = partial(Mutant, module=f"{_FACADE}.index")

# fmt: off
MUTANTS = (
    _parameter(
        id="crm-null-is-a-value", clauses=("CRM-R-01",), defect="a parameter that is null is of the wrong type",
        old="        if value is not None:\n", new="        if row.name in given:\n"),
    _row(
        id="crm-job-identifier-optional", clauses=("CRM-R-01", "CRM-R-02"), defect="a cancel without a job_identifier is a server's error",
        old='_JOB = Parameter("job_identifier", Takes.IDENTIFIER, REQUIRED,', new='_JOB = Parameter("job_identifier", Takes.IDENTIFIER, OPTIONAL,'),
    _row(
        id="crm-provided-items-as-text", clauses=("CRM-R-01",), defect="cancel_provided_items must be a text",
        old='Parameter("cancel_provided_items",          Takes.FLAG,', new='Parameter("cancel_provided_items",          Takes.TEXT,'),
    _parameter(
        id="crm-first-of-two-identifiers", clauses=("CRM-R-02",), defect="of two members of an identifier the last counts",
        old="    if len(given) != 1:\n", new="    if len(given) > 1:\n        given = dict(list(given.items())[-1:])\n    if len(given) != 1:\n"),
    _parameter(
        id="crm-null-identifies", clauses=("CRM-R-02", "CRM-R-01"), defect="a member of an identifier that is null counts as given",
        old="if value.get(name) is not None}", new="if name in value}"),
    _row(
        id="crm-reason-never-mandatory", clauses=("CRM-R-03",), defect="before R13 a cancel needs no reason",
        old="members=OF_A_ROW, required_before=R13,\n", new="members=OF_A_ROW,\n"),
    _catalogued(
        id="crm-default-reason-is-the-last", clauses=("CRM-R-03", "CRM-M-01"), defect="a reason that is no default stands for none",
        old="        default = next((row for row in rows if row.default), None)", new="        default = next((row for row in rows if not row.default), None)"),
    _shown(
        id="crm-expiration-before-r13", clauses=("CRM-R-03", "CRM-E-01"), defect="a job of before R13 has an expiration_date",
        old='    if release >= R13:\n        members["expiration_date"]', new='    if release:\n        members["expiration_date"]'),
    _catalogued(
        id="crm-any-status-cancels", clauses=("CRM-R-04",), defect="a status of another life cycle state is taken for a cancelled one",
        old="if row.state == state and belongs(row, type_)]\n        if identifier is None:", new="if belongs(row, type_) and (identifier or row.state == state)]\n        if identifier is None:"),
    _shown(
        id="crm-fields-set-adds-the-id", clauses=("CRM-R-05",), defect="the id comes back although it is not named",
        old="if name in names or not names}", new='if name in names | {"id"} or not names}'),
    _shown(
        id="crm-unknown-fields-show-all", clauses=("CRM-R-05",), defect="fields_set with a name of none shows every member",
        old="if name in names or not names}", new="if name in names or not names <= set(members)}"),
    _jobs(
        id="crm-completed-jobs-cancelled", clauses=("CRM-S-01",), defect="a job that is COMPLETED is cancelled",
        old='ENDED = ("COMPLETED", "CANCELLED")', new='ENDED = ("CANCELLED",)'),
    _jobs(
        id="crm-cancelled-again", clauses=("CRM-S-01",), defect="a job that is CANCELLED is cancelled again",
        old='ENDED = ("COMPLETED", "CANCELLED")', new='ENDED = ("COMPLETED",)'),
    _shown(
        id="crm-state-with-an-underscore", clauses=("CRM-E-01",), defect="a job that is IN PROGRESS is IN_PROGRESS",
        old='        "life_cycle_state": job.state,', new='        "life_cycle_state": job.state.replace(" ", "_"),'),
    _answered(
        id="crm-success-without-description", clauses=("CRM-E-01",), defect="the status of a success has no description",
        old='{"code": "OK", "message": "", "description": ""}', new='{"code": "OK", "message": ""}'),
    _refused(
        id="crm-refused-with-422", clauses=("CRM-E-02",), defect="what breaks a rule gets 422",
        old="    INVALID_PARAMETERS = 400,", new="    INVALID_PARAMETERS = 422,"),
    _answered(
        id="crm-errors-with-empty-data", clauses=("CRM-E-02",), defect="the data of an error is an empty object",
        old='"description": no.refusal.when}, None)', new='"description": no.refusal.when}, {})'),
    _parameter(
        id="crm-controls-in-texts", clauses=("CRM-E-02", "CRM-R-01"), defect="a text that XML cannot carry is taken",
        old="    found = NO_XML.search(text)\n", new="    found = None if len(text) < 9 else NO_XML.search(text)\n"),
    _session(
        id="crm-token-for-three-hours", clauses=("CRM-A-01",), defect="a token is good for three hours",
        old="WHOLE_SECONDS = 2 * 60 * 60", new="WHOLE_SECONDS = 3 * 60 * 60"),
    _session(
        id="crm-idle-tokens-live", clauses=("CRM-A-01",), defect="before R12 a token never dies",
        old='        if note is None or now >= note["end"]:', new="        if note is None:"),
    _session(
        id="crm-released-tokens-good", clauses=("CRM-A-01",), defect="a token that was released is good",
        old='and notes.get(claims["jti"]) is None:', new="and claims:"),
    _session(
        id="crm-any-organisation", clauses=("CRM-A-01",), defect="a user of any organisation is let in",
        old="        return all(same)", new="        return all(same[:2])"),
    Mutant(
        id="crm-token-from-the-query-of-a-post", clauses=("CRM-A-01",), module=f"{_FACADE}.acceptance",
        defect="a POST may show its token in the query",
        old="        return read_object(read_body(request, max_body_bytes))\n",
        new='        return {**request.args.to_dict(), **read_object(read_body(request, max_body_bytes))}\n'),
    _jobs(
        id="crm-reason-by-its-code", clauses=("CRM-M-01",), defect="Scheduling gets the reason's alternative code, not its name",
        old='                "cancellation_reason.name": reason.name,', new='                "cancellation_reason.name": reason.alternative_code,'),
    _jobs(
        id="crm-unknown-in-scheduling-is-an-error", clauses=("CRM-M-01", "CRM-E-02"), defect="Scheduling's code 1 is a SYSTEM_ERROR",
        old='            if end.outcome is Outcome.UNKNOWN_JOB:\n                raise _unknown(identifier, expected="a job that Scheduling knows")\n', new=""),
    _shown(
        id="crm-cancelled-elsewhere-is-pending", clauses=("CRM-M-02", "CRM-S-01"), defect="a job cancelled through another door stays as it was",
        old='    if record.life is Life.GONE and status.state != "CANCELLED":', new='    if record.life is Life.GONE and status.state == "none":'),
    _jobs(
        id="crm-progress-from-draft", clauses=("CRM-L-01",), defect="a job in any state is started",
        old="            if job.state != step.start:", new='            if job.state != step.start and step.start != "PENDING":'),
    _catalogued(
        id="crm-new-jobs-are-drafts", clauses=("CRM-L-01",), defect="a new job is a DRAFT",
        old='            return self.status(type_, "PENDING", None)', new='            return self.status(type_, "DRAFT", None)'),
    _row(
        id="crm-lists-of-49", clauses=("CRM-L-01",), defect="a list holds 49 jobs by default",
        old="least=1, default=50)", new="least=1, default=49)"),
    _row(
        id="crm-offset-from-one", clauses=("CRM-L-01",), defect="an offset of 0 is refused",
        old='Parameter("offset",            Takes.WHOLE, OPTIONAL, default=0)', new='Parameter("offset",            Takes.WHOLE, OPTIONAL, least=1, default=0)'),
    _indexed(
        id="crm-ids-lost", clauses=("CRM-R-01", "CRM-L-01"), defect="a job is not found by its id",
        old="        return self._numbers.get(wanted)", new='        return self._numbers.get(wanted.lower() + "0")'),
    _parameter(
        id="crm-query-identifiers-in-lower-case", clauses=("CRM-L-01",), defect="an identifier in a query is read in lower case",
        old="            return {member: value}\n", new="            return {member: value.lower()}\n"),
)
