"""A request that the facade refuses itself stays there."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-H-05"], otherwise="DOC-R-02")
def a_refused_request_makes_no_soap_call(seen: Seen) -> Iterator[Finding]:
    """No SOAP call is made for a request that the facade refuses itself, or has to before it looks into the body."""
    refused = seen.refused_here or seen.not_configured or seen.http_refusal is not None
    if not refused or (seen.operation is not None and seen.operation.calls_refused != "none"):
        return
    clauses = seen.document.own_refusal.clauses
    yield Exercised(clauses)
    if seen.exchange.soap:
        names = [call.operation for call in seen.exchange.soap]
        yield Failure("a refused request was passed on", "SOAP calls", [], names, clauses)
