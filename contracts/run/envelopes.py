"""The envelopes by result: whatever code Scheduling gives, with whatever type, as a fault rule of the emulator makes it say."""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.document import Document, Operation
from contracts.run import polling, setups
from contracts.run.asking import ask, reset
from contracts.run.events import Event, NotExercised, Reached, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.straight_to_soap import reached_by_rest
from contracts.run.tally import Tally
from contracts.run.variants import Variant, variants
from contracts.strategies.messages import full

_STATUSES: tuple[Mapping[str, Any], ...] = ({}, {"error_status": 400})
_RESULTS = (
    ("OK", (0,)),
    ("Warning", (646, 1, 9, 4294967295)),
    ("Error", (1, 2, 9, 80, 278, 281, 504, 9001, 4294967295)),
)


def envelopes(context: RunContext) -> Iterator[Event]:
    """Let each operation end in each type of result, with documented codes and with others."""
    tally = Tally("envelopes")
    for variant in variants(context, _STATUSES):
        if isinstance(variant, NotExercised):
            yield variant
            continue
        for document in variant.documents:
            for operation in document.operations:
                if context.budget.over:
                    yield from tally.events()
                    yield stopped("envelopes")
                    return
                if operation.soap_operation is not None and operation.request is not None:
                    yield from _end(variant, document, operation, tally)
    yield from tally.events()


def _end(variant: Variant, document: Document, operation: Operation, tally: Tally) -> Iterator[Reached]:
    for kind, codes in _RESULTS:
        for code in codes:
            reset(variant.target)
            # The next SOAP call, whichever it is, ends so.
            variant.target.control("PUT", "/faults", [{"code": code, "type": kind}])
            name = " ".join(filter(None, [f"{operation.name} ends in {kind}", variant.name]))
            asked = ask(variant.target, document, operation, full(operation.request) if operation.request else {})
            tally.add(name, asked)
            reached = reached_by_rest(document, operation, asked, how="ordered by a fault rule")
            # A documented code is reached by what earns it; an order for it shows nothing new.
            if reached is not None and reached.code not in operation.codes:
                yield reached
    variant.target.control("DELETE", "/faults")


PHASES = (
    FunctionPhase(name="envelopes", clauses=EXERCISES["envelopes"], look=envelopes),
    FunctionPhase(name="setups", clauses=EXERCISES["setups"], look=setups.setups),
    FunctionPhase(name="polling", clauses=EXERCISES["polling"], look=polling.polling),
)
