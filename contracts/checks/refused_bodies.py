"""The facade refuses what the document says, and nothing else."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.http_rules import values_come_first
from contracts.expected.refusals import for_records, of_objection
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-C-05", "SB-C-06", "SB-C-07", "SB-G-04", "SB-G-05", "SB-G-06"], otherwise="DOC-R-01")
def a_body_is_refused_where_the_document_says(seen: Seen) -> Iterator[Finding]:
    """A request that breaks a rule of the document is refused with its status (400), and no other is refused."""
    demanded, status = seen.demanded, seen.exchange.response.status
    if demanded is None or demanded.unclear or seen.not_configured:
        return
    yield Exercised(demanded.kept)
    for objection in demanded.objections:
        yield Exercised(objection.clauses)
    allowed = [each for objection in demanded.objections for each in of_objection(seen.document, objection)]
    if allowed and seen.operation is not None and not values_come_first(seen.document):
        # What is looked at first, the body or the records, this document does not say.
        allowed += for_records(seen.operation, seen.body, seen.made)
    statuses = sorted({each.status for each in allowed})
    codes = {each.code for each in allowed if each.status == status}
    if allowed and (status not in statuses or not seen.refused_here):
        for each in demanded.objections:
            message = f"{each.property.path} breaks a rule ({each.rule}) and is not refused"
            yield Failure(
                message, each.property.path, f"{' or '.join(map(str, statuses))}, for {each.expected}", status, each.clauses
            )
    elif allowed and None not in codes and seen.own_code not in codes:
        clauses = tuple(dict.fromkeys(clause for each in demanded.objections for clause in each.clauses))
        where = f"body.{seen.document.own_refusal.places.get('code')}"
        yield Failure("what breaks a rule is refused with another code", where, sorted(map(str, codes)), seen.own_code, clauses)
    elif not demanded.objections and seen.refused_here and seen.unknown_caller is None and not seen.refused_for_records:
        clauses = _blamed(seen) or demanded.kept
        yield Failure("nothing is wrong with the body and it is refused", "status", "no refusal", seen.answer, clauses)


def _blamed(seen: Seen) -> tuple[str, ...]:
    """Name the clauses of the properties that a refusal names; it was made for them."""
    text = seen.exchange.response.body.decode("utf-8", "replace")
    assert seen.operation is not None
    request = seen.operation.request
    named = [prop for prop in (request.walk() if request else ()) if prop.label in text and _is_there(seen, prop.path)]
    value_clauses = (
        clause
        for prop in named
        for aspect in ("length", "type", "null")
        for clause in (prop.clauses_of(aspect) if aspect in prop.aspects or aspect == "type" else ())
    )
    return tuple(dict.fromkeys(value_clauses))


def _is_there(seen: Seen, path: str) -> bool:
    return path.partition(".")[0] in seen.body
