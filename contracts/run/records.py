"""What a facade keeps of its own: what was just made is there, is done with once, and what nobody made is not (x-records)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from contracts.checks import judge
from contracts.document import Document, Operation, Refused
from contracts.document.other_settings import other_settings
from contracts.expected.seen import Seen
from contracts.failures import Failure
from contracts.inputs import request_for
from contracts.needs import Met, meet
from contracts.run.asking import Asked, ask_as_it_is, reset, send
from contracts.run.conditions import conditions
from contracts.run.events import Event, NotExercised, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.tally import Tally
from contracts.run.variants import Variant, variant
from contracts.strategies.naming import naming
from contracts.target import Target


def records(context: RunContext) -> Iterator[Event]:
    """Ask for a record that was just made, once more for the same, and for one that nobody made; change one on conditions."""
    tally = Tally("records")
    for each in _set_up(context):
        if isinstance(each, NotExercised):
            yield each
            continue
        for document in each.documents:
            for operation in document.operations:
                if context.budget.over:
                    yield from tally.events()
                    yield stopped("records")
                    return
                _look(_Asking(target=each.target, document=document, operation=operation, tally=tally))
    yield from tally.events()
    reset(context.target)


def _set_up(context: RunContext) -> Iterator[Variant | NotExercised]:
    """Give each document's facade as it is, and set up in each way that may change what its records do."""
    for document in context.documents:
        if any(each.records or each.needs for each in document.operations):
            alone = replace(context, documents=(document,))
            yield Variant(name="", target=context.target, documents=(document,))
            for settings in other_settings(document.source, document.source):
                clauses = tuple(clause for each in document.operations if each.records for clause in each.clauses)
                yield from variant(alone, settings, told=settings, clauses=clauses)


def _look(asking: "_Asking") -> None:
    operation = asking.operation
    for path in operation.needs.ids if operation.needs is not None else ():
        asking.for_what_was_made(path)
    if "unknown" in operation.records:
        asking.for_what_nobody_made()
    conditions(asking.target, asking.document, operation, asking.tally)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """An operation that is asked, and what is found of it."""

    target: Target
    document: Document
    operation: Operation
    tally: Tally

    def for_what_was_made(self, path: str) -> None:
        """Make a record and name it at ``path``: the request does its work, and does it once where the document says so."""
        reset(self.target)
        name = f"{self.operation.name}: what was just made is there, named by {path}"
        met = meet(self.target, self.document, self.operation, naming(self.operation, path))
        for exchange, made in met.making:
            self.tally.add(name, Asked(exchange=exchange, judgements=judge(self.document, exchange, made)))
        if met.withheld:
            return
        if not met.made:
            self.tally.note(name, clauses=self.operation.clauses, failures=[self._not_made(met, path)])
            return
        first = self._sent(met)
        self.tally.add(name, first, clauses=self.operation.clauses, failures=self._not_done(first, met))
        again = self.operation.records.get("again")
        if again is not None:
            # What was made is there no more, or not as it was.
            done = Met(body=met.body, made={})
            self._is_refused(self._sent(done), again, "what was done is not done again")

    def for_what_nobody_made(self) -> None:
        """Name what is not there, in each way, or whatever the examples of a request name."""
        for path in self.operation.needs.ids if self.operation.needs is not None else [None]:
            reset(self.target)
            asked = ask_as_it_is(self.target, self.document, self.operation, naming(self.operation, path))
            self._is_refused(asked, self.operation.records["unknown"], "what nobody made is not there")

    def _sent(self, met: Met) -> Asked:
        request = request_for(self.document, self.operation, met.body)
        return send(self.target, self.document, request, operation=self.operation.name, made=met.made or None)

    def _not_made(self, met: Met, path: str) -> Failure:
        needs, exchange = self.operation.needs, met.making[-1][0] if met.making else None
        assert needs is not None
        expected = f"{needs.operation} to make a record and to name it at {needs.ids[path] or needs.chosen}"
        found = exchange.response.body[:500] if exchange is not None else "no example of a record's name"
        return Failure("what an operation needs is not made", path, expected, found, self.operation.clauses, exchange)

    def _not_done(self, asked: Asked, met: Met) -> list[Failure]:
        seen, others = Seen(self.document, asked.exchange, met.made), self.operation.records
        # Another state of a record may be in the way of what a new one is asked for.
        if seen.accepted or any(seen.is_refused_as(others[name]) for name in others.keys() - {"unknown", "again"}):
            return []
        found = (asked.exchange.response.status, seen.own_code)
        says = "a request for what was just made is refused"
        return [Failure(says, "status and code", "no refusal", found, self.operation.clauses, asked.exchange)]

    def _is_refused(self, asked: Asked, told: Refused, why: str) -> None:
        seen, exchange, clauses = Seen(self.document, asked.exchange), asked.exchange, told.clauses or self.operation.clauses
        failures = []
        if not seen.is_refused_as(told):
            found, expected = (exchange.response.status, seen.own_code), (told.status, told.code)
            failures.append(Failure(f"{why}, and the answer is another", "status and code", expected, found, clauses, exchange))
        if exchange.soap and not told.soap:
            calls = [call.operation for call in exchange.soap]
            failures.append(Failure(f"{why}, and Scheduling was asked", "SOAP calls", [], calls, clauses, exchange))
        self.tally.add(f"{self.operation.name}: {why}", asked, clauses=clauses, failures=failures)


PHASES = (FunctionPhase(name="records", clauses=EXERCISES["records"], look=records),)
