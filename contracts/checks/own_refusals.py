"""A refusal of the facade's own says what is wrong."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.findings import Objection
from contracts.expected.http_rules import values_come_first
from contracts.expected.refusals import values_of
from contracts.expected.rules import reads_as
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-H-05"], otherwise="DOC-R-01")
def a_refusal_names_the_property(seen: Seen) -> Iterator[Finding]:
    """The message of a refusal names a property that breaks a rule, and for a length the limit."""
    where = seen.document.own_refusal.places.get("message")
    if where is None or not seen.refused_here or seen.demanded is None or not seen.demanded.objections or seen.demanded.unclear:
        return
    if any(each.not_found for each in seen.demanded.objections):
        return
    if seen.refused_for_records and not values_come_first(seen.document):
        return
    clauses = seen.document.own_refusal.clauses
    yield Exercised(clauses)
    message = seen.own_message
    where = where if isinstance(where, str) else " or ".join(where)
    wrong = seen.demanded.objections
    # An older spelling may be answered in the words of the newer.
    named = [each for each in wrong if each.property.label in message or (each.property.older_spelling_of or "\0") in message]
    if not named:
        yield Failure(
            "the message names none of the properties that are wrong",
            f"body.{where}",
            sorted({each.property.path for each in wrong}),
            message,
            clauses,
        )
    elif len(wrong) == 1 and wrong[0].rule.startswith("up to") and not _names_a_limit(seen, wrong[0], message):
        yield Failure("the message does not name the limit", f"body.{where}", wrong[0].property.max_length, message, clauses)


def _names_a_limit(seen: Seen, objection: Objection, message: str) -> bool:
    """Tell whether a message names the limit; one for a text that breaks the pattern as well may speak of that."""
    prop = objection.property
    limits = [str(each) for each in (prop.max_length, prop.sendable) if each is not None]
    texts = [each for each in values_of(seen.body, prop.path) if isinstance(each, str)]
    return any(each in message for each in limits) or any(prop.pattern and not reads_as(prop.pattern, text) for text in texts)
