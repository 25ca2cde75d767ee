"""A SOAP message begins with the login and keeps the order of the schema."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.seen import Seen
from contracts.failures import Failure

MASKED = "***"


@check(clauses=["SB-P-01"])
def the_login_comes_first(seen: Seen) -> Iterator[Finding]:
    """The first child of a SOAP message is the login of the tenant, its members in their order."""
    login = seen.document.soap_login
    if seen.sent is None or not login:
        return
    clauses = seen.document.pass_through.clauses
    yield Exercised(clauses)
    first = next(iter(seen.sent.element.children), None)
    found = [(child.path, child.text) for child in first.children] if first is not None else []
    if [path for path, _ in found] != list(login):
        expected = ["/".join(path) for path in login]
        yield Failure("the login does not come first", seen.sent.root, expected, ["/".join(path) for path, _ in found], clauses)
        return
    for (path, text), value in zip(found, str(seen.document.settings.get("login", "")).split(":"), strict=False):
        if text not in (value, MASKED):
            yield Failure("the login is another", "/".join(path), value, text, clauses)


@check(clauses=["SB-C-01", "SB-G-01"])
def elements_keep_their_order(seen: Seen) -> Iterator[Finding]:
    """The elements of a SOAP message come in the order of the schema, in no namespace, under the operation's root."""
    demanded, operation = seen.demanded, seen.operation
    if seen.sent is None or demanded is None or operation is None or operation.request is None or not demanded.sent:
        return
    clauses = tuple(dict.fromkeys(clause for each in demanded.sent for clause in each.property.clauses_of("element")))
    yield Exercised(clauses)
    root = (seen.document.soap_namespace, operation.soap_request)
    if (seen.sent.namespace, seen.sent.root) != root:
        yield Failure("the root is another", "SOAP body", root, (seen.sent.namespace, seen.sent.root), clauses)
    order = [prop.soap_element for prop in operation.request.walk() if prop.soap_element and prop.older_spelling_of is None]
    found = [element.path for element in seen.sent.element.walk() if element.path in order]
    if found != sorted(found, key=order.index):
        expected = ["/".join(path) for path in sorted(found, key=order.index)]
        yield Failure(
            "the elements are in another order", seen.sent.root, expected, ["/".join(path) for path in found], clauses
        )
