"""What is wrong with a request outside its properties is refused in one order."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.document import Refused
from contracts.expected.http_rules import ORDER, refused_at
from contracts.expected.refusals import of_objection
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-H-04"], otherwise="DOC-H-01")
def a_request_is_refused_in_order(seen: Seen) -> Iterator[Finding]:
    """Path, method, credentials, content type, size and JSON are looked at in this order; the first that is wrong decides."""
    refusal, status = seen.http_refusal, seen.exchange.response.status
    credentials = seen.document.credentials_of(seen.operation) if seen.operation is not None else seen.document.credentials
    if not seen.document.http_rules.places:
        return
    if refusal is not None:
        yield Exercised(refusal.clauses)
        if status != refusal.status:
            yield Failure(f"{refusal.why}, and the answer is another", "status", refusal.status, status, refusal.clauses)
        elif refusal.code is not None and seen.exchange.request.method != "HEAD" and seen.own_code != refusal.code:
            where = f"body.{seen.document.own_refusal.places.get('code')}"
            yield Failure(f"{refusal.why}, and the code is another", where, refusal.code, seen.own_code, refusal.clauses)
    elif _is_refused_outside(seen):
        clauses = seen.document.http_rules.clauses
        if credentials is not None and status == credentials.wrong.status:
            clauses = (*credentials.clauses, *clauses)
        yield Failure("nothing is wrong with the request and it is refused", "status", "no refusal", status, clauses)
    elif credentials is not None and credentials.required and seen.operation is not None and seen.operation.secured:
        yield Exercised(credentials.clauses)


def _is_refused_outside(seen: Seen) -> bool:
    """Tell whether an answer is such a refusal, and can be no other: of an unknown caller, a value, a record, or SOAP's."""
    status = seen.exchange.response.status
    credentials = seen.document.credentials_of(seen.operation) if seen.operation is not None else None
    outside = [refused_at(seen.document, step) for step in ORDER if step not in ("json", "credentials")]
    outside.append(credentials.wrong if credentials is not None else Refused(status=ORDER["credentials"]))
    # Where refusals have the status of a success, their codes alone tell them apart.
    if not any(seen.is_refused_as(each) if status < 400 else status == each.status for each in outside):
        return False
    if seen.unknown_caller is not None and status == seen.unknown_caller.otherwise:
        return False
    objections = seen.demanded.objections if seen.demanded is not None else ()
    for_values = any(each.status == status for objection in objections for each in of_objection(seen.document, objection))
    by_soap = seen.result is not None and seen.result[0] == "Error" and seen.document.refusal_status(seen.result[1]) == status
    return not (for_values or by_soap or seen.refused_for_records)


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
