"""The told lives as calls to both sides: each step goes to both before the next does."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from contracts.exchange import Exchange, Request
from contracts.parity.comparing import Comparing
from contracts.parity.outcome import Outcome
from contracts.parity.sides import Side, might_cancel
from contracts.scenarios.given import MORNING
from contracts.scenarios.judging import Answer, kept_from
from contracts.scenarios.life import Action, ControlCall, Life, PlainHttp, RawPost, SoapMessage, Step
from contracts.scenarios.requests import http_request, raw_request, soap_request
from contracts.scenarios.values import NothingKept, fill
from contracts.targets.refusals import NotPossible, TargetError, TargetGone

WITHHELD = "it may cancel a job: say --may-cancel if it may"


def compare_lives(lives: Iterable[Life], left: Side, right: Side, outcome: Outcome) -> None:
    """Play each life on both sides, and add what is found to ``outcome``."""
    comparing = Comparing()
    for life in lives:
        comparing.stamps.begin()
        comparing.about = life.clauses
        try:
            with ExitStack() as opened:
                sides = [opened.enter_context(side.set_up(life.settings)) for side in (left, right)]
                _begin(life, sides)
                _play(life, sides, comparing, outcome)
        except TargetGone:
            raise
        except (NotPossible, TargetError) as why:
            outcome.left_out[life.name] = str(why)
    outcome.differences += comparing.days.differences()
    outcome.meant += comparing.told()


def _begin(life: Life, sides: list[Side]) -> None:
    """Put both sides where the life begins; one that cannot be put there will do for a life that asks for nothing."""
    needs = bool(life.given) or any(isinstance(step.action, ControlCall) for step in life.steps)
    able = [side.has_control for side in sides]
    if not all(able):
        if needs:
            without = sides[able.index(False)]
            raise NotPossible(f"it begins with work items of its own, and {without.name} has no control API that we know of")
        return
    clock = {"now": MORNING, "running": False}
    for side in sides:
        # The clock first: the default scenario's times are relative to it; and again, since a reset may set it back.
        side.control("PUT", "/clock", clock)
        side.control("POST", "/reset")
        side.control("PUT", "/clock", clock)
        side.control("DELETE", "/faults")
        for call in life.given:
            side.control(call.method, call.path, call.body)


def _play(life: Life, sides: list[Side], comparing: Comparing, outcome: Outcome) -> None:
    kept: list[dict[str, Any]] = [{}, {}]
    for number, step in enumerate(life.steps, start=1):
        call = f"{life.name}, step {number}"
        try:
            if isinstance(step.action, ControlCall):
                for side, values in zip(sides, kept, strict=True):
                    values.update(kept_from(step, Answer(control=_controlled(step.action, side, values))))
                continue
            requests = [_request(step.action, values) for values in kept]
            if not all(side.may_cancel for side in sides) and any(map(might_cancel, requests)):
                outcome.left_out[call] = WITHHELD
                return
            left, right = (side.soap(request, None) for side, request in zip(sides, requests, strict=True))
            outcome.calls += 1
            outcome.differences += comparing.differences(call, requests[0].body, left, right)
            for values, request, response in zip(kept, requests, (left, right), strict=True):
                exchange = Exchange(operation=None, request=request, response=response)
                values.update(kept_from(step, Answer(exchange=exchange, version=_version(step))))
        except NothingKept as missing:
            # What is missing was told as a difference, if it is one.
            outcome.left_out[f"{life.name} from step {number + 1} on"] = str(missing)
            return


def _controlled(call: ControlCall, side: Side, kept: dict[str, Any]) -> Any:
    try:
        found = side.control(call.method, str(fill(call.path, kept)), fill(call.body, kept))
    except NotPossible as refusal:
        if not call.refused:
            raise
        return {"refused": str(refusal)}
    return {"accepted": found} if call.refused else found


def _request(action: Action, kept: dict[str, Any]) -> Request:
    match action:
        case SoapMessage():
            return soap_request(action, kept)
        case RawPost():
            return raw_request(action, kept)
        case PlainHttp():
            request = http_request(action, kept)
            # A WSDL names the address it was asked at, which is another on each side.
            return replace(request, headers={**request.headers, "Host": "parity.invalid"}) if _WSDL in request.path else request
    raise NotPossible("it calls a facade, and here are SOAP servers")


def _version(step: Step) -> str | None:
    return step.action.version if isinstance(step.action, SoapMessage | RawPost) else None


_WSDL = "wsdl"
