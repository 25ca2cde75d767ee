"""The facade before a Scheduling system by URL: the same as before the embedded one, and right when the network fails."""

from collections.abc import Iterator
from typing import Any

from contracts.document import Document, Operation
from contracts.failures import Failure
from contracts.run.as_embedded import CLAUSES, as_embedded
from contracts.run.asking import ask, own_code
from contracts.run.events import Event, NotExercised, RunContext
from contracts.run.relay import Answer, babble, break_off, drip, hang_up, relay, stammer
from contracts.run.tally import Tally
from contracts.run.variants import Variant, variant
from contracts.strategies.messages import full

_TIMEOUT = 0.25


def by_url(context: RunContext) -> Iterator[Event]:
    """Send the same to the facade before a relay to the same emulator and to the run's own; then let the relay fail."""
    tally = Tally("by URL")
    yield from as_embedded(context, tally)
    for name, way, behaviour in _FAILING:
        yield from _failing(context, name, way, behaviour, tally)
    yield from _nobody(context, tally)
    yield from tally.events()


def _failing(context: RunContext, name: str, way: str, behaviour: Answer, tally: Tally) -> Iterator[NotExercised]:
    with relay(behaviour) as url:
        yield from _ask_all(context, {"upstream": url, "upstream_timeout": _TIMEOUT}, name, way, tally)


def _nobody(context: RunContext, tally: Tally) -> Iterator[NotExercised]:
    with relay(hang_up) as url:
        closed = url
    yield from _ask_all(context, {"upstream": closed}, "nobody listens", "unreachable", tally)


def _ask_all(context: RunContext, settings: dict[str, Any], name: str, way: str, tally: Tally) -> Iterator[NotExercised]:
    told = {key: value for key, value in settings.items() if key == "upstream_timeout"}
    for each in variant(context, settings, told=told, clauses=CLAUSES):
        if isinstance(each, NotExercised):
            yield each
            continue
        for document, operation in _soap_operations(each):
            promised = document.upstream_failures.get(way)
            if promised is None:
                continue
            asked = ask(each.target, document, operation, full(operation.request) if operation.request else {})
            found = (asked.exchange.response.status, own_code(document, asked))
            failures = []
            if found != (promised.status, promised.code):
                expected, message = (promised.status, promised.code), f"{name} is not told as {way}"
                failures = [Failure(message, "status and code", expected, found, promised.clauses, asked.exchange)]
            tally.add(f"{operation.name}: {name}, told as {way}", asked, clauses=promised.clauses, failures=failures)


def _soap_operations(each: Variant) -> Iterator[tuple[Document, Operation]]:
    for document in each.documents:
        for operation in document.operations:
            if operation.soap_operation is not None:
                yield document, operation


_FAILING = (
    ("the connection is closed before any reply", "unreachable", hang_up),
    ("the connection is closed in the middle of the reply", "not-soap", break_off),
    ("the connection is closed in the middle of the reply's head", "not-soap", stammer),
    ("what answers is no HTTP", "not-soap", babble),
    ("the reply drips", "timeout", drip(pause=0.02, times=40)),
)
