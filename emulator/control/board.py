"""The board: work items as a dispatcher looks at them, a page at a time, with all their jeopardy."""

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug import Request

from emulator.control.answers import Answer, not_found
from emulator.control.bodies import one_of, query, truth, whole
from emulator.control.controlled import Controlled
from emulator.control.routes import Route
from emulator.scheduling.changes import Change
from emulator.scheduling.document import write_work_item
from emulator.scheduling.store import Transaction
from emulator.scheduling.work_item import DispatchStatus

_PAGE = 50
_ORDERS = ("id", "changed", "start")


def show_board(emulator: Controlled, request: Request) -> Answer:
    """Show a page of the work items that fit, inside the memory horizon or not."""
    values = query(request, allowed=("unit", "status", "in_jeopardy", "q", "order", "offset", "limit"))
    order = one_of(values, "order", _ORDERS) or "id"
    offset, limit = whole(values, "offset", least=0) or 0, whole(values, "limit", least=1) or _PAGE
    fits = _fits(values)
    with emulator.store.transaction(reading=True) as tx:
        found = [change for change in _changes(tx, values.get("unit")) if fits(change)]
        found.sort(key=_KEYS[order], reverse=order == "changed")
        page = found[offset : offset + limit]
        return Answer(
            body={
                "items": [_row(tx, change) for change in page],
                "found": len(found),
                "in_jeopardy": sum(bool(change.jeopardy.bits) for change in found),
                "offset": offset,
            }
        )


ROUTES = (Route(method="GET", path="/board", name="getBoard", handler=show_board),)


def _changes(tx: Transaction, unit: str | None) -> Iterable[Change]:
    if unit is not None and tx.unit(unit) is None:
        raise not_found("unit", unit)
    units = [each.id for each in tx.units()] if unit is None else [unit]
    return (change for each in units for change in tx.changes(each, after=0))


def _fits(values: dict[str, str]) -> Callable[[Change], bool]:
    status = one_of(values, "status", [status.text for status in DispatchStatus])
    in_jeopardy = truth(values, "in_jeopardy")
    text = values.get("q", "").lower()

    def fits(change: Change) -> bool:
        item = change.item
        return (
            (status is None or item.status.text == status)
            and (not in_jeopardy or bool(change.jeopardy.bits))
            and (not text or any(text in (value or "").lower() for value in (item.id, item.employee, item.region)))
        )

    return fits


# Without a start it comes last.
_KEYS: dict[str, Callable[[Change], Any]] = {
    "id": lambda change: change.item.id,
    "changed": lambda change: change.stamp,
    "start": lambda change: (change.item.start is None, change.item.start, change.item.id),
}


def _row(tx: Transaction, change: Change) -> dict[str, Any]:
    return write_work_item(change.item) | {
        "states": list(change.jeopardy.elements),
        "overdue": change.jeopardy.overdue,
        "inside": tx.inside(change.item),
    }
