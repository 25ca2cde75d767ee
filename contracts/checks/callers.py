"""Only those who are known are answered."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-H-03"], otherwise="DOC-H-01")
def a_caller_is_known_by_its_values(seen: Seen) -> Iterator[Finding]:
    """Who names the values that the document knows is answered, and anybody else is refused."""
    callers = seen.operation.callers if seen.operation else None
    if callers is None or seen.demanded is None or seen.demanded.objections or seen.refused_for_records:
        return
    yield Exercised(callers.clauses)
    expected = 200 if seen.unknown_caller is None else callers.otherwise
    if seen.exchange.response.status != expected:
        who = "a caller who is known" if seen.unknown_caller is None else "a caller whom nobody knows"
        yield Failure(f"{who} gets another answer", "status", expected, seen.exchange.response.status, callers.clauses)
