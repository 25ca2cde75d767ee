"""Play a life against a target, and tell where it went otherwise than told."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from contracts.exchange import Exchange, Request, Response
from contracts.failures import Failure
from contracts.scenarios.facade import Facade
from contracts.scenarios.given import MORNING
from contracts.scenarios.judging import Answer, differences_of, kept_from
from contracts.scenarios.life import ControlCall, Life, PlainHttp, PlainRest, RawPost, RestCall, SoapMessage, Step
from contracts.scenarios.matching import Difference, Matcher
from contracts.scenarios.requests import http_request, plain_rest_request, raw_request, rest_request, soap_request
from contracts.scenarios.values import NothingKept, fill
from contracts.target import NotPossible, Target, TargetError

# A request longer than this is no command that a person can repeat.
_LONGEST_TOLD = 20_000


def play(life: Life, target: Target, facade: Facade) -> tuple[Failure, ...]:
    """Play every step until one breaks, and tell all that broke there; raise NotPossible where the target cannot."""
    place: AbstractContextManager[Target] = target.with_settings(life.settings) if life.settings else nullcontext(target)
    with place as stage:
        _begin(stage)
        for call in life.given:
            stage.control(call.method, call.path, call.body)
        kept: dict[str, Any] = {}
        for number, step in enumerate(life.steps, start=1):
            failures = tuple(_play_step(life, number, step, _Stage(stage, facade, kept)))
            if failures:
                return failures
    return ()


@dataclass(frozen=True, slots=True)
class _Stage:
    target: Target
    facade: Facade
    kept: dict[str, Any] = field(default_factory=dict)


def _begin(target: Target) -> None:
    # The clock first: the default scenario's times are relative to it; and again, since a reset may set it back.
    clock = {"now": MORNING, "running": False}
    target.control("PUT", "/clock", clock)
    target.control("POST", "/reset")
    target.control("PUT", "/clock", clock)
    target.control("DELETE", "/faults")


def _play_step(life: Life, number: int, step: Step, stage: _Stage) -> Iterator[Failure]:
    where = f"{life.name}, step {number} (line {step.line})"
    exchange: Exchange | None = None
    try:
        answer = _do(step, stage)
        exchange = answer.exchange
        for difference in differences_of(step, answer, stage.kept):
            yield _failure(life, where, difference, exchange)
        stage.kept.update(kept_from(step, answer))
    except NothingKept as missing:
        yield _failure(life, where, Difference("keep", "a value", str(missing)), exchange)
    except TargetError as broken:
        yield _failure(life, where, Difference("answer", "one", str(broken)), exchange)
    except NotPossible as refusal:
        if exchange is None and isinstance(step.action, ControlCall):
            yield _failure(life, where, Difference("control", "it is done", str(refusal)), None)
        else:
            raise


def _do(step: Step, stage: _Stage) -> Answer:
    match step.action:
        case RestCall() as call:
            exchange = stage.target.rest(rest_request(call, stage.facade, stage.kept), operation=call.operation)
            return Answer(exchange=exchange, version=None)
        case PlainRest() as plain:
            return Answer(exchange=stage.target.rest(plain_rest_request(plain, stage.facade, stage.kept)))
        case SoapMessage() as message:
            return _sent(stage.target, soap_request(message, stage.kept), message.version)
        case RawPost() as post:
            return _sent(stage.target, raw_request(post, stage.kept), post.version)
        case PlainHttp() as http:
            return _sent(stage.target, http_request(http, stage.kept), None)
        case ControlCall() as control:
            return _controlled(control, stage)


def _sent(target: Target, request: Request, version: str | None) -> Answer:
    response = target.soap(request)
    return Answer(exchange=Exchange(operation=None, request=request, response=response), version=version)


def _controlled(control: ControlCall, stage: _Stage) -> Answer:
    try:
        found = stage.target.control(control.method, str(fill(control.path, stage.kept)), fill(control.body, stage.kept))
    except NotPossible as refusal:
        if not control.refused:
            raise
        return Answer(control={"refused": str(refusal)})
    if control.refused:
        return Answer(control={"accepted": found})
    return Answer(control=found)


def _failure(life: Life, where: str, difference: Difference, exchange: Exchange | None) -> Failure:
    told = exchange if exchange is not None and len(exchange.request.body) <= _LONGEST_TOLD else None
    return Failure(
        message=life.promise,
        where=f"{where}: {difference.where}",
        expected=_plain(difference.expected),
        found=_plain(difference.found),
        clauses=life.clauses,
        exchange=told,
    )


def _plain(value: Any) -> Any:
    """Spell rules out, so that any report can write what was expected."""
    match value:
        case Matcher():
            return str(Matcher(value.kind, _plain(value.value)))
        case Mapping():
            return {key: _plain(member) for key, member in value.items()}
        case list():
            return [_plain(member) for member in value]
        case Response() | bytes():
            return repr(value)
        case _:
            return value
