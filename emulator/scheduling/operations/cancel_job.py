"""CancelJob: the job leaves, its audit entry stays."""

from emulator.made_often import made_often
from emulator.return_codes import Refused, ReturnCode
from emulator.scheduling.audit import AuditEntry, CancelReason
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Store, Transaction
from emulator.scheduling.work_item import DispatchStatus, WorkItem, WorkItemType

MAX_JOB_ID = 50


@made_often(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """A job as it was when it was cancelled; ``book_duration`` is in minutes."""

    job: WorkItem
    book_duration: int
    had_started: bool


def cancel_job(
    store: Store,
    parameters: SystemParameters,
    *,
    job_id: str,
    reason: CancelReason | None = None,
    user: str | None = None,
    facade: str | None = None,
) -> Cancelled:
    """Remove the job and return it as it was. Raise Refused (JOBID_INVALID) when there is none to cancel.

    The real system keeps no tombstone: a cancelled job is never reported again,
    and cancelling it twice finds nothing the second time (SCH-C-02, SCH-C-07).
    """
    with store.transaction() as tx:
        job = remove_job(tx, job_id=job_id, reason=reason or CancelReason(), user=user, facade=facade)
    return Cancelled(
        job=job,
        book_duration=_book_duration(job, no_value=parameters.no_value),
        had_started=job.status >= DispatchStatus.TRAVELLING,
    )


def remove_job(
    tx: Transaction, *, job_id: str, reason: CancelReason, user: str | None = None, facade: str | None = None
) -> WorkItem:
    """Take the job out and leave its audit entry, in a transaction that is open; raise Refused as cancel_job does."""
    job = _job(tx, job_id)
    tx.remove(job.id)
    tx.record(
        AuditEntry(at=tx.now, job=job.id, unit=job.unit, reason_id=reason.id, reason=reason.text, user=user, facade=facade)
    )
    return job


def _job(tx: Transaction, job_id: str) -> WorkItem:
    item = tx.item(job_id) if 0 < len(job_id) <= MAX_JOB_ID else None
    if item is None or item.type is not WorkItemType.JOB or not tx.inside(item):
        raise Refused(ReturnCode.JOBID_INVALID, "jobID")
    return item


def _book_duration(job: WorkItem, *, no_value: int) -> int:
    """Tell the actual minutes where they are known, else the scheduled ones (SCH-C-05)."""
    if job.actual_minutes is not None and DispatchStatus.LOGGED_ON <= job.status <= DispatchStatus.CLEARED:
        return job.actual_minutes
    if job.all_day and job.employee is None:
        return no_value
    if job.arrival is None or job.finish is None:
        return 0
    return int((job.finish - job.arrival).total_seconds()) // 60
