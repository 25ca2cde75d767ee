"""The limits: lengths and numbers one below, at and one above; one spoiled field at a time, in each way of validating."""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.document import Document, Operation
from contracts.inputs import carries
from contracts.run.asking import ask
from contracts.run.events import Event, NotExercised, Progress, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.mapping_rows import MappingRows
from contracts.run.tally import Tally
from contracts.run.variants import Variant, variants
from contracts.strategies.messages import full, with_value
from contracts.strategies.spoiled import Spoiled, at_the_limits, out_of_shape

_VALIDATION: tuple[Mapping[str, Any], ...] = ({}, {"validation": "broker"})


def limits(context: RunContext) -> Iterator[Event]:
    """Spoil one field of a usual message at a time, and see what the document says become of it."""
    tally, rows = Tally("limits"), MappingRows()
    for variant in variants(context, _VALIDATION):
        if isinstance(variant, NotExercised):
            yield variant
            continue
        for document in variant.documents:
            for operation in document.operations:
                _spoil(context, variant, document, operation, tally, rows)
                yield Progress(doing=f"{operation.name} {variant.name}", cases=tally.cases)
                if context.budget.over:
                    yield from tally.events()
                    yield from rows.events()
                    yield stopped("limits")
                    return
    yield from tally.events()
    yield from rows.events()


def _spoil(
    context: RunContext, variant: Variant, document: Document, operation: Operation, tally: Tally, rows: MappingRows
) -> None:
    if operation.request is None:
        return
    usual = full(operation.request)
    for prop in operation.request.walk():
        for spoiled in (*at_the_limits(prop), *out_of_shape(prop)):
            if context.budget.over:
                return
            if not carries(prop, spoiled.value):
                continue
            body = with_value(operation.request, usual, prop.path, spoiled.value)
            name = " ".join(filter(None, [f"{operation.name}.{prop.path}, {_kind(spoiled)}", variant.name]))
            asked = ask(variant.target, document, operation, body)
            tally.add(name, asked)
            rows.add(operation, prop, spoiled.way, spoiled.value, asked)


def _kind(spoiled: Spoiled) -> str:
    """Name what was spoiled, without the value: values alike are one promise."""
    rule = spoiled.rule.partition(":")[0]
    return f"up to {spoiled.property.max_length} characters" if "code points" in rule else rule.partition(" ")[0]


PHASES = (FunctionPhase(name="limits", clauses=EXERCISES["limits"], look=limits),)
