"""Playing an event of the timeline in the transaction of its instant."""

import logging

from emulator.return_codes import Refused
from emulator.scheduling.document import read_work_item, write_work_item
from emulator.scheduling.merging import merge
from emulator.scheduling.operations.cancel_job import remove_job
from emulator.scheduling.readings import DocumentError, show, write_instant
from emulator.scheduling.store import Transaction
from emulator.scheduling.timeline import Amend, Book, Cancel, Event, Scan
from emulator.scheduling.work_item import WorkItem

_log = logging.getLogger("emulator.timeline")


def play(tx: Transaction, event: Event) -> None:
    """Do what the event says; one that cannot happen any more is passed over, with a warning that names it."""
    try:
        _happen(tx, event)
    except (_CannotHappen, DocumentError) as reason:
        _log.warning("timeline: passed over at %s: %s: %s", write_instant(event.at), _name(event), reason)


class _CannotHappen(Exception):  # noqa: N818 - it ends no call
    pass


def _happen(tx: Transaction, event: Event) -> None:
    match event.what:
        case Book(item=item):
            if tx.item(item.id) is not None:
                raise _CannotHappen("there is such a work item already")
            _put(tx, item)
        case Amend(id=item_id, members=members):
            before = tx.item(item_id)
            if before is None:
                raise _CannotHappen("there is no such work item")
            _put(tx, read_work_item(merge(write_work_item(before), members), now=tx.now))
        case Cancel(id=job_id, reason=reason):
            try:
                remove_job(tx, job_id=job_id, reason=reason)
            except Refused:
                raise _CannotHappen("there is no such job inside the memory horizon") from None
        case Scan():
            tx.scan()


def _put(tx: Transaction, item: WorkItem) -> None:
    if tx.unit(item.unit) is None:
        raise _CannotHappen(f"there is no unit {show(item.unit)}")
    tx.put(item)


def _name(event: Event) -> str:
    match event.what:
        case Book(item=item):
            return f"book {show(item.id)}"
        case Amend(kind=kind, id=item_id):
            return f"{kind} {show(item_id)}"
        case Cancel(id=job_id):
            return f"cancel {show(job_id)}"
        case Scan():
            return "scan"
