"""Every documented code, and 0, reached by the document's own examples: through REST, and by the same message through SOAP."""

from collections.abc import Iterator
from dataclasses import replace

from contracts.checks.registry import Judgement
from contracts.document import Document, Example, Operation
from contracts.expected.seen import Seen
from contracts.failures import Failure
from contracts.run.asking import Asked, ask_as_it_is, reset
from contracts.run.events import Event, NotExercised, Reached, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.straight_to_soap import reached_by_rest, straight_to_soap
from contracts.run.tally import Tally
from contracts.strategies.messages import whole


def codes(context: RunContext) -> Iterator[Event]:
    """Send each example in the scenario it was written for, and see whether it gets the answer it promises."""
    for document in context.documents:
        for operation in document.operations:
            tally = Tally("codes")
            for example in operation.examples:
                if context.budget.over:
                    yield stopped("codes")
                    return
                reset(context.target)
                asked = ask_as_it_is(context.target, document, operation, whole(operation, example.value))
                _try(document, operation, example, asked, tally)
                yield from _through_both_doors(context, document, operation, example, asked, tally)
            yield from tally.events()
            reached = {example.code for example in operation.examples}
            for code, clauses in operation.codes.items():
                if code not in reached:
                    reason = "the document has no example that reaches it"
                    yield NotExercised(name=f"codes: {operation.name} answers {code}", clauses=clauses, reason=reason)
    reset(context.target)


def _try(document: Document, operation: Operation, example: Example, asked: Asked, tally: Tally) -> None:
    seen = Seen(document, asked.exchange)
    clauses = operation.codes.get(example.code or "", ()) or _exercised(asked.judgements)
    found = "0" if seen.accepted and example.code == "0" else seen.refusal_code or seen.own_code
    failures = []
    if example.code is not None and found != example.code:
        found_text = found or asked.exchange.response.body[:200]
        failures.append(Failure("the example gets another code", "code", example.code, found_text, clauses, asked.exchange))
    status = document.refusal_status(seen.refusal_code) if example.code != "0" and seen.refusal_code else example.status
    if status is not None and asked.exchange.response.status != status:
        found_status = asked.exchange.response.status
        failures.append(Failure("the example gets another status", "status", status, found_status, clauses, asked.exchange))
    tally.add(f"{operation.name} answers {example.code}: {example.summary}", asked, clauses=clauses, failures=failures)


def _through_both_doors(
    context: RunContext, document: Document, operation: Operation, example: Example, asked: Asked, tally: Tally
) -> Iterator[Reached]:
    by_rest = reached_by_rest(document, operation, asked, how=example.summary)
    if by_rest is not None:
        yield by_rest
    if asked.exchange.soap and not asked.exchange.response.broken:
        reset(context.target)
        by_soap, failures = straight_to_soap(context.target, document, operation, asked, how=example.summary)
        clauses = operation.codes.get(example.code or "", ()) or _exercised(asked.judgements)
        told = [replace(failure, clauses=clauses) for failure in failures]
        tally.note(f"{operation.name}: the same message, straight to SOAP, gets the same code", clauses=clauses, failures=told)
        if by_soap is not None:
            yield by_soap


def _exercised(judgements: tuple[Judgement, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause for judgement in judgements for clause in judgement.clauses))


PHASES = (FunctionPhase(name="codes", clauses=EXERCISES["codes"], look=codes),)
