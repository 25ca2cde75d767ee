"""Judge one exchange again, as it was judged when the failure was found."""

from contracts.again.judges import ByCheck, OfOneExchange
from contracts.checks import judge
from contracts.exchange import Exchange
from contracts.failures import Failure


def look(by: OfOneExchange, exchange: Exchange) -> list[Failure]:
    """Give what the judge finds in an exchange."""
    if isinstance(by, ByCheck):
        judgements = judge(by.document, exchange)
        return [failure for each in judgements if each.check.name == by.check for failure in each.failures]
    # Loading schemathesis takes a second, which only such a failure needs.
    from contracts.run.schemathesis_adapter import objections

    operation = by.document.operation(by.operation)
    return objections(by.document, operation, exchange, by.check) if operation is not None else []
