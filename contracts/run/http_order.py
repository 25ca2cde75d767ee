"""What is wrong with a request outside its properties: every combination, so that the order shows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from contracts.inputs import request_for
from contracts.run.asking import send
from contracts.run.events import Event, NotExercised, Progress, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.tally import Tally
from contracts.run.variants import Variant, variant
from contracts.strategies.messages import full
from contracts.strategies.wrong_requests import SIZE, wrong_requests

# How the facade is set up where its document knows these settings: asked for credentials, and with a small limit.
_SETUP: Mapping[str, Any] = {"auth": True, "max_body_bytes": SIZE}


def http_order(context: RunContext) -> Iterator[Event]:
    """Send each combination of wrong path, method, credentials, type, size and JSON, and each kind of each alone."""
    tally = Tally("http order")
    for each in _set_up(context):
        if isinstance(each, NotExercised):
            yield each
            continue
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


def _set_up(context: RunContext) -> Iterator[Variant | NotExercised]:
    """Give each document's facade, set up so that all can be wrong; as it is where that is not possible."""
    # Without these rules a document says nothing of what is wrong outside parameters and body.
    for document in (each for each in context.documents if each.http_rules.places):
        asked_for = {name: value for each in document.schemes.values() for name, value in each.set_up.items()}
        changed = {name: value for name, value in {**_SETUP, **asked_for}.items() if name in document.settings}
        as_it_is = Variant(name="", target=context.target, documents=(document,))
        if not changed:
            yield as_it_is
            continue
        for each in variant(replace(context, documents=(document,)), changed, told=changed, clauses=EXERCISES["http_order"]):
            yield each
            if isinstance(each, NotExercised):
                yield as_it_is


PHASES = (FunctionPhase(name="http_order", clauses=EXERCISES["http_order"], look=http_order),)
