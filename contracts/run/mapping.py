"""The mapping on the wire: every property tried in every way, alone and together."""

from collections.abc import Iterator

from contracts.document import Document, Operation, Property
from contracts.run.asking import ask
from contracts.run.events import Event, Progress, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.tally import Tally
from contracts.strategies.drawing import drawn
from contracts.strategies.messages import full, trials, valid_bodies, with_both_spellings, with_value

_WHOLE = "whole messages"


def mapping(context: RunContext) -> Iterator[Event]:
    """Try each property absent, null, empty and with every awkward value; then whole messages at random."""
    tally = Tally("mapping")
    for document in context.documents:
        for operation in document.operations:
            if operation.request is None or operation.soap_operation is None:
                continue
            for prop in operation.request.walk():
                _try(context, document, operation, prop, tally)
                if context.budget.over:
                    yield from tally.events()
                    yield stopped("mapping")
                    return
            yield Progress(doing=f"{operation.name}: each property alone", cases=tally.cases)
            count = 1000 if context.thorough else 120
            for body in drawn(valid_bodies(operation.request), seed_value=context.seed, count=count):
                if context.budget.over:
                    break
                tally.add(f"{operation.name}: {_WHOLE}", ask(context.target, document, operation, body))
            yield Progress(doing=f"{operation.name}: {_WHOLE}", cases=tally.cases)
    yield from tally.events()


def _try(context: RunContext, document: Document, operation: Operation, prop: Property, tally: Tally) -> None:
    assert operation.request is not None
    usual = full(operation.request)
    element = "/".join(prop.soap_element) or "no element"
    name = f"{operation.name}.{prop.path} becomes {element}"
    for trial in trials(prop):
        body = with_value(operation.request, usual, prop.path, trial.value)
        tally.add(name, ask(context.target, document, operation, body))
    if prop.older_spelling_of is not None:
        body = with_both_spellings(operation.request, usual, prop)
        newer = f"{operation.name}.{prop.path} gives way to {prop.older_spelling_of}"
        tally.add(newer, ask(context.target, document, operation, body))


PHASES = (FunctionPhase(name="mapping", clauses=EXERCISES["mapping"], look=mapping),)
