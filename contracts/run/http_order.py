"""What is wrong with a request outside its properties: every combination, so that the order shows."""

from collections.abc import Iterator

from contracts.inputs import request_for
from contracts.run.asking import send
from contracts.run.events import Event, NotExercised, Progress, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.tally import Tally
from contracts.run.variants import Variant, variant
from contracts.strategies.messages import full
from contracts.strategies.wrong_requests import SIZE, wrong_requests


def http_order(context: RunContext) -> Iterator[Event]:
    """Send each combination of wrong path, method, credentials, type, size and JSON, and each kind of each alone."""
    tally = Tally("http order")
    changed = {"auth": True, "max_body_bytes": SIZE}
    for each in variant(context, changed, told=changed, clauses=EXERCISES["http_order"]):
        if isinstance(each, NotExercised):
            yield each
            each = Variant(name="", target=context.target, documents=context.documents)
        for document in each.documents:
            for operation in document.operations:
                good = request_for(document, operation, full(operation.request) if operation.request else {})
                for name, request in wrong_requests(document, operation, good):
                    if context.budget.over:
                        yield from tally.events()
                        yield stopped("http order")
                        return
                    tally.add(name, send(each.target, document, request))
            yield Progress(doing="wrong requests", cases=tally.cases)
    yield from tally.events()


PHASES = (FunctionPhase(name="http_order", clauses=EXERCISES["http_order"], look=http_order),)
