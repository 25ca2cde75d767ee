"""Play a story on a target: step by step, each with what came of it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from contracts.again.links import filled, is_of_secret, leaves
from contracts.again.steps import Action, AtOnce, Story, ToControl, ToFacade, ToSoap
from contracts.exchange import Exchange, Response
from contracts.target import NotPossible, Target, TargetError
from contracts.targets.refusals import NotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A step that was played: what was done, with this time's stamps and tokens, and what came of it.

    ``exchange`` is a request's; ``found`` is what the control API gave, ``refusal`` why it, or the target, did not.
    """

    action: Action
    exchange: Exchange | None = None
    found: Any = None
    refusal: str = ""


@dataclass(slots=True)
class _Given:
    """What this time's answers gave, by step and place."""

    answers: dict[int, dict[str, str]] = field(default_factory=dict)

    def links(self, story: Story, number: int) -> list[tuple[Any, str]]:
        wanted = [link for link in story.links if link.into == number]
        return [(link, self.answers[link.source][link.at]) for link in wanted if link.at in self.answers.get(link.source, {})]


def play(story: Story, target: Target) -> Iterator[Played]:
    """Begin the story and take its steps; a target that is given must have the story's settings already.

    Raise TargetError for one that needs a token which none of its steps gets: that of another day opens nothing.
    """
    there = {step.number for step in story.steps}
    for link in story.links:
        if is_of_secret(link) and link.into in there and link.source not in there:
            raise TargetError(f"step {link.into} needs what step {link.source} gave at {link.at}, which is left out")
    begin(story, target)
    given = _Given()
    sources = {link.source for link in story.links}
    for step in story.steps:
        played = _take(filled(step.action, given.links(story, step.number)), target)
        if step.number in sources and played.exchange is not None:
            given.answers[step.number] = dict(leaves(played.exchange.response.body))
        yield played


def begin(story: Story, target: Target) -> None:
    """Put the target into the state that the story begins with; what may not be changed on it stays as it is."""
    with suppress(NotAllowed):
        target.control("DELETE", "/faults")
    _clock(story.clock, target)
    for call in story.given:
        with suppress(NotPossible):
            target.control(call.method, call.path, call.body)
    target.control("POST", "/reset")


def _clock(clock: Mapping[str, Any] | None, target: Target) -> None:
    if clock is not None:
        with suppress(NotAllowed):
            target.control("PUT", "/clock", dict(clock))


def _take(action: Action, target: Target) -> Played:
    try:
        match action:
            case ToFacade():
                return Played(action=action, exchange=target.rest(action.request, operation=action.operation))
            case ToSoap():
                response = target.soap(action.request)
                return Played(action=action, exchange=Exchange(operation=None, request=action.request, response=response))
            case AtOnce():
                responses, calls = target.rest_at_once(action.requests)
                last = Exchange(operation=None, request=action.requests[-1], response=responses[-1], soap=calls)
                return Played(action=action, exchange=last)
            case ToControl():
                return Played(action=action, found=target.control(action.method, action.path, action.body))
    except NotPossible as refusal:
        return Played(action=action, refusal=str(refusal))
    except TargetError as error:
        if not isinstance(action, ToFacade | ToSoap):
            raise
        response = Response(status=0, headers={}, body=b"", broken=str(error))
        operation = action.operation if isinstance(action, ToFacade) else None
        exchange = Exchange(operation=operation, request=action.request, response=response)
        return Played(action=action, exchange=exchange, refusal=str(error))
