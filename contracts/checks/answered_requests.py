"""Every request is answered."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-H-01"], otherwise="DOC-A-01")
def a_request_is_answered(seen: Seen) -> Iterator[Finding]:
    """A request gets a whole answer: in time, of a size that can be read, over a connection that holds."""
    clauses = seen.operation.clauses if seen.operation is not None else ()
    yield Exercised(clauses)
    if seen.exchange.response.broken:
        yield Failure("there is no whole answer", "answer", "an answer", seen.exchange.response.broken, clauses)
