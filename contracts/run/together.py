"""Requests at the same time: each caller's values arrive in a call of their own, and the answer is that caller's."""

from collections.abc import Iterator, Sequence
from typing import Any

from contracts.checks import judge
from contracts.document import Document, Operation, Property
from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.expected.soap import read_message
from contracts.failures import Failure
from contracts.inputs import request_for
from contracts.run.asking import Asked, reset
from contracts.run.bookings import book_job, book_unit
from contracts.run.events import Event, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.tally import Tally
from contracts.strategies.bodies import valid_bodies
from contracts.strategies.drawing import drawn
from contracts.strategies.messages import with_value
from contracts.target import Target

_AT_ONCE = 8
_ANY = "DOC-P-01"


def together(context: RunContext) -> Iterator[Event]:
    """Send requests of one operation at the same time, each with an id of its own, and match them with the SOAP calls made."""
    tally = Tally("together")
    for document in context.documents:
        for operation in document.operations:
            named = operation.naming("job") or operation.naming("unit")
            if operation.request is None or named is None or operation.calls_accepted != "one":
                continue
            reset(context.target)
            for number in range(60 if context.thorough else 6):
                if context.budget.over:
                    yield from tally.events()
                    yield stopped("together")
                    return
                _round(context, document, operation, named, number, tally)
    yield from tally.events()
    reset(context.target)


def _round(context: RunContext, document: Document, operation: Operation, named: Property, number: int, tally: Tally) -> None:
    assert operation.request is not None
    requests: dict[str, Request] = {}
    bodies = drawn(valid_bodies(operation.request), seed_value=context.seed + number, count=_AT_ONCE)
    for place, body in enumerate(bodies):
        id_ = f"T{number}-{place}"
        _book(context.target, str(named.names), id_)
        requests[id_] = request_for(document, operation, with_value(operation.request, body, named.path, id_))
    responses, calls = context.target.rest_at_once(list(requests.values()))
    answered = dict(zip(requests, zip(requests.values(), responses, strict=True), strict=True))
    _match(document, operation, named, answered, calls, tally)


def _book(target: Target, what: str, id_: str) -> None:
    """Let each caller find something of its own, so that an answer which is another's shows."""
    if what == "unit":
        book_unit(target, id_)
        book_job(target, f"J-{id_}", unit=id_)
    else:
        book_job(target, id_)


def _match(
    document: Document,
    operation: Operation,
    named: Property,
    asked: dict[str, tuple[Request, Response]],
    calls: Sequence[SoapCall],
    tally: Tally,
) -> None:
    """Judge each request with the calls that carry its id; calls that carry nobody's were asked for by nobody."""
    name = f"{operation.name}: {_AT_ONCE} callers at once"
    clauses = document.pass_through.clauses or (_ANY,)
    carried = [(_text_at(call, named.soap_element), call) for call in calls]
    for id_, (request, response) in asked.items():
        own = tuple(call for found, call in carried if found == id_)
        exchange = Exchange(operation=operation.name, request=request, response=response, soap=own)
        tally.add(name, Asked(exchange=exchange, judgements=judge(document, exchange)), clauses=clauses)
    nobodys = [found for found, _ in carried if found not in asked]
    failures = []
    if nobodys:
        where = f"{operation.soap_request}/{'/'.join(named.soap_element)}"
        failures = [Failure("SOAP calls carry what nobody of those at once sent", where, sorted(asked), nobodys, clauses)]
    tally.note(name, clauses=clauses, failures=failures)


def _text_at(call: SoapCall, path: tuple[str, ...]) -> Any:
    message = read_message(call.request)
    element = message.element.first(path) if message is not None else None
    return element.text if element is not None else None


PHASES = (FunctionPhase(name="together", clauses=EXERCISES["together"], look=together),)
