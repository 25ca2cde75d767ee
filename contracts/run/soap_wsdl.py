"""The WSDL that a SOAP server serves: what it says beside the vendor's, and the interface that the run goes by."""

from collections.abc import Iterator
from dataclasses import replace

from contracts.exchange import Exchange, Request, Response
from contracts.expected.soap_server import SoapServer
from contracts.failures import Failure
from contracts.run.events import Checked, Event, RunContext
from contracts.run.wsdl_facts import fact_by_fact
from contracts.target import Target
from contracts.wsdl import Interface, Message, WsdlError, packaged, read

CLAUSES = ("SCH-T-05",)
_SHOWN = 2000


def soap_wsdl(context: RunContext) -> Iterator[Event]:
    """Compare the WSDL that is served with the vendor's: operations, messages, elements, facets, actions, address.

    Ours is the vendor's fact by fact; somebody else's may say the same in another layout.
    """
    yield from _in_meaning(context) if context.soap.by_url else fact_by_fact(context)


def _in_meaning(context: RunContext) -> Iterator[Event]:
    exchange = ask_for_wsdl(context.target, context.soap)
    try:
        found = served(exchange.response)
    except WsdlError as error:
        failures = [Failure("no WSDL is served that can be read", "?wsdl", "the vendor's WSDL", str(error), CLAUSES)]
    else:
        failures = list(differences(found, packaged(), status_required=context.soap.status_required))
        wanted = f"{context.target.base_url}{context.soap.path}"
        if found.address != wanted:
            failures.append(Failure("the WSDL names another address than it was asked at", "", wanted, found.address, CLAUSES))
    shown = replace(exchange, response=replace(exchange.response, body=exchange.response.body[:_SHOWN]))
    yield Checked(
        name="soap wsdl: as the vendor's", clauses=CLAUSES, failures=tuple(replace(each, exchange=shown) for each in failures)
    )


def ask_for_wsdl(target: Target, server: SoapServer) -> Exchange:
    """Get the WSDL from where it should be."""
    request = Request(method="GET", path=f"{server.path}?wsdl")
    return Exchange(operation=None, request=request, response=target.soap(request))


def served(response: Response) -> Interface:
    """Read a served WSDL; raise WsdlError that says why it is none."""
    if response.broken or response.withheld:
        raise WsdlError(f"?wsdl: {response.broken or response.withheld}")
    if response.status != 200:
        raise WsdlError(f"?wsdl: expected status 200, found {response.status}")
    return read(response.body, source="?wsdl")


def interface_of(target: Target, server: SoapServer) -> Interface:
    """Give the served interface, the one that comes with the harness where none is served that can be read."""
    try:
        return served(ask_for_wsdl(target, server).response)
    except WsdlError:
        return packaged()


def differences(found: Interface, expected: Interface, *, status_required: bool = True) -> Iterator[Failure]:
    """Tell where the operations, messages, elements and facets of an interface are other than they should be.

    Where a status is not required, its element may be absent (SCH-C-04).
    """
    for name in dict.fromkeys([*expected.operations, *found.operations]):
        there, wanted = found.operations.get(name), expected.operations.get(name)
        if there is None or wanted is None:
            yield _other(f"operation {name}", "there" if wanted else "not there", "there" if there else "not there")
            continue
        if there.action != wanted.action:
            yield _other(f"operation {name}: soapAction", wanted.action, there.action)
        optional = frozenset() if status_required else frozenset({"jobInfo/disStatus"})
        yield from _of_message(there.request, wanted.request, frozenset())
        yield from _of_message(there.reply, wanted.reply, optional)


def _of_message(found: Message, expected: Message, optional: frozenset[str]) -> Iterator[Failure]:
    if (found.root, found.namespace) != (expected.root, expected.namespace):
        wanted = f"{{{expected.namespace}}}{expected.root}"
        yield _other(f"message {expected.root}", wanted, f"{{{found.namespace}}}{found.root}")
        return
    there, wanted_here = ({"/".join(each.path): each for each in message.walk()} for message in (found, expected))
    if list(there) != list(wanted_here):
        missing, more = sorted(wanted_here.keys() - there), sorted(there.keys() - wanted_here)
        told = f"without {missing}, with {more}" if missing or more else f"in the order {list(there)}"
        yield _other(f"message {expected.root}: elements", list(wanted_here), told)
    for path in (path for path in wanted_here if path in there):
        for part in ("least", "most", "type"):
            should: object = 0 if part == "least" and path in optional else getattr(wanted_here[path], part)
            if getattr(there[path], part) != should:
                yield _other(f"{expected.root}/{path}: {part}", should, getattr(there[path], part))


def _other(where: str, expected: object, found: object) -> Failure:
    # Its types are ours and no report can spell them.
    return Failure("the WSDL is not the vendor's", where, _plain(expected), _plain(found), CLAUSES)


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | list | None) else str(value)
