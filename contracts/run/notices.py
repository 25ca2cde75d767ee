"""Notifications: one row for each change, in order, once, until it is too old (SB-N-01)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from contracts.document import Document, Operation
from contracts.exchange import Exchange, Request
from contracts.expected.json_body import place
from contracts.failures import Failure
from contracts.run.asking import Asked, ask, request_for, reset, send
from contracts.run.bookings import UNIT, book_job, book_unit, naming
from contracts.run.events import Event, NotExercised, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.tally import Tally
from contracts.run.told import clock_as_it_was
from contracts.strategies.messages import full, with_value
from contracts.strategies.queries import QUERIES
from contracts.target import NotPossible, Target

_START = "2026-01-05T08:00:00Z"


def notices(context: RunContext) -> Iterator[Event]:
    """Change work items and read the rows: after a version, so many, of one item, the newest, and until they are too old."""
    tally = Tally("notices")
    for document in context.documents:
        for operation in document.operations:
            if not operation.notices.places:
                continue
            if context.budget.over:
                yield stopped("notices")
                return
            try:
                with clock_as_it_was(context.target):
                    _look(_Reader(context.target, document, operation, tally))
            except NotPossible as error:
                yield NotExercised(name=f"notices: {operation.name}", clauses=operation.notices.clauses, reason=str(error))
    yield from tally.events()


def _look(reader: "_Reader") -> None:
    reset(reader.target)
    reader.target.control("PUT", "/clock", {"now": _START, "running": False})
    for query in QUERIES:
        reader.tally.add("a query is answered or refused as the document says", reader.send(query), clauses=reader.clauses)
    for story in (_one_row_a_change, _many_at_once, _the_horizon, _growing_over_a_reset, _too_old):
        reset(reader.target)
        book_unit(reader.target, UNIT)
        story(reader)


def _one_row_a_change(reader: "_Reader") -> None:
    target = reader.target
    start = reader.newest()
    reader.expect("nothing new gives back the version", [], after=start, next_version=start)
    for n in (1, 2, 3):
        book_job(target, f"N-{n}", unit=UNIT)
    target.control("PATCH", "/work-items/N-1", {"fixed": True})
    target.control("PATCH", "/work-items/N-1", {"fixed": True})
    target.control("PATCH", "/work-items/N-2", {"status": "LoggedOn"})
    target.control("DELETE", "/work-items/N-3")
    told = ["N-1", "N-2", "N-3", "N-1", "N-2"]

    name = "each change is one row, in order; no change and a removal are none"
    end = reader.expect(name, told, after=start, many=100)
    reader.expect("nothing new gives back the version", [], after=end, next_version=end)
    for most in (1, 2, 5):
        reader.follow("rows follow each other without loss, however few at once", told, after=start, most=most)
    reader.expect("one work item's rows", ["N-1", "N-1"], after=start, many=100, only="N-1")
    reader.expect("the first rows after a version", told[:2], after=start, many=2)
    reader.expect("without a version the newest rows, oldest first", told[2:], many=3, next_version=end)
    reader.expect("without a version the newest rows of one work item", ["N-2"], many=1, only="N-2")
    reader.expect("a work item that nobody knows has no rows", [], after=start, only="N-9", next_version=start)
    for n in range(12):
        target.control("PATCH", "/work-items/N-2", {"actual_minutes": n})
    reader.expect("ten rows unless it is said otherwise", ["N-2"] * 10)
    reader.expect("ten rows unless it is said otherwise", ["N-1", "N-2", "N-3", "N-1"] + ["N-2"] * 6, after=start)
    reader.same_as_asked(UNIT, "N-2")


def _many_at_once(reader: "_Reader") -> None:
    start = reader.newest()
    items = [{"id": f"N-{n}", "unit": unit} for n, unit in enumerate(("N-EAST", "N-WEST", "N-EAST"))]
    reader.target.control("PUT", "/state", {"units": [{"id": "N-EAST"}, {"id": "N-WEST"}], "items": items})
    name = "many changes at once are a row each, in order"
    reader.expect(name, [str(item["id"]) for item in items], after=start, many=100)
    booked = {"employee": "TECH01", **{key: "2026-01-05T09:00:00Z" for key in ("start", "arrival", "finish")}}
    items = [{**item, **booked} for item in items]
    reader.target.control("PUT", "/state", {"units": [{"id": "N-EAST"}, {"id": "N-WEST"}], "items": items})
    for item in items:
        reader.same_as_asked(str(item["unit"]), str(item["id"]))


def _the_horizon(reader: "_Reader") -> None:
    target = reader.target
    start = reader.newest()
    book_far = {"id": "N-far", "unit": UNIT, "employee": "TECH01"}
    times = {"start": "09:00", "arrival": "09:10", "finish": "09:40"}
    target.control("POST", "/work-items", {**book_far, **{key: f"2026-04-01T{at}:00Z" for key, at in times.items()}})
    reader.expect("a work item outside the memory horizon makes no row", [], after=start, many=100)
    target.control("PUT", "/clock", {"now": "2026-03-31T08:00:00Z"})
    reader.expect("the clock alone brings a work item into the memory horizon", ["N-far"], after=start, many=100, only="N-far")


def _growing_over_a_reset(reader: "_Reader") -> None:
    start = reader.newest()
    reset(reader.target)
    book_unit(reader.target, UNIT)
    book_job(reader.target, "N-1", unit=UNIT)
    reader.expect("versions go on growing over a reset", ["N-1"], after=start, many=1000, only="N-1")


def _too_old(reader: "_Reader") -> None:
    target, days = reader.target, int(reader.operation.notices.places["days"])
    start = reader.newest()
    target.control("POST", "/work-items", {"id": "N-1", "unit": UNIT})
    target.control("POST", "/clock/advance", {"seconds": days * 24 * 60 * 60})
    name = f"a row is there for {days} days, and gone then"
    reader.expect(name, ["N-1"], after=start, many=1000, only="N-1")
    target.control("POST", "/clock/advance", {"seconds": 1})
    reader.expect(name, [], after=start, many=1000, only="N-1", next_version=start)
    book_job(target, "N-2", unit=UNIT)
    reader.expect(name, ["N-2"], after=0, many=1000, only="N-2")


class _Reader:
    """Read the rows of one operation, and tally what is not as it should be."""

    def __init__(self, target: Target, document: Document, operation: Operation, tally: Tally) -> None:
        self.target, self.document, self.operation, self.tally = target, document, operation, tally
        self.clauses = operation.notices.clauses

    def send(self, query: str) -> Asked:
        """Send a query as it stands."""
        request = request_for(self.document, self.operation, {})
        path = f"{request.path}?{query}" if query else request.path
        asked = Request(method=request.method, path=path, headers=request.headers)
        return send(self.target, self.document, asked, operation=self.operation.name)

    def newest(self) -> int:
        """Tell the version after which nothing has come yet."""
        asked = self._asked(after=None, many=1, only=None)
        return _whole(_at(asked.exchange, self._places["version"]))

    def expect(
        self,
        name: str,
        ids: Sequence[str],
        *,
        after: int | None = None,
        many: int | None = None,
        only: str | None = None,
        next_version: int | None = None,
    ) -> int:
        """Read rows and compare what they are of; give the version to go on from.

        Versions must grow from the one given, and the next one be the last row's, or ``next_version``; a row is as old as now.
        """
        asked = self._asked(after=after, many=many, only=only)
        rows = self._rows(asked)
        found = [place(row, self._places["id"]) for row in rows]
        versions = [_whole(place(row, self._places["row"])) for row in rows]
        given = _at(asked.exchange, self._places["version"])
        wanted = next_version if next_version is not None else versions[-1] if versions else given
        failures = [
            Failure(message, f"body.{where}", expected, saw, self.clauses, asked.exchange)
            for message, where, expected, saw in (
                ("the rows are of other work items", self._places["rows"], list(ids), found),
                ("the next version is another", self._places["version"], wanted, given),
                ("versions do not grow", self._places["row"], sorted({*versions}), versions),
                ("rows are from before the version", self._places["row"], [], [v for v in versions if v <= (after or 0)]),
                ("rows are from the future, or older than they may be", self._places["created"], [], self._untimely(rows)),
            )
            if expected != saw
        ]
        self.tally.add(name, asked, clauses=self.clauses, failures=failures)
        return _whole(given)

    def follow(self, name: str, ids: Sequence[str], *, after: int, most: int) -> None:
        """Read so many rows at once until there are none."""
        found: list[Any] = []
        version = after
        for _ in range(len(ids) + 2):
            asked = self._asked(after=version, many=most, only=None)
            rows = self._rows(asked)
            if not rows:
                break
            found += [place(row, self._places["id"]) for row in rows]
            version = _whole(_at(asked.exchange, self._places["version"]))
        failures = []
        if found != list(ids):
            where, message = f"body.{self._places['rows']}", "following the version does not give each row once"
            failures = [Failure(message, where, list(ids), found, self.clauses, asked.exchange)]
        self.tally.add(name, asked, clauses=self.clauses, failures=failures)

    def same_as_asked(self, unit: str, item_id: str) -> None:
        """Compare a row's work item with the same one from the operation that asks a unit for its changes."""
        told = self._rows(self._asked(after=None, many=1, only=item_id))
        for operation in self.document.operations:
            named = naming(operation, "unit")
            if not operation.continued.places or named is None or operation.request is None:
                continue
            body = with_value(operation.request, full(operation.request), named.path, unit)
            body = with_value(operation.request, body, operation.continued.places["as"], None)
            body = {name: {} if isinstance(value, dict) else value for name, value in body.items()}
            asked = ask(self.target, self.document, operation, body)
            items = _at(asked.exchange, operation.continued.places["items"]) or []
            expected = [item for item in items if place(item, operation.continued.places["id"]) == item_id]
            found = [place(row, self._places["item"]) for row in told]
            failures = []
            if expected != found:
                where, message = self._places["item"], "a row's work item is another than the one that is asked for"
                failures = [Failure(message, where, expected, found, self.clauses, asked.exchange)]
            self.tally.add("a row has the work item that a unit is asked for", asked, clauses=self.clauses, failures=failures)

    @property
    def _places(self) -> dict[str, Any]:
        return dict(self.operation.notices.places)

    def _asked(self, *, after: int | None, many: int | None, only: str | None) -> Asked:
        values = {self._places["after"]: after, self._places["most"]: many, self._places["only"]: only}
        return self.send(urlencode({name: value for name, value in values.items() if value is not None}))

    def _rows(self, asked: Asked) -> list[Any]:
        rows = _at(asked.exchange, self._places["rows"])
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []

    def _untimely(self, rows: Sequence[Any]) -> list[Any]:
        now = datetime.fromisoformat(self.target.control("GET", "/clock")["now"])
        oldest = now - timedelta(days=int(self._places["days"]))
        created = [str(place(row, self._places["created"])) for row in rows]
        return [text for text in created if not oldest <= _instant(text) <= now]


def _at(exchange: Exchange, path: str) -> Any:
    try:
        return place(exchange.response.json(), path)
    except ValueError:
        return None


def _whole(value: Any) -> int:
    # What is no number is told by the answer's shape; here it must only not break the story.
    return value if type(value) is int else 0


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat("0001-01-01T00:00:00+00:00")


PHASES = (FunctionPhase(name="notices", clauses=EXERCISES["notices"], look=notices),)
