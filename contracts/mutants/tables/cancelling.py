"""Mutants of the cancel itself (SCH-C-02, SCH-C-05 to SCH-C-12)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_cancelled = partial(Mutant, module="emulator.scheduling.operations.cancel_job")

# fmt: off
MUTANTS = (
    _cancelled(
        id="tombstone", clauses=("SCH-C-02", "SCH-G-07", "SCH-C-07"), defect="a cancelled job stays, with the status Cancelled",
        old="    tx.remove(job.id)\n",
        new='    tx.put(__import__("dataclasses").replace(job, status=DispatchStatus.CANCELLED))\n'),
    _cancelled(
        id="cancelled-out-of-the-horizon", clauses=("SCH-C-06", "SCH-G-17"), defect="a job outside the memory horizon is cancelled",
        old=" or not tx.inside(item):", new=":"),
    _cancelled(
        id="activities-cancelled", clauses=("SCH-C-09",), defect="a standard activity can be cancelled like a job",
        old=" or item.type is not WorkItemType.JOB", new=""),
    _cancelled(
        id="ids-in-any-case", clauses=("SCH-C-06",), defect="a job is found by its id in another case too",
        old="item = tx.item(job_id) if", new="item = (tx.item(job_id) or tx.item(job_id.upper()) or tx.item(job_id.title())) if"),
    _cancelled(
        id="ids-trimmed", clauses=("SCH-C-06", "SCH-T-11"), defect="a job is found though white space stands around its id",
        old="item = tx.item(job_id) if", new="item = tx.item(job_id.strip()) if"),
    _cancelled(
        id="reason-not-audited", clauses=("SCH-C-10", "SCH-C-02"), defect="the audit entry has no reason's text",
        old="reason=reason.text,", new="reason=None,"),
    _cancelled(
        id="no-audit-entry", clauses=("SCH-C-02", "SCH-C-10"), defect="a cancel leaves no audit entry",
        old="    tx.record(\n        AuditEntry(", new="    tuple(\n        [] and AuditEntry("),
    _cancelled(
        id="cancelled-twice-at-once", clauses=("SCH-C-07",), defect="two cancels at once both find the job",
        old="        job = remove_job(tx, job_id=job_id, reason=reason or CancelReason(), user=user, facade=facade)\n",
        new="        job = _job(tx, job_id)\n"
            "    with store.transaction() as tx:\n"
            "        if tx.item(job.id) is not None:\n"
            "            remove_job(tx, job_id=job_id, reason=reason or CancelReason(), user=user, facade=facade)\n"),
    _cancelled(
        id="started-from-logged-on", clauses=("SCH-C-08",), defect="a Travelling job is cancelled without the Warning that was asked for",
        old="job.status >= DispatchStatus.TRAVELLING", new="job.status > DispatchStatus.TRAVELLING"),
    _cancelled(
        id="duration-from-the-start", clauses=("SCH-C-05",), defect="bookDuration counts the way there",
        old="int((job.finish - job.arrival).total_seconds())", new="int((job.finish - (job.start or job.arrival)).total_seconds())"),
    _cancelled(
        id="actual-minutes-ignored", clauses=("SCH-C-05",), defect="bookDuration is the planned one though the actual is known",
        old="    if job.actual_minutes is not None and", new="    if job.actual_minutes is None and job.actual_minutes and"),
    _cancelled(
        id="actual-minutes-too-early", clauses=("SCH-C-05",), defect="bookDuration is the actual one before the job is LoggedOn",
        old="DispatchStatus.LOGGED_ON <= job.status <=", new="DispatchStatus.TRAVELLING <= job.status <="),
    _cancelled(
        id="no-duration-is-nothing", clauses=("SCH-C-05",), defect="an all-day job without an employee has bookDuration 0",
        old="        return no_value\n", new="        return 0\n"),
    Mutant(
        id="reasons-from-11-4", clauses=("SCH-C-12",), module="emulator.scheduling.parameters",
        defect="version 11.3 ignores cancelReason",
        old="self.scheduling_version >= (11, 3)", new="self.scheduling_version > (11, 3)"),
    Mutant(
        id="reasons-in-any-version", clauses=("SCH-C-12",), module="emulator.scheduling.parameters",
        defect="a version before 11.3 reads cancelReason",
        old="self.scheduling_version >= (11, 3)", new="self.scheduling_version >= (9,)"),
)
# fmt: on
