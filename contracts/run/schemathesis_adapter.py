"""Schemathesis on our documents: its examples, coverage and fuzzing, sent to our target and judged by our checks too.

The one module that knows schemathesis. Its engine is no public API, so cases come from where its pytest side takes them,
and go out through a session of requests whose adapter is the target: so the SOAP that each causes is known. Beside that it
can be left alone with an application, for who wants to know what it finds without us.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import requests
import schemathesis
from requests.adapters import HTTPAdapter
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.drivers import CoverageGenerator, ExamplesGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.overrides import Override
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks as their_checks
from urllib3 import HTTPResponse

from contracts.again.judges import BySchemathesis
from contracts.checks import judge
from contracts.credentials import showing
from contracts.document import Document, Operation
from contracts.exchange import Exchange, Request
from contracts.failures import Failure
from contracts.run.asking import Asked, reset
from contracts.run.events import Event, Progress, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.tally import Tally
from contracts.strategies.drawing import drawn
from contracts.target import Target

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# An objection that it makes by itself: the kind of failure, the operation, and its title; values differ from run to run.
Objection = tuple[str, str, str]

_Theirs = APIOperation[Any, Any, Any, Any]
# What it adds to a request of its own: a new random id each time, and its version.
_ITS_OWN = ("x-schemathesis-testcaseid", "user-agent", "accept", "accept-encoding", "connection", "content-length")
# What its checks stand for where a document names no clauses.
_ANY = "DOC-A-01"
# How many cases to draw of each kind, right and wrong. A large schema takes a tenth of a second a case, and nearly all of it is
# drawing; what goes into SOAP is tried in more ways, and by our own strategies too.
_THOROUGH, _WITH_SOAP, _OWN = 1000, 25, 5
# How many requests to send before what they used up is put back.
_RESET_EVERY = 25


def schemathesis_phases(context: RunContext) -> Iterator[Event]:
    """Run its three phases on each operation."""
    load_all_checks()
    for document in context.documents:
        its_operations = _operations(document, context.seed)
        for phase in _PHASES:
            tally = Tally(f"schemathesis {phase}")
            for operation, theirs in its_operations:
                count = _THOROUGH if context.thorough else _OWN if operation.soap_operation is None else _WITH_SOAP
                for number, case in enumerate(_cases(phase, theirs, seed=context.seed, count=count)):
                    if context.budget.over:
                        yield from tally.events()
                        yield stopped(f"schemathesis {phase}")
                        return
                    if number % _RESET_EVERY == 0 or phase == "examples":
                        reset(context.target)
                    _put(context.target, document, operation, case, tally)
                yield Progress(doing=f"schemathesis {phase}: {operation.name}", cases=tally.cases)
            yield from tally.events()
    reset(context.target)


class Alone:
    """Schemathesis by itself: its phases, ``count`` examples of an operation, all checks it has by default, none of ours.

    The cases are drawn once, since they are the same whoever is asked.
    """

    def __init__(self, document: Document, *, seed: int, count: int = 100) -> None:
        load_all_checks()
        self._headers = _credentials(document)
        self._app: WSGIApplication | None = None
        operations = [theirs for _, theirs in _operations(document, seed, app=self._asked)]
        self._cases = [
            case for each in operations for phase in _PHASES for case in _cases(phase, each, seed=seed, count=count // 2)
        ]

    def objections(self, app: "WSGIApplication") -> frozenset[Objection]:
        """Send every case to an application, with the credentials that the document knows, and give all that it objects to."""
        self._app = app
        return frozenset(objection for case in self._cases for objection in self._objections(case))

    def _objections(self, case: Case[Any]) -> Iterator[Objection]:
        try:
            case.call_and_validate(headers=self._headers)
        except FailureGroup as group:
            yield from ((type(each).__name__, case.operation.label, str(each.title)) for each in group.exceptions)

    def _asked(self, environ: Any, start_response: Any) -> Any:
        assert self._app is not None
        return self._app(environ, start_response)


def _operations(document: Document, seed: int, app: "WSGIApplication | None" = None) -> list[tuple[Operation, _Theirs]]:
    # Its cache would carry what one run learned into the next.
    config = schemathesis.Config.from_dict({"seed": seed, "cache": {"enabled": False}})
    schema = schemathesis.openapi.from_dict(dict(document.raw), config=config)
    schema.app = app
    return [(each, schema[each.path][each.method]) for each in document.operations]


def _cases(phase: str, theirs: _Theirs, *, seed: int, count: int) -> Iterator[Case[Any]]:
    match phase:
        case "examples":
            yield from ExamplesGenerator(operation=theirs, override=Override(), feedback=NO_FEEDBACK, fill_missing=True)
        case "coverage":
            yield from CoverageGenerator(
                operation=theirs,
                generation_modes=list(GenerationMode),
                generation_config=theirs.schema.config.generation_for(operation=theirs, phase="coverage"),
                auth_storage=None,
                override=Override(),
                feedback=NO_FEEDBACK,
            )
        case _:
            for mode in GenerationMode:
                yield from drawn(theirs.as_strategy(mode, feedback=NO_FEEDBACK), seed_value=seed, count=count)


def _put(target: Target, document: Document, operation: Operation, case: Case[Any], tally: Tally) -> None:
    adapter = _Adapter(target, document, operation)
    with requests.Session() as session:
        session.mount(target.base_url, adapter)
        session.trust_env = False
        response = case.call(base_url=target.base_url, session=session, headers=_credentials(document))
    exchange = adapter.exchange
    assert exchange is not None
    asked = Asked(exchange=exchange, judgements=judge(document, exchange))
    tally.add_by_check(asked)
    if exchange.response.broken or exchange.response.withheld:
        return
    clauses = operation.clauses or (_ANY,)
    # Which check objects is only asked where one does: to ask them one by one takes as long for each as for all.
    sound = _is_sound(case, response)
    for check in _CHECKS:
        again = BySchemathesis(check=str(check.__name__), document=document, operation=operation.name)
        found = [] if sound else _theirs(case, response, check, exchange, clauses, again)
        tally.note(f"its {again.check}", clauses=clauses, failures=found)


def _is_sound(case: Case[Any], response: Any) -> bool:
    try:
        case.validate_response(response, checks=list(_CHECKS))
    except FailureGroup:
        return False
    return True


def objections(document: Document, operation: Operation, exchange: Exchange, check: str) -> list[Failure]:
    """Put an exchange to one of its checks again, by name; it may come from anywhere."""
    load_all_checks()
    ((_, theirs),) = [each for each in _operations(document, 0) if each[0].name == operation.name]
    again = BySchemathesis(check=check, document=document, operation=operation.name)
    case = theirs.Case(path_parameters=_segments(operation, exchange.request.path))
    known = {each.__name__: each for each in _CHECKS}
    sent = requests.Request(exchange.request.method, f"http://127.0.0.1{exchange.request.path}", data=exchange.request.body)
    response = _Adapter.answered(exchange, sent.prepare())
    return _theirs(case, response, known[check], exchange, operation.clauses or (_ANY,), again)


def _segments(operation: Operation, path: str) -> dict[str, str]:
    """Read the parameters in a path; where it is another's, their names stand for them."""
    names = re.findall(r"\{([^{}]+)\}", operation.path)
    found = operation.pattern.fullmatch(path.partition("?")[0])
    return dict(zip(names, map(unquote, found.groups()) if found is not None else names, strict=True))


