"""Nothing is sent that was not asked for."""

from collections import Counter
from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.document import Property
from contracts.expected.seen import Seen
from contracts.expected.soap import Message
from contracts.failures import Failure


@check(clauses=["SB-P-01"], otherwise="DOC-P-01")
def nothing_else_is_sent(seen: Seen) -> Iterator[Finding]:
    """A SOAP message has the elements of the login and of the properties that were given, and no other, and no value twice."""
    demanded, operation = seen.demanded, seen.operation
    if not seen.messages or demanded is None or demanded.unclear or demanded.objections or operation is None:
        return
    yield Exercised(seen.document.pass_through.clauses)
    for message, sent in seen.compared:
        asked = [*operation.soap_login, *(each.path for each in sent)]
        # What holds an element is there with it, also where no property stands for it.
        holders = {path[:length] for path in asked for length in range(1, len(path))} - {each.path for each in sent}
        allowed = Counter([*asked, *holders])
        found = Counter(element.path for element in message.element.walk())
        for path in sorted(found - allowed):
            clauses = _clauses(seen, operation.request, path)
            where = f"{message.root}/{'/'.join(path)}"
            yield Failure("an element is sent that was not asked for", where, "nothing there", _text(message, path), clauses)


def _clauses(seen: Seen, request: Property | None, path: tuple[str, ...]) -> tuple[str, ...]:
    """Name what promises that an element is not there: what drops its property, or the property itself, or the pass-through."""
    owners = [
        prop
        for prop in (request.walk() if request else ())
        if prop.soap_element and path[: len(prop.soap_element)] == prop.soap_element
    ]
    dropping = next((prop for prop in owners if prop.dropped), None)
    if dropping is not None:
        return dropping.clauses_of("element")
    own = next((prop.clauses_of("null") for prop in owners if prop.soap_element == path), ())
    return tuple(dict.fromkeys((*own, *seen.document.pass_through.clauses)))


def _text(message: Message, path: tuple[str, ...]) -> str:
    element = message.element.first(path)
    return element.text if element else ""
