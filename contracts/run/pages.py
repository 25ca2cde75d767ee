"""Lists in pages: following the answer's own way to the next one, or skipping what was seen, gives every record once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from contracts.document import Document, Operation
from contracts.exchange import Exchange, Request
from contracts.expected.json_body import place
from contracts.failures import Failure
from contracts.inputs import request_for
from contracts.needs import meet
from contracts.run.asking import Asked, reset, send
from contracts.run.tally import Tally
from contracts.strategies.messages import least
from contracts.strategies.naming import naming
from contracts.target import Target

# How many records there are, and how many a page holds at most.
_ROUNDS = ((0, 2), (1, 1), (3, 1), (5, 2), (4, 2), (4, 100))
_TOO_MANY = 30


def pages(target: Target, document: Document, operation: Operation, tally: Tally) -> None:
    """Make records and list them in pages; where the answer leads on, one is made while somebody reads."""
    found = _naming(document, operation.continued.places["id"])
    if found is None:
        return
    reset(target)
    first = meet(target, document, found[0], naming(*found))
    if first.withheld:
        tally.withheld.append(first.withheld)
        return
    for count, most in _ROUNDS:
        reset(target)
        listing = _Listing(target=target, document=document, operation=operation, tally=tally, most=most, making=found)
        listing.read(count)
    if "from" in operation.continued.places:
        reset(target)
        _Listing(target=target, document=document, operation=operation, tally=tally, most=2, making=found).read(5, beside=True)


def _naming(document: Document, id_: str) -> tuple[Operation, str] | None:
    """Find an operation that needs a record, and its property that names one as the list does."""
    for operation in document.operations:
        for path, where in operation.needs.ids.items() if operation.needs is not None else ():
            if where is None or where.rpartition(".")[2] == id_:
                return operation, path
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """A list that is read page by page; ``making`` is the operation whose needs make records, and how it names them."""

    target: Target
    document: Document
    operation: Operation
    tally: Tally
    most: int
    making: tuple[Operation, str]

    def read(self, count: int, *, beside: bool = False) -> None:
        """Make so many records and read them all; ``beside``: one more after the first page."""
        made = [self._made() for _ in range(count)]
        where, found, sizes = self.operation.continued, [], []
        more = ", and one that comes later" if beside else ""
        name = f"{self.operation.name}: {count} records, at most {self.most} a page{more}"
        for asked in self._followed():
            self.tally.add(name, asked)
            items = place(_json(asked.exchange), where.places["items"])
            listed = [str(place(each, where.places["id"])) for each in items] if isinstance(items, list) else []
            found += listed
            sizes.append(len(listed))
            if beside and len(sizes) == 1:
                self._made()
        failures = []
        there = [each for each in found if each in made] if beside else found
        if sorted(there) != sorted(made):
            says, at = "the pages together do not give each record once", f"body.{where.places['items']}"
            failures.append(Failure(says, at, made, found, where.clauses, asked.exchange))
        if max(sizes) > self.most:
            failures.append(Failure("a page is too long", "entries", self.most, sizes, where.clauses, asked.exchange))
        self.tally.note(name, clauses=where.clauses, failures=failures)

    def _made(self) -> str:
        operation, path = self.making
        met = meet(self.target, self.document, operation, naming(operation, path))
        return next(iter(met.made), "")

    def _followed(self) -> Iterator[Asked]:
        """Give page after page, until there is none."""
        where, request, seen = self.operation.continued.places, self._request({}), 0
        for _ in range(_TOO_MANY):
            asked = send(self.target, self.document, request, operation=self.operation.name)
            yield asked
            answer = _json(asked.exchange)
            items = place(answer, where["items"])
            seen += len(items) if isinstance(items, list) else 0
            if "from" not in where:
                following = self._request({where["as"]: seen}) if items else None
            else:
                following = self._led(request, place(answer, where["from"]), asked.exchange)
            if following is None:
                return
            request = following

    def _request(self, more: dict[str, Any]) -> Request:
        values = {self.operation.continued.places["most"]: self.most, **more}
        if self.operation.request is None:
            values = {name.removeprefix("?"): value for name, value in values.items()}
            return request_for(self.document, self.operation, values)
        return request_for(self.document, self.operation, {**least(self.operation.request), **values})

    def _led(self, request: Request, link: Any, exchange: Exchange) -> Request | None:
        """Give the request that a link leads to; None where there is no link, or it leads to somebody else."""
        if not isinstance(link, str):
            return None
        there, where = urlsplit(link), self.operation.continued
        failures = []
        if there.netloc not in ("", urlsplit(self.target.base_url).netloc):
            at = f"body.{where.places['from']}"
            failures.append(
                Failure("the way to the next page leads elsewhere", at, self.target.base_url, link, where.clauses, exchange)
            )
        self.tally.note(f"{self.operation.name}: the way to the next page", clauses=where.clauses, failures=failures)
        return None if failures else replace(request, path=there._replace(scheme="", netloc="").geturl())


def _json(exchange: Exchange) -> Any:
    try:
        return exchange.response.json()
    except ValueError:
        return None
