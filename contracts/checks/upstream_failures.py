"""When the SOAP side fails, the facade says how, and nothing more."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-E-05"], otherwise="DOC-U-01")
def a_failure_of_the_soap_side_is_told(seen: Seen) -> Iterator[Finding]:
    """A fault, something else than SOAP, silence or a broken connection each get the status and code they are promised."""
    ways = _ways(seen)
    if not ways:
        return
    promised = [each for name, each in seen.document.upstream_failures.items() if name in ways]
    clauses = promised[0].clauses
    yield Exercised(clauses)
    found = (seen.exchange.response.status, seen.own_code)
    if found not in [(each.status, each.code) for each in promised]:
        expected = [(each.status, each.code) for each in promised]
        yield Failure(f"the SOAP side failed ({' or '.join(ways)})", "status and code", expected, found, clauses)
    elif promised[0].tells_reason and _untold(seen):
        yield Failure("the fault's reason is not told", "body.Message", _untold(seen), seen.own_message, clauses)


def _ways(seen: Seen) -> tuple[str, ...]:
    known = seen.document.upstream_failures
    if seen.call is None or not known:
        return ()
    if not seen.call.response and seen.call.status == 0:
        # What broke off in the middle of its head looks, in a journal, like silence.
        return ("unreachable", "timeout", "not-soap")
    if seen.reply is not None and seen.reply.fault is not None:
        return ("fault",)
    return () if seen.result is not None else ("not-soap",)


def _untold(seen: Seen) -> str | None:
    """Give the reason of a fault that the answer does not tell."""
    reason = seen.reply.fault if seen.reply is not None else None
    return reason if reason is not None and reason not in seen.own_message else None
