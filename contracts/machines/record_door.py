"""The door of a facade that keeps records of its own: who makes one, cancels its job and shows it, as its document tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.document import Document, Operation
from contracts.exchange import Exchange
from contracts.expected.json_body import place
from contracts.expected.seen import Seen
from contracts.inputs import ABSENT, carries, request_for
from contracts.machines.answer import Unexpected
from contracts.needs import meet, names_in
from contracts.strategies.messages import least, with_value
from contracts.target import Target

# What an answer can say of a record; of what else it says, the status and the code are told.
DONE, UNKNOWN, AGAIN = "done", "unknown", "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record: the id of its job at Scheduling, its name where the caller chose one, what its maker answered, and how."""

    job: str
    chosen: str | None
    answer: Any
    made_by: Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an answer says of a record, in the document's words, how many SOAP calls it took, and the exchange itself."""

    words: frozenset[str]
    calls: int
    exchange: Exchange


class RecordDoor:
    """Call a facade that knows the jobs alone which were made through it."""

    def __init__(self, target: Target, document: Document) -> None:
        self.name = document.name
        self._target = target
        self._document = document

    @cached_property
    def keeps(self) -> bool:
        """Whether records can be made here, cancelled and looked at."""
        return self._cancel is not None and self._show is not None and self._example is not None

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """What promises that a job cancelled through any door is cancelled here, and that others' jobs are not known here."""
        assert self._cancel is not None
        assert self._show is not None
        assert self._show.ended is not None
        refusals = [refused.clauses for name, refused in self._cancel.records.items() if name in (UNKNOWN, AGAIN)]
        return tuple(dict.fromkeys((*self._show.ended.clauses, *(clause for clauses in refusals for clause in clauses))))

    @cached_property
    def after(self) -> str:
        """What a cancel gets when the job is cancelled already."""
        assert self._cancel is not None
        return AGAIN if AGAIN in self._cancel.records else DONE

    @cached_property
    def passes_on(self) -> bool:
        """Whether a cancel of what was not made here, or is gone here, is sent all the same."""
        assert self._cancel is not None
        return self._cancel.records[UNKNOWN].soap if UNKNOWN in self._cancel.records else False

    def make(self) -> Record:
        """Make a record."""
        assert self._cancel is not None
        assert self._example is not None
        path, example = self._example
        met = meet(self._target, self._document, self._cancel, self._body(self._cancel, {path: example}))
        if not met.made:
            raise Unexpected(met.making[-1][0], "no record is made")
        (name, job), *_ = met.made.items()
        exchange = met.answers[name]
        assert self._cancel.needs is not None
        return Record(
            job=job, chosen=name if self._cancel.needs.chosen else None, answer=exchange.response.json(), made_by=exchange
        )

    def cancel(self, record: Record) -> Said:
        """Cancel the job of a record that was made here."""
        assert self._cancel is not None
        return self._said(self._cancel, names_in(self._cancel, record.answer, record.chosen))

    def cancel_other(self, job: str) -> Said | None:
        """Cancel a job that was not made here, by its id at Scheduling; None where no request can name it."""
        assert self._cancel is not None
        needs = self._cancel.needs
        assert needs is not None
        # Of several names it is the one that the SOAP side knows too.
        path = next(path for path, told in needs.ids.items() if needs.soap is None or told == needs.soap)
        prop = next(prop for prop in self._cancel.named if prop.path == path)
        return self._said(self._cancel, {path: job}) if carries(prop, job) else None

    def show(self, record: Record) -> Said:
        """Show a record that was made here."""
        assert self._show is not None
        return self._said(self._show, names_in(self._show, record.answer, record.chosen))

    def shows_as_ended(self, said: Said) -> bool:
        """Tell whether what was shown is what the document says of a record whose job is cancelled."""
        assert self._show is not None
        ended = self._show.ended
        assert ended is not None
        if ended.at is None:
            return UNKNOWN in said.words
        return DONE in said.words and place(said.exchange.response.json(), ended.at) == ended.value

    def _said(self, operation: Operation, names: Mapping[str, Any]) -> Said:
        request = request_for(self._document, operation, self._body(operation, names))
        exchange = self._target.rest(request, operation=operation.name)
        return Said(words=self._words(operation, exchange), calls=len(exchange.soap), exchange=exchange)

    def _words(self, operation: Operation, exchange: Exchange) -> frozenset[str]:
        seen = Seen(self._document, exchange)
        if seen.accepted:
            return frozenset({DONE})
        where = self._document.own_refusal.places.get("code")
        code = place(seen.answer, where) if where else None
        words = {
            word
            for word, refused in operation.records.items()
            if refused.status == exchange.response.status and refused.code in (None, code)
        }
        return frozenset(words or {f"status {exchange.response.status}, code {code}"})

    def _body(self, operation: Operation, names: Mapping[str, Any]) -> Any:
        assert operation.request is not None
        path, name = next(iter(names.items()))
        body = least(operation.request)
        # One name is enough, and where names exclude each other two would be too many.
        for other in operation.named:
            if other.path != path:
                body = with_value(operation.request, body, other.path, ABSENT)
        return with_value(operation.request, body, path, name)

    @cached_property
    def _cancel(self) -> Operation | None:
        return next((each for each in self._document.operations if each.soap_operation == "CancelJob" and each.named), None)

    @cached_property
    def _show(self) -> Operation | None:
        return next((each for each in self._document.operations if each.ended is not None and each.named), None)

    @cached_property
    def _example(self) -> tuple[str, Any] | None:
        named = self._cancel.named if self._cancel is not None else ()
        return next(((prop.path, prop.examples[0]) for prop in named if prop.examples), None)
