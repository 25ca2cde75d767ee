"""Every documented code of the SOAP operations, each earned by a message of our own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from contracts.exchange import Exchange
from contracts.expected.soap_answer import Answered, judged
from contracts.expected.soap_outcome import Ending, Outcome
from contracts.expected.soap_server import SoapServer
from contracts.failures import Failure
from contracts.run.events import Checked, Event, NotExercised, Reached, RunContext
from contracts.run.soap_watch import NOBODYS_JOB, Watch, book_unit_again, put_back
from contracts.run.soap_wsdl import interface_of
from contracts.scenarios.messages import NAMESPACE
from contracts.strategies.soap_packet import packed
from contracts.strategies.soap_tree import Node

BAD_UNIT = "CONTRAC0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """How a code is earned: by which message, and what has to be there for it."""

    operation: str
    code: str
    clauses: tuple[str, ...]
    how: str
    message: Callable[[Watch, SoapServer], Node]
    needs: str = ""


def _login(server: SoapServer) -> Node:
    names = ("databaseUser", "password", "spUser")
    return Node(name="login", children=tuple(Node(name=n, text=t) for n, t in zip(names, server.login, strict=True)))


def _cancel(job: Callable[[Watch], str]) -> Callable[[Watch, SoapServer], Node]:
    def message(watch: Watch, server: SoapServer) -> Node:
        children = (_login(server), Node(name="jobID", text=job(watch)))
        return Node(name="JobCancelRequest", namespace=NAMESPACE, children=children)

    return message


def _poll(unit: Callable[[Watch], str], *more: Node) -> Callable[[Watch, SoapServer], Node]:
    def message(watch: Watch, server: SoapServer) -> Node:
        children = (_login(server), Node(name="FRUID", text=unit(watch)), *more)
        return Node(name="GetChangedWorkItemsRequest", namespace=NAMESPACE, children=children)

    return message


def _known_unit(watch: Watch) -> str:
    return next(iter(watch.there.units), "")


_MAYBE = Node(name="options", children=(Node(name="JeopOnly", text="maybe"),))
_FUTURE = Node(name="timeStampIn", text=str(2**64 - 1))
_JOB, _UNIT, _CONTROL = "a job", "a unit", "control"

EARNED = (
    Earned(operation="CancelJob", code="0", clauses=("SCH-C-02", "SCH-R-03"), how="a job that is there",
           message=_cancel(lambda watch: watch.ready().job), needs=_JOB),
    Earned(operation="CancelJob", code="1", clauses=("SCH-C-06", "SCH-R-03"), how="a job that nobody knows",
           message=_cancel(lambda _: NOBODYS_JOB)),
    Earned(operation="GetChangedWorkItems", code="0", clauses=("SCH-G-04", "SCH-R-03"), how="a unit that is there",
           message=_poll(_known_unit), needs=_UNIT),
    Earned(operation="GetChangedWorkItems", code="278", clauses=("SCH-G-12", "SCH-R-03"), how="a unit that nobody knows",
           message=_poll(lambda _: "NOWHERE!")),
    Earned(operation="GetChangedWorkItems", code="80", clauses=("SCH-G-13", "SCH-R-03"), how="a JeopOnly that is no boolean",
           message=_poll(_known_unit, _MAYBE), needs=_UNIT),
    Earned(operation="GetChangedWorkItems", code="281", clauses=("SCH-G-14", "SCH-R-03"), how="a unit whose maximum is 0",
           message=_poll(lambda _: BAD_UNIT), needs=_CONTROL),
    Earned(operation="GetChangedWorkItems", code="504", clauses=("SCH-G-11", "SCH-R-03"), how="a stamp that nobody gave out",
           message=_poll(_known_unit, _FUTURE), needs=_UNIT),
)  # fmt: skip

_WHY_NOT = {
    _JOB: "no job is known that may be cancelled: that takes a control API (--emulator)",
    _UNIT: "no unit is known to be there: that takes a control API (--emulator), or --setting unit=NAME",
    _CONTROL: "such a unit can only be made through a control API (--emulator)",
}


def soap_codes(context: RunContext) -> Iterator[Event]:
    """Earn each documented code by a SOAP message, with 0 among them."""
    server, target = context.soap, context.target
    interface = interface_of(target, server)
    schema = etree.XMLSchema(etree.fromstring(interface.schema))
    watch = Watch(target, server, seed=context.seed)
    if server.control:
        book_unit_again(target, BAD_UNIT, most=0)
    for earned in EARNED:
        name = f"soap codes: {earned.operation} answers {earned.code}: {earned.how}"
        operation = interface.operations.get(earned.operation)
        if operation is None or not _possible(earned.needs, server):
            reason = "the WSDL has no such operation" if operation is None else _WHY_NOT[earned.needs]
            yield NotExercised(name=name, clauses=earned.clauses, reason=reason)
            continue
        version = max(server.versions)
        request = packed(earned.message(watch, server), version=version).request(server.path)
        response = target.soap(request)
        if response.withheld:
            yield NotExercised(name=name, clauses=earned.clauses, reason=response.withheld)
            continue
        # strict stops what the schema does not allow before it can earn a code.
        faulted = server.strict and earned.code == "80"
        expected = Outcome(ending=Ending.SENDER if faulted else Ending.REPLY, clauses=earned.clauses, code=earned.code)
        exchange = Exchange(operation=None, request=request, response=response)
        reply = f"{{{operation.reply.namespace}}}{operation.reply.root}"
        found = list(judged(response, expected, version=version, reply=reply, schema=schema))
        failures = tuple(replace(each, exchange=exchange) for each in found if isinstance(each, Failure))
        yield Checked(name=name, clauses=(*earned.clauses, "SCH-T-07"), failures=failures)
        for answered in found:
            if isinstance(answered, Answered) and answered.result is not None:
                kind, code = answered.result
                yield Reached(code=code, type=kind, door="SOAP", operation=earned.operation, how=earned.how)
        list(watch.after(response, cancels=earned.operation == "CancelJob", changes=earned.needs == _JOB, clauses=()))
    put_back(context)


def earned_codes() -> dict[str, tuple[str, ...]]:
    """Give the documented codes of each operation, by number."""
    found: dict[str, tuple[str, ...]] = {}
    for earned in sorted(EARNED, key=lambda each: int(each.code)):
        found[earned.operation] = (*found.get(earned.operation, ()), earned.code)
    return found


def _possible(needs: str, server: SoapServer) -> bool:
    return server.control or not needs or (needs == _UNIT and bool(server.unit))
