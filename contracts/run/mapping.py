"""The mapping on the wire: every property tried in every way, alone and together."""

from collections.abc import Iterator

from contracts.document import Document, Operation, Property
from contracts.expected.json_body import place
from contracts.run.asking import ask
from contracts.run.events import Event, Progress, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.mapping_rows import MappingRows
from contracts.run.tally import Tally
from contracts.strategies.bodies import valid_bodies
from contracts.strategies.drawing import drawn
from contracts.strategies.messages import full, misspelt, trials, tried, with_both_spellings
from contracts.strategies.ways import Way

_WHOLE = "whole messages"


def mapping(context: RunContext) -> Iterator[Event]:
    """Try each property absent, null, empty and with every awkward value; then whole messages at random."""
    tally, rows = Tally("mapping"), MappingRows()
    for document in context.documents:
        for operation in document.operations:
            if operation.request is None or operation.soap_operation is None:
                continue
            for prop in operation.request.walk():
                _try(context, document, operation, prop, tally, rows)
                if context.budget.over:
                    yield from tally.events()
                    yield from rows.events()
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
    yield from rows.events()


def _try(
    context: RunContext, document: Document, operation: Operation, prop: Property, tally: Tally, rows: MappingRows
) -> None:
    root = operation.request
    assert root is not None
    usual, newer = full(root), _newer(root, prop)
    name = f"{operation.name}.{prop.path} becomes {'/'.join(prop.soap_element) or 'no element'}"
    for trial in (*trials(prop), *misspelt(operation, prop)):
        asked = ask(context.target, document, operation, tried(root, usual, prop, trial))
        tally.add(name, asked)
        rows.add(operation, prop, trial.way, trial.value, asked, spelling=trial.spelling or "")
        if newer is not None and trial.way is Way.USUAL:
            rows.add(operation, newer, Way.OLDER_SPELLING, trial.value, asked, spelling=prop.label)
    if newer is not None:
        both = with_both_spellings(root, usual, prop)
        asked = ask(context.target, document, operation, both)
        tally.add(f"{operation.name}.{prop.path} gives way to {newer.name}", asked)
        around = place(both, prop.path.rpartition(".")[0]) if "." in prop.path else both
        rows.add(operation, newer, Way.OLDER_SPELLING, {each.label: around[each.label] for each in (newer, prop)}, asked)


def _newer(root: Property, older: Property) -> Property | None:
    """Find the property that this one is an older spelling of, beside it."""
    beside = next((each for each in (root, *root.walk()) if older in each.properties), root)
    return beside.child(older.older_spelling_of) if older.older_spelling_of is not None else None


PHASES = (FunctionPhase(name="mapping", clauses=EXERCISES["mapping"], look=mapping),)
