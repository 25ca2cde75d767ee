"""Which orders a body means: ids beat workflows, which beat folders; states and dates filter both (JOC-R-03 to JOC-R-06)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from emulator.facades.joc.dates import BadDate, Calendar
from emulator.facades.joc.orders import Order, order_of
from emulator.facades.joc.refusals import Refusal, Refused
from emulator.facades.records import Life, View

Test = Callable[[Order], bool]
CHILD = "|"


def listed(view: View, controller: str) -> Iterator[Order]:
    """Walk the orders that JOC lists for a controller, as they came; an order that is gone is forgotten."""
    gone = []
    for record in view.numbered():
        if record.life is Life.GONE:
            gone.append(record.id)
        elif record.document["controllerId"] == controller:
            yield order_of(record, now=view.now)
    for record_id in gone:
        view.remove(record_id)


def filters(body: Mapping[str, Any], calendar: Calendar) -> list[Test]:
    """Make the tests for a selection without ids; raise Refused for dates that cannot be."""
    tests = [_by_workflow(body["workflowIds"])] if body.get("workflowIds") else []
    if not tests and body.get("folders"):
        tests.append(_by_folder(body["folders"]))
    if body.get("states"):
        tests.append(_by_state(frozenset(body["states"])))
    first, last = _date(body, "dateFrom", calendar.date_from), _date(body, "dateTo", calendar.date_to)
    if first is not None and last is not None and first > last:
        raise Refused(Refusal.BAD_REQUEST, "'dateFrom' must be older than 'dateTo'")
    if first is not None or last is not None:
        tests.append(_by_date(first, last))
    return tests


def children(view: View, parents: Iterable[str]) -> list[str]:
    """Find the child orders of orders, and theirs: ids that start with an order's id and a bar.

    They may be work items that JOC keeps no record of (JOC-R-06).
    """
    selected = frozenset(parents)
    known = dict.fromkeys(record.id for record in view.numbered() if record.life is not Life.GONE)
    known.update(dict.fromkeys(view.item_ids()))
    return [found for found in known if found not in selected and not selected.isdisjoint(_ancestors(found))]


def _ancestors(order_id: str) -> Iterator[str]:
    place = order_id.find(CHILD)
    while place >= 0:
        yield order_id[:place]
        place = order_id.find(CHILD, place + 1)


def _date(body: Mapping[str, Any], name: str, read: Callable[[str], datetime]) -> datetime | None:
    text = body.get(name)
    if text is None:
        return None
    try:
        return read(text)
    except BadDate as error:
        raise Refused(Refusal.BAD_DATE, f"{name}: {error}") from None


def _by_workflow(wanted: Iterable[Mapping[str, str]]) -> Test:
    # The release looks names up, which are unique: the folder that comes with one does not matter.
    versions: dict[str, set[str]] = {}
    for workflow in wanted:
        versions.setdefault(_name(workflow["path"]), set()).add(workflow.get("versionId", ""))

    def test(order: Order) -> bool:
        found = versions.get(_name(order.workflow), set())
        return "" in found or order.version in found

    return test


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _by_folder(wanted: Iterable[Mapping[str, Any]]) -> Test:
    exact = {folder["folder"] for folder in wanted}
    below = tuple(folder["folder"].rstrip("/") + "/" for folder in wanted if folder.get("recursive", True))
    return lambda order: order.folder in exact or (order.folder.rstrip("/") + "/").startswith(below)


def _by_state(wanted: frozenset[str]) -> Test:
    return lambda order: order.state in wanted


def _by_date(first: datetime | None, last: datetime | None) -> Test:
    def test(order: Order) -> bool:
        if order.scheduled is None:
            return not order.never
        return (first is None or order.scheduled >= first) and (last is None or order.scheduled < last)

    return test
