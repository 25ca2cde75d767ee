"""Requests that say what a record must be like already: done where it is so, refused where it is not (x-condition)."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.document import Carrier, Document, Operation, Property
from contracts.expected.seen import Seen
from contracts.failures import Failure
from contracts.inputs import request_for
from contracts.needs import fresh
from contracts.run.asking import Asked, reset, send
from contracts.run.tally import Tally
from contracts.strategies.messages import full, least
from contracts.target import Target

# By the header that says it (RFC 9110): the header of an answer whose value holds, and a value that held never, or no more.
_HEADERS: Mapping[str, tuple[str, str]] = {
    "if-match": ("etag", '"given-to-nobody"'),
    "if-unmodified-since": ("last-modified", "Thu, 01 Jan 1970 00:00:00 GMT"),
}


def conditions(target: Target, document: Document, operation: Operation, tally: Tally) -> None:
    """Put each condition of an operation that makes records and changes them to the test."""
    needs = (each.needs for each in document.operations if each.needs is not None)
    named = next((each.chosen for each in needs if each.operation == operation.name and each.chosen is not None), None)
    for prop in operation.request.properties if operation.request is not None else ():
        if (
            prop.carrier is Carrier.HEADER
            and prop.condition is not None
            and prop.label.lower() in _HEADERS
            and named is not None
        ):
            reset(target)
            _Changing(target=target, document=document, operation=operation, tally=tally, named=named).under(prop)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changing:
    """An operation that makes a record and changes it, which is named by the property ``named``."""

    target: Target
    document: Document
    operation: Operation
    tally: Tally
    named: str

    def under(self, prop: Property) -> None:
        """Change a record when what is said of it holds, and when it does not; and where there is none."""
        header, never = _HEADERS[prop.label.lower()]
        name = self._name()
        first = self._sent(name, {}, "it is made", holds=True)
        given = first.exchange.response.headers.get(header, "")
        second = self._sent(name, {prop.name: given}, f"{prop.label} says what {header} said", holds=True, changing=True)
        self._sent(name, {prop.name: never}, f"{prop.label} says what is not so", holds=False)
        if header == "etag":
            self._sent(name, {prop.name: given}, f"{prop.label} says what was so before it was changed", holds=False)
            self._sent(name, {prop.name: "*"}, f"{prop.label} says that it is there", holds=True)
            self._sent(self._name(), {prop.name: "*"}, f"{prop.label} says that it is there, and it is not", holds=False)
        else:
            now = second.exchange.response.headers.get(header, "")
            self._sent(name, {prop.name: now}, f"{prop.label} says what {header} said after a refusal", holds=True)

    def _name(self) -> str:
        assert self.operation.request is not None
        prop = next(each for each in self.operation.request.walk() if each.path == self.named)
        return fresh(self.target, str(full(prop)))

    def _sent(self, name: str, said: Mapping[str, str], why: str, *, holds: bool, changing: bool = False) -> Asked:
        assert self.operation.request is not None
        usual = full if changing else least
        body = {**usual(self.operation.request), self.named: name, **said}
        request = request_for(self.document, self.operation, body)
        asked = send(self.target, self.document, request, operation=self.operation.name)
        seen, exchange = Seen(self.document, asked.exchange), asked.exchange
        told = [each.condition for each in self.operation.request.properties if each.name in said and each.condition]
        clauses = tuple(clause for each in told for clause in each.clauses) or self.operation.clauses
        failures, found = [], (exchange.response.status, seen.own_code)
        if holds and not seen.accepted:
            failures.append(Failure(f"{why}, and it is refused", "status and code", "no refusal", found, clauses, exchange))
        elif not holds and not any(seen.is_refused_as(each) for each in told):
            expected = [(each.status, each.code) for each in told]
            failures.append(Failure(f"{why}, and the answer is another", "status and code", expected, found, clauses, exchange))
        self.tally.add(f"{self.operation.name}: {why}", asked, clauses=clauses, failures=failures)
        return asked
