"""A SOAP message begins with the login and keeps the order of the schema."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.document import Operation
from contracts.expected.seen import Seen
from contracts.failures import Failure

MASKED = "***"


@check(clauses=["SB-P-01"], otherwise="DOC-P-02")
def the_login_comes_first(seen: Seen) -> Iterator[Finding]:
    """The first child of a SOAP message is the login of the tenant, its members in their order."""
    login = seen.operation.soap_login if seen.operation is not None else ()
    if not seen.messages or not login:
        return
    clauses = seen.document.pass_through.clauses
    yield Exercised(clauses)
    for message in seen.messages:
        first = next(iter(message.element.children), None)
        found = [(child.path, child.text) for child in first.children] if first is not None else []
        if [path for path, _ in found] != list(login):
            expected = ["/".join(path) for path in login]
            yield Failure(
                "the login does not come first", message.root, expected, ["/".join(path) for path, _ in found], clauses
            )
            return
        values = str(seen.document.settings["login"]).split(":") if "login" in seen.document.settings else ()
        for (path, text), value in zip(found, values, strict=False):
            if text not in (value, MASKED):
                yield Failure("the login is another", "/".join(path), value, text, clauses)


@check(clauses=["SB-C-01", "SB-G-01"], otherwise="DOC-P-02")
def elements_keep_their_order(seen: Seen) -> Iterator[Finding]:
    """The elements of a SOAP message come in the order of the schema, in no namespace, under the operation's root."""
    demanded, operation = seen.demanded, seen.operation
    if not seen.messages or demanded is None or operation is None or operation.request is None or not demanded.sent:
        return
    clauses = tuple(dict.fromkeys(clause for each in demanded.sent for clause in each.property.clauses_of("element")))
    yield Exercised(clauses)
    root = (seen.document.soap_namespace, operation.soap_request)
    order = _order(seen, operation)
    for message in seen.messages:
        if (message.namespace, message.root) != root:
            yield Failure("the root is another", "SOAP body", root, (message.namespace, message.root), clauses)
        found = [element.path for element in message.element.walk() if element.path in order]
        if found != sorted(found, key=order.index):
            expected, told = (["/".join(path) for path in paths] for paths in (sorted(found, key=order.index), found))
            yield Failure("the elements are in another order", message.root, expected, told, clauses)


def _order(seen: Seen, operation: Operation) -> list[tuple[str, ...]]:
    """Give the order of the elements: the interface's, or, for a message that it does not know, that of the properties."""
    known = seen.document.interface.operations.get(operation.soap_operation or "")
    if known is not None and known.request.root == operation.soap_request:
        return [element.path for element in known.request.walk()]
    request = operation.request.walk() if operation.request is not None else ()
    return [prop.soap_element for prop in request if prop.soap_element and prop.older_spelling_of is None]
