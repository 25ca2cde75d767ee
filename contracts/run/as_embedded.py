"""The facade before a Scheduling by URL, compared with the same facade before the embedded one (SB-P-02)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from contracts.document import Document, Operation
from contracts.exchange import Exchange, Request
from contracts.failures import Failure
from contracts.inputs import request_for
from contracts.needs import Met, called, meet
from contracts.run.asking import Asked, reset, send
from contracts.run.bookings import book_job
from contracts.run.events import NotExercised, RunContext
from contracts.run.relay import Answer, Handler, relay
from contracts.run.tally import Tally
from contracts.run.variants import variant
from contracts.strategies.bodies import valid_bodies
from contracts.strategies.drawing import drawn
from contracts.strategies.messages import whole
from contracts.target import Target

CLAUSES = ("SB-P-02",)


def as_embedded(context: RunContext, tally: Tally) -> Iterator[NotExercised]:
    """Send the same to the facade before a relay to the run's emulator, and to the run's own."""
    with relay(_handing_on(context.target)) as url:
        for each in variant(context, {"upstream": url}, told={}, clauses=CLAUSES):
            if isinstance(each, NotExercised):
                yield each
                continue
            for document in each.documents:
                for operation in document.operations:
                    if operation.soap_operation is None:
                        continue
                    name = f"{operation.name}: the same answer and the same SOAP as before the embedded system"
                    for body in _bodies(context, operation):
                        _compare(context.target, each.target, document, operation, body, name, tally)
    reset(context.target)


def _bodies(context: RunContext, operation: Operation) -> Iterator[Any]:
    """Give the document's examples, which reach every code, and whatever texts a network may spoil on its way."""
    yield from (whole(operation, example.value) for example in operation.examples)
    if operation.request is not None:
        yield from drawn(valid_bodies(operation.request), seed_value=context.seed, count=100 if context.thorough else 10)


def _compare(
    embedded: Target, by_url: Target, document: Document, operation: Operation, body: Any, name: str, tally: Tally
) -> None:
    reset(embedded)
    met = meet(embedded, document, operation, body)
    expected = _sent(embedded, document, operation, met)
    reset(by_url)
    reset(embedded)
    other = meet(by_url, document, operation, body)
    if len(other.made) != len(met.made):
        # What one of the two has already cannot be made there.
        return
    # The facade by URL makes records of its own alone: the Scheduling that it is before knows nothing of them.
    for job in other.made.values():
        book_job(embedded, job)
    found = _sent(by_url, document, operation, other)
    failures = _differences((expected, _names(operation, met)), (found, _names(operation, other)))
    tally.add(name, found, clauses=CLAUSES, failures=failures)


def _sent(target: Target, document: Document, operation: Operation, met: Met) -> Asked:
    request = request_for(document, operation, met.body)
    return send(target, document, request, operation=operation.name, made=met.made or None)


def _names(operation: Operation, met: Met) -> dict[str, str]:
    """Give what the records that were made are called, each with the place that says so: every making gives other names."""
    needs, found = operation.needs, {}
    if needs is None:
        return {}
    for number, (name, exchange) in enumerate(met.answers.items()):
        found[name] = f"<{number}>"
        for where in (*needs.ids.values(), needs.soap):
            text = called(_json(exchange), where) if where is not None else None
            if isinstance(text, str) and text:
                found[text] = f"<{number} {where}>"
    return found


def _differences(expected: tuple[Asked, Mapping[str, str]], found: tuple[Asked, Mapping[str, str]]) -> list[Failure]:
    ours, theirs = (_shown(asked.exchange, names) for asked, names in (expected, found))
    says, exchange = "the facade behaves otherwise before a Scheduling by URL", found[0].exchange
    return [
        Failure(says, where, ours[where], theirs[where], CLAUSES, exchange) for where in ours if ours[where] != theirs[where]
    ]


def _shown(exchange: Exchange, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "status": exchange.response.status,
        "body": _renamed(_without_offset(_json(exchange)), names),
        "SOAP requests": [_renamed(each.request, names) for each in exchange.soap],
    }


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    match value:
        case str():
            for name, neutral in names.items():
                value = value.replace(name, neutral)
            return value
        case dict():
            return {key: _renamed(each, names) for key, each in value.items()}
        case list():
            return [_renamed(each, names) for each in value]
    return value


def _json(exchange: Exchange) -> Any:
    try:
        return json.loads(exchange.response.body)
    except ValueError:
        return exchange.response.body.decode("utf-8", "replace")


def _without_offset(answer: Any) -> Any:
    # Stamps never fall, also over a reset: the second answer's is another.
    if isinstance(answer, dict) and isinstance(answer.get("Payload"), dict):
        answer["Payload"].pop("OffsetId", None)
    return answer


def _handing_on(target: Target) -> Answer:
    def answer(handler: Handler, body: bytes) -> None:
        headers = {name: value for name, value in handler.headers.items() if name.lower() in ("content-type", "soapaction")}
        response = target.soap(Request(method="POST", path="/soap", headers=headers, body=body))
        handler.reply(response.status, response.headers.get("content-type", ""), response.body)

    return answer
