"""The WSDL of our emulator: fact by fact the vendor's, at the address that was asked, the same each time (SCH-T-05)."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from contracts.exchange import Exchange, Request, Response
from contracts.failures import Failure
from contracts.run.events import Checked, Event, RunContext
from contracts.run.exercises import SOAP_EXERCISES
from contracts.target import Target
from contracts.wsdl import WsdlError, packaged_text, read
from contracts.wsdl.facts import facts

_CLAUSES = SOAP_EXERCISES["soap wsdl"]
_PATHS = ("/soap", "/", "/ccx/servicepower")
_MOST = 10
# What a status that is not required changes (SCH-C-04).
_OPTIONAL_STATUS = {"definitions sp/types/schema/complexType JobCancelInfo/sequence/element disStatus/@minOccurs": "0"}


def fact_by_fact(context: RunContext) -> Iterator[Event]:
    """Ask for the WSDL in each place where it is served, and compare it with the one that comes with the harness."""
    expected = {**facts(packaged_text()), **({} if context.soap.status_required else _OPTIONAL_STATUS)}
    answers = [_asked(context.target, path) for path in (*_PATHS, _PATHS[0])]
    differences = list(_differences(expected, answers[0]))
    yield Checked(
        name="soap wsdl: it is the vendor's", clauses=_CLAUSES, cases=len(expected), failures=tuple(differences[:_MOST])
    )
    failures = [failure for answer in answers for failure in _elsewhere(answer, context.target.base_url)]
    if answers[0].response.body != answers[-1].response.body:
        failures.append(Failure("asked again, another WSDL comes back", "body", "the same", "another", _CLAUSES, answers[-1]))
    yield Checked(
        name="soap wsdl: it names the address that was asked", clauses=_CLAUSES, cases=len(answers), failures=tuple(failures)
    )


def _asked(target: Target, path: str) -> Exchange:
    request = Request(method="GET", path=f"{path}?wsdl", headers={"Host": urlsplit(target.base_url).netloc})
    return Exchange(operation=None, request=request, response=target.soap(request), soap=())


def _differences(expected: Mapping[str, str], answer: Exchange) -> Iterator[Failure]:
    response: Response = answer.response
    try:
        found = facts(response.body)
    except ValueError as error:
        yield Failure("what is served as the WSDL cannot be read", "body", "a WSDL", str(error), _CLAUSES, answer)
        return
    if response.status != 200:
        yield Failure("the WSDL is served with another status", "status", 200, response.status, _CLAUSES, answer)
    for place in dict.fromkeys((*expected, *found)):
        ours, theirs = expected.get(place, "nothing there"), found.get(place, "nothing there")
        if ours != theirs:
            yield Failure("the WSDL is not the vendor's", place, ours, theirs, _CLAUSES, answer)


def _elsewhere(answer: Exchange, base_url: str) -> Iterator[Failure]:
    expected = base_url + answer.request.path.partition("?")[0]
    try:
        found = read(answer.response.body, source=answer.request.path).address
    except WsdlError as error:
        found = str(error)
    if found != expected:
        yield Failure("the WSDL names another address than was asked", "address", expected, found, _CLAUSES, answer)
