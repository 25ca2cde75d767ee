"""When the SOAP side fails: each way told as the contract says, with one call and nothing of its text passed on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.document import Document, Operation
from contracts.failures import Failure
from contracts.run import by_url
from contracts.run.asking import Asked, ask, own_code, reset
from contracts.run.events import Event, NotExercised, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.tally import Tally
from contracts.run.variants import Variant, variant
from contracts.strategies.messages import full

_CANARY = "canary-7f3a"
_ENVELOPE = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>{}</e:Body></e:Envelope>'
_SOAP = "application/soap+xml; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to fail: its name, what the contract calls it, and the rule that makes the emulator fail so.

    In a rule's body, {namespace} and {reply} stand for those of the operation's reply.
    """

    name: str
    told_as: str
    rule: Mapping[str, Any]


def _body(name: str, body: str, *, status: int = 200, content_type: str = _SOAP, told_as: str = "not-soap") -> Way:
    return Way(name=name, told_as=told_as, rule={"status": status, "body": body, "content_type": content_type})


_RESULT = "<result><type>{}</type><code>{}</code></result>"
_REPLY = _ENVELOPE.format('<r:{{reply}} xmlns:r="{{namespace}}">{}</r:{{reply}}>')
_OK = _RESULT.format("OK", 0)
_OTHER = _ENVELOPE.format('<r:StandardResponse xmlns:r="{{namespace}}">{}</r:StandardResponse>').format(_OK)
_NO_NAMESPACE = _ENVELOPE.format("<{{reply}}>{}</{{reply}}>").format(_OK)
_REASON = "<e:Reason><e:Text xml:lang='en'>the reason</e:Text></e:Reason>"
_FAULT_12 = _ENVELOPE.format(f"<e:Fault><e:Code><e:Value>e:Receiver</e:Value></e:Code>{_REASON}</e:Fault>")
_FAULT_11 = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Server</faultcode>'
    "<faultstring>the reason</faultstring></e:Fault></e:Body></e:Envelope>"
)

WAYS = (
    Way(name="a Sender fault", told_as="fault", rule={"fault": "Sender"}),
    Way(name="a Receiver fault", told_as="fault", rule={"fault": "Receiver"}),
    *(_body(f"a fault with HTTP {status}", _FAULT_12, status=status, told_as="fault") for status in (200, 400, 404, 503)),
    _body("a fault of SOAP 1.1", _FAULT_11, status=500, content_type="text/xml; charset=utf-8", told_as="fault"),
    Way(name="a broken connection", told_as="unreachable", rule={"reset": True}),
    _body("HTML", f"<html><body>{_CANARY}</body></html>", content_type="text/html"),
    _body("HTML with HTTP 500", f"<html><body>{_CANARY}</body></html>", status=500, content_type="text/html"),
    _body("HTTP 404 with a text", _CANARY, status=404, content_type="text/plain"),
    _body("HTTP 503 and nothing", "", status=503),
    _body("nothing", ""),
    _body("JSON", f'{{"error": "{_CANARY}"}}', content_type="application/json"),
    _body("a cut reply", _REPLY.format(_OK + _CANARY)[:-30]),
    _body("another operation's reply", _OTHER),
    _body("a reply in no namespace", _NO_NAMESPACE),
    _body("a reply without a result", _REPLY.format(f"<note>{_CANARY}</note>")),
    _body("a result without a type", _REPLY.format(f"<result><code>0</code><note>{_CANARY}</note></result>")),
    _body("a result of an unknown type", _REPLY.format(_RESULT.format(_CANARY, 0))),
    _body("a result whose code is no number", _REPLY.format(_RESULT.format("OK", _CANARY))),
    _body("an empty Body", _ENVELOPE.format("")),
    _body("a redirect", "", status=302),
)
_IN_TIME = Way(name="a slow reply that is in time", told_as="", rule={"delay_ms": 50})


def upstream(context: RunContext) -> Iterator[Event]:
    """Let the SOAP side fail in each way; then give the facade no Scheduling at all, and one by URL."""
    tally = Tally("upstream")
    for document in context.documents:
        for operation in document.operations:
            if operation.soap_operation is None or not document.upstream_failures:
                continue
            for way in (*WAYS, _IN_TIME):
                if context.budget.over:
                    yield from tally.events()
                    yield stopped("upstream")
                    return
                _fail(Variant(name="", target=context.target, documents=()), document, operation, way, tally)
    yield from _late(context, tally)
    yield from _not_configured(context, tally)
    yield from tally.events()
    reset(context.target)
    if not context.budget.over:
        yield from by_url.by_url(context)


def _late(context: RunContext, tally: Tally) -> Iterator[NotExercised]:
    changed = {"upstream_timeout": 0.2}
    late = Way(name="a reply that is late", told_as="timeout", rule={"delay_ms": 300})
    for each in variant(context, changed, told=changed, clauses=EXERCISES["upstream"]):
        if isinstance(each, NotExercised):
            yield each
            continue
        for document, operation in _failing(each):
            _fail(each, document, operation, late, tally)


def _not_configured(context: RunContext, tally: Tally) -> Iterator[NotExercised]:
    for each in variant(context, {"upstream": "none"}, told={}, clauses=EXERCISES["upstream"]):
        if isinstance(each, NotExercised):
            yield each
            continue
        for document, operation in _failing(each):
            asked = ask(each.target, document, operation, full(operation.request) if operation.request else {})
            _told(document, operation, "Scheduling is not configured", "not-configured", asked, tally)


def _failing(each: Variant) -> Iterator[tuple[Document, Operation]]:
    for document in each.documents:
        for operation in document.operations:
            if operation.soap_operation is not None and document.upstream_failures:
                yield document, operation


def _fail(each: Variant, document: Document, operation: Operation, way: Way, tally: Tally) -> None:
    reset(each.target)
    rule = dict(way.rule)
    if "body" in rule:
        names = {"{reply}": str(operation.soap_reply), "{namespace}": document.soap_namespace}
        for name, value in names.items():
            rule["body"] = rule["body"].replace(name, value)
    each.target.control("PUT", "/faults", [rule])
    asked = ask(each.target, document, operation, full(operation.request) if operation.request else {})
    each.target.control("DELETE", "/faults")
    _told(document, operation, way.name, way.told_as, asked, tally)


def _told(document: Document, operation: Operation, name: str, way: str, asked: Asked, tally: Tally) -> None:
    failures = []
    exchange, promised = asked.exchange, document.upstream_failures.get(way)
    clauses = promised.clauses if promised else next(iter(document.upstream_failures.values())).clauses
    found = (exchange.response.status, own_code(document, asked))
    if promised is not None and found != (promised.status, promised.code):
        expected = (promised.status, promised.code)
        failures.append(Failure(f"{name} is not told as {way}", "status and code", expected, found, clauses, exchange))
    elif promised is None and exchange.response.status != 200:
        failures.append(Failure(f"{name} is told as a failure", "status", 200, exchange.response.status, clauses, exchange))
    if _CANARY.encode() in exchange.response.body:
        failures.append(Failure("the SOAP side's text is passed on", "body", "none of it", _CANARY, clauses, exchange))
    tally.add(f"{operation.name}: {name}{f' is told as {way}' if way else ''}", asked, clauses=clauses, failures=failures)


PHASES = (FunctionPhase(name="upstream", clauses=EXERCISES["upstream"], look=upstream),)
