"""What is wrong with a request outside its properties is refused in one order."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-H-04"], otherwise="DOC-H-01")
def a_request_is_refused_in_order(seen: Seen) -> Iterator[Finding]:
    """Path, method, credentials, content type, size and JSON are looked at in this order; the first that is wrong decides."""
    refusal, status, credentials = seen.http_refusal, seen.exchange.response.status, seen.document.credentials
    if not seen.document.http_rules.places:
        return
    if refusal is not None:
        yield Exercised(refusal.clauses)
        if status != refusal.status:
            yield Failure(f"{refusal.why}, and the answer is another", "status", refusal.status, status, refusal.clauses)
    elif status in (401, 404, 405, 413, 415) and not (seen.unknown_caller and status == seen.unknown_caller.otherwise):
        clauses = seen.document.http_rules.clauses
        if credentials is not None and status == 401:
            clauses = (*credentials.clauses, *clauses)
        yield Failure("nothing is wrong with the request and it is refused", "status", "no refusal", status, clauses)
    elif credentials is not None and credentials.required and seen.operation is not None and seen.operation.secured:
        yield Exercised(credentials.clauses)


@check(clauses=["SB-H-04"], otherwise="DOC-H-01")
def a_405_names_the_methods(seen: Seen) -> Iterator[Finding]:
    """A 405 names, in Allow, the methods that the path has."""
    response = seen.exchange.response
    there = seen.document.at(seen.exchange.request.path)
    if response.status != 405 or not there or not seen.document.http_rules.places:
        return
    yield Exercised()
    found = {name.strip() for name in response.headers.get("allow", "").split(",")} - {""}
    expected = {each.method for each in there}
    if found != expected:
        yield Failure("Allow does not name the path's methods", "headers.allow", sorted(expected), sorted(found))
