"""What Scheduling says decides whether an answer is a success."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-E-01", "SB-E-02", "SB-E-04"], otherwise="DOC-A-02")
def success_goes_with_the_result(seen: Seen) -> Iterator[Finding]:
    """A result OK or Warning is a success, a result Error is none."""
    where = seen.document.refusal.places
    if seen.result is None or not where:
        return
    kind, code = seen.result
    clauses = seen.document.soap_result.cases.get(kind, ())
    yield Exercised(clauses)
    if seen.accepted is (kind == "Error"):
        place = f"body.{where['at']}" if "at" in where else "status"
        found = seen.accepted if "at" in where else seen.exchange.response.status
        yield Failure(f"the result is {kind} {code}", place, "a refusal" if kind == "Error" else "a success", found, clauses)


@check(clauses=["SB-E-03"], otherwise="DOC-A-02")
def a_refusal_has_its_status(seen: Seen) -> Iterator[Finding]:
    """What Scheduling refuses comes with the status, and the facade's own code, of the document; a success with a success's."""
    if seen.result is None or seen.operation is None:
        return
    yield from _own_code(seen, *seen.result)
    if "status" not in seen.document.refusal.places:
        return
    kind, code = seen.result
    if kind == "Error":
        statuses = [seen.document.refusal_status(code)]
        clauses = seen.document.refusal.clauses
    else:
        statuses = [status for status in seen.operation.answers if 200 <= status < 300]
        clauses = seen.document.soap_result.cases.get(kind, ())
    if statuses == [None]:
        return
    yield Exercised(clauses)
    found = seen.exchange.response.status
    if found not in statuses:
        expected = statuses[0] if len(statuses) == 1 else statuses
        yield Failure(f"the result is {kind} {code}", "status", expected, found, clauses)


def _own_code(seen: Seen, kind: str, code: str) -> Iterator[Finding]:
    expected = seen.document.refusal_own_code(code)
    if kind != "Error" or expected is None:
        return
    clauses = seen.document.refusal.clauses
    yield Exercised(clauses)
    if seen.own_code != expected:
        where = f"body.{seen.document.own_refusal.places.get('code')}"
        yield Failure(f"the result is {kind} {code}", where, expected, seen.own_code, clauses)
