"""Work items: look, book, change, remove."""

from typing import Any

from werkzeug import Request

from emulator.control.answers import NO_CONTENT, Answer, Problem, not_found
from emulator.control.bodies import json_body, query
from emulator.control.controlled import Controlled
from emulator.control.merging import same_id
from emulator.control.routes import Route
from emulator.scheduling.document import read_work_item, write_work_item
from emulator.scheduling.merging import merge
from emulator.scheduling.snapshot import unknown_unit
from emulator.scheduling.store import Transaction
from emulator.scheduling.work_item import WorkItem


def list_work_items(emulator: Controlled, request: Request) -> Answer:
    """List all work items, or a unit's, in the order of their last change, inside the memory horizon or not."""
    unit = query(request, allowed=("unit",)).get("unit")
    with emulator.store.transaction(reading=True) as tx:
        if unit is not None and tx.unit(unit) is None:
            raise not_found("unit", unit)
        return Answer(body=[write_work_item(item) for item in tx.items(unit)])


def create_work_item(emulator: Controlled, request: Request) -> Answer:
    """Book a work item; 409 when its id is taken."""
    item = read_work_item(_body(emulator, request), now=emulator.clock.now())
    with emulator.store.transaction() as tx:
        if tx.item(item.id) is not None:
            raise Problem(
                409, "exists", f"there is a work item {item.id!r} already", field="id", expected="a new id", found=item.id
            )
        _put(tx, item)
    return Answer(status=201, body=write_work_item(item))


def get_work_item(emulator: Controlled, _request: Request, *, id: str) -> Answer:
    """Show one work item."""
    with emulator.store.transaction(reading=True) as tx:
        return Answer(body=write_work_item(_find(tx, id)))


def change_work_item(emulator: Controlled, request: Request, *, id: str) -> Answer:
    """Change some keys of a work item and leave the others; null puts a key back to its default."""
    patch = same_id(_body(emulator, request), id)
    with emulator.store.transaction() as tx:
        item = read_work_item(merge(write_work_item(_find(tx, id)), patch), now=emulator.clock.now())
        _put(tx, item)
    return Answer(body=write_work_item(item))


def delete_work_item(emulator: Controlled, _request: Request, *, id: str) -> Answer:
    """Remove a work item without a trace: no audit entry, no tombstone."""
    with emulator.store.transaction() as tx:
        tx.remove(_find(tx, id).id)
    return NO_CONTENT


ROUTES = (
    Route(method="GET", path="/work-items", name="listWorkItems", handler=list_work_items),
    Route(method="POST", path="/work-items", name="createWorkItem", handler=create_work_item),
    Route(method="GET", path="/work-items/{id}", name="getWorkItem", handler=get_work_item),
    Route(method="PATCH", path="/work-items/{id}", name="changeWorkItem", handler=change_work_item),
    Route(method="DELETE", path="/work-items/{id}", name="deleteWorkItem", handler=delete_work_item),
)


def _body(emulator: Controlled, request: Request) -> Any:
    return json_body(request, most=emulator.settings.max_body_bytes)


def _find(tx: Transaction, item_id: str) -> WorkItem:
    item = tx.item(item_id)
    if item is None:
        raise not_found("work item", item_id)
    return item


def _put(tx: Transaction, item: WorkItem) -> None:
    if tx.unit(item.unit) is None:
        raise unknown_unit(("unit",), item.unit, {unit.id for unit in tx.units()})
    tx.put(item)