def _theirs(
    case: Case[Any], response: Any, check: Any, exchange: Exchange, clauses: tuple[str, ...], again: BySchemathesis
) -> list[Failure]:
    try:
        case.validate_response(response, checks=[check])
    except FailureGroup as group:
        return [
            Failure(str(each.title), again.check, "no objection", str(each.message)[:500], clauses, exchange, again)
            for each in group.exceptions
        ]
    return []


def _credentials(document: Document) -> dict[str, Any]:
    found = document.credentials
    return {found.header: found.value} if found is not None and found.header and found.value else {}


class _Adapter(HTTPAdapter):
    """Carry a prepared request to the target, and keep the exchange."""

    def __init__(self, target: Target, document: Document, operation: Operation) -> None:
        super().__init__()
        self._target = target
        self._operation = operation
        self._credentials = document.credentials_of(operation)
        self.exchange: Exchange | None = None

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Send it through the target instead of a socket."""
        headers = {name: value for name, value in _texts(request.headers).items() if name.lower() not in _ITS_OWN}
        body = request.body.encode("utf-8") if isinstance(request.body, str) else request.body
        ours = Request(
            method=request.method or "GET",
            path=request.path_url,
            headers=headers,
            body=body if isinstance(body, bytes) else b"",
        )
        if self._credentials is not None and self._credentials.value:
            ours = showing(self._credentials, ours, self._credentials.value, has_body=self._operation.has_body)
        self.exchange = self._target.rest(ours, operation=self._operation.name)
        return self.answered(self.exchange, request)

    @classmethod
    def answered(cls, exchange: Exchange, request: requests.PreparedRequest) -> requests.Response:
        """Give an exchange's answer as requests would."""
        answer = exchange.response
        raw = HTTPResponse(
            body=io.BytesIO(answer.body), headers=dict(answer.headers), status=answer.status, preload_content=False
        )
        return HTTPAdapter().build_response(request, raw)


def _texts(headers: Mapping[str, Any]) -> dict[str, str]:
    return {name: value.decode("latin-1") if isinstance(value, bytes) else str(value) for name, value in headers.items()}


_PHASES = ("examples", "coverage", "fuzzing")
# Without negative_data_rejection and positive_data_acceptance: what is refused depends on settings, and is ours to judge.
_CHECKS = (
    schemathesis.checks.not_a_server_error,
    their_checks.status_code_conformance,
    their_checks.content_type_conformance,
    their_checks.response_headers_conformance,
    their_checks.response_schema_conformance,
)

PHASES = (FunctionPhase(name="schemathesis", clauses=EXERCISES["schemathesis"], look=schemathesis_phases),)
