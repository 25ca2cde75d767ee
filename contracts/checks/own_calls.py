"""What a facade answers of itself."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.query import objections
from contracts.expected.seen import Seen
from contracts.failures import Failure
from contracts.inputs import parameters_of


@check(clauses=["SB-H-03", "SB-N-01"], otherwise="DOC-P-01")
def a_call_of_its_own_makes_no_soap_call(seen: Seen) -> Iterator[Finding]:
    """A request that the facade answers of itself, as the document says, makes no SOAP call."""
    operation = seen.operation
    if operation is None or operation.calls_accepted != "none" or seen.http_refusal is not None:
        return
    yield Exercised(operation.clauses)
    if seen.exchange.soap:
        names = [call.operation for call in seen.exchange.soap]
        yield Failure("it was passed on", "SOAP calls", [], names, operation.clauses)


@check(clauses=["SB-N-01"], otherwise="DOC-R-01")
def a_query_is_refused_where_the_document_says(seen: Seen) -> Iterator[Finding]:
    """A query with a value that is wrong, or there twice, is refused with 400 and its name, and no other is refused."""
    operation, status = seen.operation, seen.exchange.response.status
    # What becomes of a parameter that goes into a SOAP message, other checks look at.
    if operation is None or operation.soap_operation is not None or not operation.parameters or seen.http_refusal is not None:
        return
    if seen.demanded is not None and parameters_of(operation):
        return
    wrong = list(objections(operation.parameters, seen.exchange.request.path))
    clauses = tuple(dict.fromkeys(clause for prop in operation.parameters for clause in prop.clauses))
    yield Exercised(clauses)
    names = sorted({each.name for each in wrong})
    if wrong and status != 400:
        rules = "; ".join(f"{each.name} {each.rule}" for each in wrong)
        yield Failure(f"a wrong query is not refused: {rules}", "status", 400, status, clauses)
    elif wrong and not any(name in seen.exchange.response.body.decode("utf-8", "replace") for name in names):
        yield Failure("the message names none of the values that are wrong", "body", names, seen.answer, clauses)
    elif not wrong and status == 400:
        yield Failure("nothing is wrong with the query and it is refused", "status", "no refusal", seen.answer, clauses)
