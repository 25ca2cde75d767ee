"""The facade before a Scheduling system by URL: the same as before the embedded one, and right when the network fails."""

import json
from collections.abc import Iterator
from typing import Any

from contracts.document import Document, Operation
from contracts.exchange import Request
from contracts.failures import Failure
from contracts.run.asking import Asked, ask, own_code, reset
from contracts.run.events import Event, NotExercised, RunContext
from contracts.run.relay import Answer, Handler, babble, break_off, drip, hang_up, relay, stammer
from contracts.run.tally import Tally
from contracts.run.variants import Variant, variant
from contracts.strategies.drawing import drawn
from contracts.strategies.messages import full, valid_bodies, whole
from contracts.target import Target

_CLAUSES = ("SB-P-02",)
_TIMEOUT = 0.25


def by_url(context: RunContext) -> Iterator[Event]:
    """Send the same to the facade before a relay to the same emulator and to the run's own; then let the relay fail."""
    tally = Tally("by URL")
    yield from _same_as_embedded(context, tally)
    for name, way, behaviour in _FAILING:
        yield from _failing(context, name, way, behaviour, tally)
    yield from _nobody(context, tally)
    yield from tally.events()


def _same_as_embedded(context: RunContext, tally: Tally) -> Iterator[NotExercised]:
    with relay(_handing_on(context.target)) as url:
        for each in variant(context, {"upstream": url}, told={}, clauses=_CLAUSES):
            if isinstance(each, NotExercised):
                yield each
                continue
            for document, operation in _soap_operations(each):
                for body in _bodies(context, operation):
                    reset(context.target)
                    embedded = ask(context.target, document, operation, body)
                    reset(context.target)
                    other = ask(each.target, document, operation, body)
                    name = f"{operation.name}: the same answer and the same SOAP as before the embedded system"
                    tally.add(name, other, clauses=_CLAUSES, failures=_differences(embedded, other))
    reset(context.target)


def _bodies(context: RunContext, operation: Operation) -> Iterator[Any]:
    """Give the document's examples, which reach every code, and whatever texts a network may spoil on its way."""
    yield from (whole(operation, example.value) for example in operation.examples)
    if operation.request is not None:
        yield from drawn(valid_bodies(operation.request), seed_value=context.seed, count=100 if context.thorough else 10)


def _failing(context: RunContext, name: str, way: str, behaviour: Answer, tally: Tally) -> Iterator[NotExercised]:
    with relay(behaviour) as url:
        yield from _ask_all(context, {"upstream": url, "upstream_timeout": _TIMEOUT}, name, way, tally)


def _nobody(context: RunContext, tally: Tally) -> Iterator[NotExercised]:
    with relay(hang_up) as url:
        closed = url
    yield from _ask_all(context, {"upstream": closed}, "nobody listens", "unreachable", tally)


def _ask_all(context: RunContext, settings: dict[str, Any], name: str, way: str, tally: Tally) -> Iterator[NotExercised]:
    told = {key: value for key, value in settings.items() if key == "upstream_timeout"}
    for each in variant(context, settings, told=told, clauses=_CLAUSES):
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


def _handing_on(target: Target) -> Answer:
    def answer(handler: Handler, body: bytes) -> None:
        headers = {name: value for name, value in handler.headers.items() if name.lower() in ("content-type", "soapaction")}
        response = target.soap(Request(method="POST", path="/soap", headers=headers, body=body))
        handler.reply(response.status, response.headers.get("content-type", ""), response.body)

    return answer


def _differences(embedded: Asked, other: Asked) -> list[Failure]:
    pairs = {
        "status": (embedded.exchange.response.status, other.exchange.response.status),
        "body": (_json(embedded), _json(other)),
        "SOAP requests": ([each.request for each in embedded.exchange.soap], [each.request for each in other.exchange.soap]),
    }
    return [
        Failure("the facade behaves otherwise before a Scheduling by URL", where, expected, found, _CLAUSES, other.exchange)
        for where, (expected, found) in pairs.items()
        if expected != found
    ]


def _json(asked: Asked) -> Any:
    try:
        return _without_offset(json.loads(asked.exchange.response.body))
    except ValueError:
        return asked.exchange.response.body


def _without_offset(answer: Any) -> Any:
    # Stamps never fall, also over a reset: the second answer's is another.
    if isinstance(answer, dict) and isinstance(answer.get("Payload"), dict):
        answer["Payload"].pop("OffsetId", None)
    return answer


_FAILING = (
    ("the connection is closed before any reply", "unreachable", hang_up),
    ("the connection is closed in the middle of the reply", "not-soap", break_off),
    ("the connection is closed in the middle of the reply's head", "not-soap", stammer),
    ("what answers is no HTTP", "not-soap", babble),
    ("the reply drips", "timeout", drip(pause=0.02, times=40)),
)
