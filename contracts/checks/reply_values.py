"""The values of an answer are those of the SOAP reply."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.reply import differences
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-E-01", "SB-E-02", "SB-E-04", "SB-G-02", "SB-G-07", "SB-G-08"], otherwise="DOC-A-02")
def an_answer_says_what_the_reply_says(seen: Seen) -> Iterator[Finding]:
    """Each property of an answer has the value of its element in the reply, and is there only with it."""
    variant, reply = seen.variant, seen.reply
    if seen.result is None or variant is None or reply is None or not isinstance(seen.answer, dict):
        return
    yield Exercised(_clauses_told(seen))
    for each in differences(seen.document, variant.root, reply.element, answer=seen.answer, body=seen.body):
        where = f"body.{each.where}"
        yield Failure("the answer does not say what the reply says", where, each.expected, each.found, each.clauses)


def _clauses_told(seen: Seen) -> tuple[str, ...]:
    assert seen.variant is not None
    assert seen.reply is not None
    told = [prop for prop in seen.variant.root.walk() if prop.soap_element]
    there = [prop for prop in told if prop.path in ("",) or seen.reply.element.first(prop.soap_element) is not None]
    lists = [prop for prop in told if prop.items is not None]
    result = seen.document.soap_result.cases.get(seen.result[0], ()) if seen.result else ()
    own = [c for prop in (*there, *lists) for c in prop.clauses if c not in seen.document.soap_result.clauses]
    return tuple(dict.fromkeys((*result, *own)))
