"""A request that is not refused is passed on once."""

from collections.abc import Iterator, Sequence

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.calls import ExpectedCall
from contracts.expected.seen import Seen
from contracts.expected.soap import read_message
from contracts.failures import Failure


@check(clauses=["SB-P-01"], otherwise="DOC-P-01")
def an_accepted_request_makes_one_soap_call(seen: Seen) -> Iterator[Finding]:
    """A request that is not refused makes exactly one SOAP call; where the document says so, one for each entry of its list."""
    operation = seen.operation
    if operation is None or operation.calls_accepted == "none" or seen.refused_here or seen.not_configured:
        return
    if seen.http_refusal is not None:
        return
    clauses = seen.document.pass_through.clauses
    yield Exercised(clauses)
    roots = [_root(call.request) for call in seen.exchange.soap]
    calls = (ExpectedCall(sent=(), must=True),) if seen.demanded is None else seen.expected_calls
    expected, least = _numbers(calls, roots, accepted=seen.accepted)
    if _may_be_done_already(seen):
        least = 0
    if roots != [operation.soap_request] * len(roots) or not least <= len(roots) <= expected:
        told = [operation.soap_request] * (expected if len(roots) > expected else least)
        yield Failure("the SOAP calls are others", "SOAP calls", told, roots, clauses)


def _may_be_done_already(seen: Seen) -> bool:
    """Tell whether the answer may be one to a request that did its work before, and need not do it again."""
    again = seen.operation.records.get("again") if seen.operation is not None else None
    return again is not None and again.status < 400 and not seen.made and seen.is_refused_as(again)


def _numbers(calls: Sequence[ExpectedCall] | None, roots: Sequence[str | None], *, accepted: bool) -> tuple[int, int]:
    """Tell how many calls there may be, and how many there must be: of one that was accepted at least one."""
    if calls is None:
        return len(roots), 0
    return len(calls), max(sum(call.must for call in calls), 1 if accepted and calls else 0)


def _root(text: str) -> str | None:
    message = read_message(text)
    return message.root if message else None
