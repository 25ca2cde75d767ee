"""Make the story of a failure smaller, as long as the same check of the same clause fails in the same way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from contracts.again.effort import Effort
from contracts.again.judges import OfOneExchange
from contracts.again.looking import look
from contracts.again.playing import play
from contracts.again.sameness import same
from contracts.again.smaller_requests import Simplified, simplified
from contracts.again.steps import Action, Step, Story, ToControl, ToFacade, ToSoap
from contracts.failures import Failure
from contracts.target import Target, TargetError


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunk:
    """The smallest story found, the failure it ends with, and the properties of its last request that it needs."""

    story: Story
    failure: Failure
    needs: tuple[str, ...] = ()


@dataclass(slots=True)
class Shrinker:
    """Try smaller and smaller stories of one failure on a target."""

    failure: Failure
    judge: OfOneExchange
    target: Target
    effort: Effort

    def shrink(self, story: Story) -> Shrunk | None:
        """Give the smallest story found; None where not even the whole one ends so again."""
        found = self._first(story)
        if found is None:
            return None
        for smaller in (self._without_steps, self._without_given, self._smaller_calls):
            found = smaller(found)
        return self._smaller_request(found)

    def _first(self, story: Story) -> Shrunk | None:
        """Begin with the last step alone, where that is enough: most defects show in any state, others a few steps on."""
        for candidate in (replace(story, given=(), steps=story.steps[-1:]), *_ends_of(story)):
            if (failure := self._try(candidate)) is not None:
                return Shrunk(story=candidate, failure=failure)
            if self.effort.over:
                break
        return None

    def _without_steps(self, found: Shrunk) -> Shrunk:
        """Leave out halves, quarters and so on down to single steps, from the end, until nothing more can be left out."""
        size = len(found.story.steps) // 2
        while size >= 1:
            end = len(found.story.steps) - 1
            while end > 0:
                begin = max(0, end - size)
                steps = found.story.steps
                found = self._better(found, replace(found.story, steps=(*steps[:begin], *steps[end:])))
                if self.effort.over:
                    return found
                end = begin
            size //= 2
        return found

    def _without_given(self, found: Shrunk) -> Shrunk:
        for place in reversed(range(len(found.story.given))):
            given = found.story.given
            found = self._better(found, replace(found.story, given=given[:place] + given[place + 1 :]))
        return found

    def _smaller_calls(self, found: Shrunk) -> Shrunk:
        """Leave out members of what the control API was given."""
        for step in found.story.steps[:-1]:
            if isinstance(step.action, ToControl) and isinstance(step.action.body, dict):
                for name in reversed(step.action.body):
                    now = next(each for each in found.story.steps if each.number == step.number)
                    assert isinstance(now.action, ToControl)
                    body = {key: value for key, value in now.action.body.items() if key != name}
                    found = self._better(found, _with(found.story, step.number, replace(now.action, body=body)))
        return found

    def _smaller_request(self, found: Shrunk) -> Shrunk:
        """Make the last request smaller, and tell what it cannot do without."""
        last = found.story.steps[-1]
        if not isinstance(last.action, ToFacade | ToSoap):
            return found
        latest = found

        def holds(action: ToFacade | ToSoap) -> bool:
            nonlocal latest
            better = self._better(latest, _with(latest.story, last.number, action))
            held, latest = better is not latest, better
            return held

        operation = self.judge.document.operation(last.action.operation) if isinstance(last.action, ToFacade) else None
        result: Simplified = simplified(last.action, operation, holds, over=lambda: self.effort.over)
        return replace(latest, needs=result.needs)

    def _better(self, found: Shrunk, candidate: Story) -> Shrunk:
        if self.effort.over:
            return found
        failure = self._try(candidate)
        return found if failure is None else Shrunk(story=candidate, failure=failure)

    def _try(self, story: Story) -> Failure | None:
        """Play a story, as far as the time goes: the last steps of a long one are worth no more than all others."""
        self.effort.spend()
        exchange = None
        try:
            for played in play(story, self.target):
                exchange = played.exchange
                if self.effort.late:
                    return None
        except TargetError:
            return None
        return None if exchange is None else same(look(self.judge, exchange), self.failure)


def _ends_of(story: Story) -> Iterator[Story]:
    """Give longer and longer ends of a story, at last the whole."""
    size = 1
    while size < len(story.steps):
        yield replace(story, steps=story.steps[-size:])
        size *= 4
    yield story


def _with(story: Story, number: int, action: Action) -> Story:
    steps = tuple(Step(number=number, action=action) if each.number == number else each for each in story.steps)
    return replace(story, steps=steps)
