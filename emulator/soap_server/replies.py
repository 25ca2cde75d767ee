"""From what the operations return to what the replies hold: values by element name."""

from datetime import tzinfo
from typing import Any

from emulator.return_codes import Refused, ResultType, ReturnCode
from emulator.scheduling.changes import Change
from emulator.scheduling.operations.cancel_job import Cancelled
from emulator.scheduling.operations.get_changed_work_items import ChangedWorkItems
from emulator.scheduling.time_zones import Zones, spell
from emulator.scheduling.work_item import WorkItemType
from emulator.settings import Settings
from emulator.soap_server.writing import Written

Reply = dict[str, Any]

OK = {"type": ResultType.OK.value, "code": ReturnCode.OK.number}


def result(kind: ResultType, code: int, note: str | None = None) -> Reply:
    """Make a result; no note is left out (SCH-R-01)."""
    return {"type": kind.value, "code": code, "errNote": note}


def refusal(refused: Refused, *, err_notes: bool) -> Reply:
    """Make the result of a refused call; its note holds the code's name and the offending field (SCH-R-04)."""
    note = f"{refused.code.vendor_name}: {refused.field}" if err_notes else None
    return result(refused.code.type, refused.code.number, note)


def job_cancelled(cancelled: Cancelled, settings: Settings) -> Reply:
    """Tell of the job as it was when it was cancelled (SCH-C-03, SCH-C-04, SCH-C-08)."""
    reply = {"result": OK, "jobInfo": _job_info(cancelled, settings.unresourced_status)}
    if cancelled.had_started and settings.cancel_started == "warning":
        note = "the job had started: jobID" if settings.err_notes else None
        reply["result"] = result(ResultType.WARNING, settings.cancel_started_code, note)
    return reply


def _job_info(cancelled: Cancelled, unresourced_status: str) -> Reply:
    job = cancelled.job
    status: str | None = job.status.text
    if job.employee is None:
        status = None if unresourced_status == "absent" else unresourced_status
    return {
        "jobID": job.id,
        "onHold": job.on_hold,
        "bookDuration": cancelled.book_duration,
        "disStatus": status,
        "empID": job.employee,
    }


def changed_work_items(changed: ChangedWorkItems, items: Written) -> Reply:
    """Tell the changes, written as ``items``, the stamp to ask with next, and whether more remain (SCH-G-02, SCH-G-14)."""
    return {
        "result": OK,
        "timeStampOut": changed.time_stamp,
        "more": True if changed.more else None,
        "workItem": items,
    }


def work_item(change: Change, zones: Zones) -> Reply:
    """Tell of a work item as a change left it (SCH-G-03)."""
    item = change.item
    jeopardy = change.jeopardy
    return {
        "workItemID": item.id,
        "workItemType": item.type.value,
        "isFixed": item.fixed and item.type is WorkItemType.JOB,
        "jobJeopardy": dict.fromkeys(jeopardy.elements, True) if jeopardy.bits else None,
        "attr": _attributes(change, zones.of(item)) if item.employee is not None else None,
    }


def _attributes(change: Change, zone: tzinfo) -> Reply:
    item = change.item
    times = {name: at for name, at in (("start", item.start), ("arrival", item.arrival), ("finish", item.finish)) if at}
    return {
        "empID": item.employee,
        **{name: spell(at, zone) for name, at in times.items()},
        "disStatus": item.status.text,
        "overdue": change.jeopardy.overdue,
    }
