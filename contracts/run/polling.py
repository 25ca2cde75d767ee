"""Following the answer's own offset until nothing is left: none, one and many work items, cut at the unit's maximum."""

from collections.abc import Iterator
from typing import Any

from contracts.document import Document, Operation
from contracts.expected.json_body import place
from contracts.failures import Failure
from contracts.run.asking import Asked, ask, reset
from contracts.run.bookings import UNIT, book_job, book_unit
from contracts.run.events import Event, NotExercised, RunContext
from contracts.run.function_phase import stopped
from contracts.run.pages import pages
from contracts.run.tally import Tally
from contracts.strategies.messages import least, with_value
from contracts.target import NotPossible, Target

# How many work items there are, and how many a reply holds at most.
_ROUNDS = ((0, None), (1, None), (1, 1), (2, 1), (5, 2), (4, 2), (7, 100))
_TOO_MANY = 50


def polling(context: RunContext) -> Iterator[Event]:
    """Ask a unit of so many work items, and follow the offset to its end."""
    tally = Tally("polling")
    for document in context.documents:
        for operation in document.operations:
            if operation.continued.places and operation.naming("unit") is None and not context.budget.over:
                pages(context.target, document, operation, tally)
            if not operation.continued.places or operation.naming("unit") is None:
                continue
            for count, most in _ROUNDS:
                if context.budget.over:
                    yield from tally.events()
                    yield stopped("polling")
                    return
                try:
                    _prepare(context.target, count, most)
                except NotPossible as error:
                    name = f"polling: {operation.name}"
                    yield NotExercised(name=name, clauses=operation.continued.clauses, reason=str(error))
                    break
                _follow(context.target, document, operation, count, most, tally)
    yield from tally.events()
    reset(context.target)


def _prepare(target: Target, count: int, most: int | None) -> None:
    reset(target)
    book_unit(target, UNIT, most=most)
    for n in range(count):
        book_job(target, f"H-{n}", unit=UNIT)


def _follow(target: Target, document: Document, operation: Operation, count: int, most: int | None, tally: Tally) -> None:
    where, unit = operation.continued, operation.naming("unit")
    assert operation.request is not None
    assert unit is not None
    # What may be left out, such as a look at jeopardy alone, would leave some of them out.
    body = with_value(operation.request, least(operation.request), unit.path, UNIT)
    found: list[Any] = []
    name = f"{operation.name}: {count} work items, {'any number' if most is None else most} a reply, are followed to their end"
    for _ in range(_TOO_MANY):
        asked = ask(target, document, operation, body)
        tally.add(name, asked)
        answer = _answer(asked)
        items = place(answer, where.places["items"])
        if not isinstance(items, list) or not items:
            break
        found += [item.get(where.places["id"]) for item in items if isinstance(item, dict)]
        body = with_value(operation.request, body, where.places["as"], place(answer, where.places["from"]))
    expected = [f"H-{n}" for n in range(count)]
    failures = []
    if sorted(map(str, found)) != expected:
        message = "following the offset does not give each work item once"
        failures = [Failure(message, f"body.{where.places['items']}", expected, found, where.clauses, asked.exchange)]
    tally.note(name, clauses=where.clauses, failures=failures)


def _answer(asked: Asked) -> Any:
    try:
        return asked.exchange.response.json()
    except ValueError:
        return None
