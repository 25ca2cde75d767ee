"""Each value arrives in its element."""

from collections import Counter
from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.findings import ANYTHING
from contracts.expected.message import says
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-C-01", "SB-C-02", "SB-G-01", "SB-G-05", "SB-G-06"], otherwise="DOC-M-01")
def each_value_arrives_in_its_element(seen: Seen) -> Iterator[Finding]:
    """Each property's value stands, unchanged, in the element that the document names, and is there when it was given."""
    demanded = seen.demanded
    if demanded is None or demanded.unclear or demanded.objections:
        return
    for message, sent in seen.compared:
        # The second value for an element belongs into the second of them.
        places: Counter[tuple[str, ...]] = Counter()
        for each in sent:
            yield Exercised(each.clauses)
            found = message.element.all(each.path)[places[each.path] :]
            places[each.path] += 1
            where = f"{message.root}/{'/'.join(each.path)}"
            told = f"{each.property.path} does not arrive in its element"
            if not found:
                expected = "an element" if each.value is None else each.value if each.text is None else each.text
                yield Failure(told, where, expected, "nothing there", each.clauses)
            elif each.text is not None and each.text not in (found[0].text, ANYTHING):
                yield Failure(told, where, each.text, found[0].text, each.clauses)
            elif each.text is None and each.value is not None and not says(each.property, each.value, found[0].text):
                yield Failure(told, where, each.value, found[0].text, each.clauses)
