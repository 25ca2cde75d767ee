"""What Scheduling says decides whether an answer is a success."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-E-01", "SB-E-02", "SB-E-04"])
def success_goes_with_the_result(seen: Seen) -> Iterator[Finding]:
    """A result OK or Warning is a success, a result Error is none."""
    where = seen.document.refusal.places
    if seen.result is None or "at" not in where:
        return
    kind, code = seen.result
    clauses = seen.document.soap_result.cases.get(kind, ())
    yield Exercised(clauses)
    if seen.accepted is (kind == "Error"):
        yield Failure(f"the result is {kind} {code}", f"body.{where['at']}", kind != "Error", seen.accepted, clauses)


@check(clauses=["SB-E-03"])
def a_refusal_has_its_status(seen: Seen) -> Iterator[Finding]:
    """What Scheduling refuses comes with the status that the document gives it; a success comes with 200."""
    if seen.result is None or "status" not in seen.document.refusal.places:
        return
    refused = seen.result[0] == "Error"
    clauses = seen.document.refusal.clauses if refused else seen.document.soap_result.cases.get(seen.result[0], ())
    yield Exercised(clauses)
    expected = seen.document.refusal.places["status"] if refused else 200
    if seen.exchange.response.status != expected:
        yield Failure(f"the result is {' '.join(seen.result)}", "status", expected, seen.exchange.response.status, clauses)
