"""Schemathesis on our documents: its examples, coverage and fuzzing, sent to our target and judged by our checks too.

The one module that knows schemathesis. Its engine is no public API, so cases come from where its pytest side takes them,
and go out through a session of requests whose adapter is the target: so the SOAP that each causes is known.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any

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

_Theirs = APIOperation[Any, Any, Any, Any]
# What it adds to a request of its own: a new random id each time, and its version.
_ITS_OWN = ("x-schemathesis-testcaseid", "user-agent", "accept", "accept-encoding", "connection", "content-length")
# What its checks stand for where a document names no clauses.
_ANY = "DOC-A-01"
# How many requests to send before what they used up is put back.
_RESET_EVERY = 25


def schemathesis_phases(context: RunContext) -> Iterator[Event]:
    """Run its three phases on each operation."""
    load_all_checks()
    for document in context.documents:
        its_operations = _operations(document, context.seed)
        for phase in ("examples", "coverage", "fuzzing"):
            tally = Tally(f"schemathesis {phase}")
            for operation, theirs in its_operations:
                for number, case in enumerate(_cases(context, phase, theirs)):
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


def _operations(document: Document, seed: int) -> list[tuple[Operation, _Theirs]]:
    # Its cache would carry what one run learned into the next.
    config = schemathesis.Config.from_dict({"seed": seed, "cache": {"enabled": False}})
    schema = schemathesis.openapi.from_dict(dict(document.raw), config=config)
    return [(each, schema[each.path][each.method]) for each in document.operations]


def _cases(context: RunContext, phase: str, theirs: _Theirs) -> Iterator[Case[Any]]:
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
            count = 1000 if context.thorough else 80
            for mode in GenerationMode:
                yield from drawn(theirs.as_strategy(mode, feedback=NO_FEEDBACK), seed_value=context.seed, count=count)


def _put(target: Target, document: Document, operation: Operation, case: Case[Any], tally: Tally) -> None:
    adapter = _Adapter(target, document, operation)
    with requests.Session() as session:
        session.mount(target.base_url, adapter)
        session.trust_env = False
        response = case.call(base_url=target.base_url, session=session)
    exchange = adapter.exchange
    assert exchange is not None
    asked = Asked(exchange=exchange, judgements=judge(document, exchange))
    tally.add_by_check(asked)
    if exchange.response.broken or exchange.response.withheld:
        return
    clauses = operation.clauses or (_ANY,)
    for check in _CHECKS:
        tally.note(f"its {check.__name__}", clauses=clauses, failures=_theirs(case, response, check, exchange, clauses))


def _theirs(case: Case[Any], response: Any, check: Any, exchange: Exchange, clauses: tuple[str, ...]) -> list[Failure]:
    try:
        case.validate_response(response, checks=[check])
    except FailureGroup as group:
        return [
            Failure(str(each.title), str(check.__name__), "no objection", str(each.message)[:500], clauses, exchange)
            for each in group.exceptions
        ]
    return []


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
        answer = self.exchange.response
        raw = HTTPResponse(
            body=io.BytesIO(answer.body), headers=dict(answer.headers), status=answer.status, preload_content=False
        )
        return self.build_response(request, raw)


def _texts(headers: Mapping[str, Any]) -> dict[str, str]:
    return {name: value.decode("latin-1") if isinstance(value, bytes) else str(value) for name, value in headers.items()}


# Without negative_data_rejection and positive_data_acceptance: what is refused depends on settings, and is ours to judge.
_CHECKS = (
    schemathesis.checks.not_a_server_error,
    their_checks.status_code_conformance,
    their_checks.content_type_conformance,
    their_checks.response_headers_conformance,
    their_checks.response_schema_conformance,
)

PHASES = (FunctionPhase(name="schemathesis", clauses=EXERCISES["schemathesis"], look=schemathesis_phases),)
