"""Each value arrives in its element."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.message import says
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-C-01", "SB-C-02", "SB-G-01", "SB-G-05", "SB-G-06"])
def each_value_arrives_in_its_element(seen: Seen) -> Iterator[Finding]:
    """Each property's value stands, unchanged, in the element that the document names, and is there when it was given."""
    demanded = seen.demanded
    if seen.sent is None or demanded is None or demanded.unclear or demanded.objections:
        return
    for each in demanded.sent:
        yield Exercised(each.clauses)
        found = seen.sent.element.first(each.path)
        where = f"{seen.sent.root}/{'/'.join(each.path)}"
        message = f"{each.property.path} does not arrive in its element"
        if found is None:
            yield Failure(message, where, "an element" if each.value is None else each.value, "nothing there", each.clauses)
        elif each.value is not None and not says(each.property, each.value, found.text):
            yield Failure(message, where, each.value, found.text, each.clauses)
