"""Reading notifications, and saying what is not as it should be."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from contracts.document import Document, Operation
from contracts.exchange import Exchange, Request
from contracts.expected.json_body import place
from contracts.failures import Failure
from contracts.inputs import request_for
from contracts.run.asking import Asked, ask, send
from contracts.run.tally import Tally
from contracts.strategies.messages import least, with_value
from contracts.target import Target


class Reader:
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
            named = operation.naming("unit")
            if not operation.continued.places or named is None or operation.request is None:
                continue
            body = with_value(operation.request, least(operation.request), named.path, unit)
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
