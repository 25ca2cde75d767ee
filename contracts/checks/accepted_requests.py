"""A request that is not refused is passed on once."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.seen import Seen
from contracts.expected.soap import read_message
from contracts.failures import Failure


@check(clauses=["SB-P-01"], otherwise="DOC-P-01")
def an_accepted_request_makes_one_soap_call(seen: Seen) -> Iterator[Finding]:
    """A request that is not refused makes exactly one SOAP call; where the document says so, one for each entry of its list."""
    operation = seen.operation
    failed = seen.upstream_failure is not None and seen.upstream_failure.way == "not-configured"
    if operation is None or operation.calls_accepted == "none" or seen.refused_here or failed or seen.http_refusal is not None:
        return
    clauses = seen.document.pass_through.clauses
    yield Exercised(clauses)
    roots = [_root(call.request) for call in seen.exchange.soap]
    expected = [operation.soap_request] * (1 if seen.demanded is None else len(seen.demanded.messages(operation)))
    if roots != expected:
        yield Failure("the SOAP calls are others", "SOAP calls", expected, roots, clauses)


def _root(text: str) -> str | None:
    message = read_message(text)
    return message.root if message else None
