"""What a target was asked since the last reset, and a moment in it: kept as long as somebody holds the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.again.links import links_between
from contracts.again.steps import Action, AtOnce, Step, Story, ToControl, ToFacade, ToSoap
from contracts.exchange import Request

# So much of what happened since a reset is remembered; what goes on after it begins a chapter that says so.
MOST_STEPS, MOST_BYTES, MOST_GIVEN = 2000, 32 * 1024 * 1024, 40
# A longer answer is kept up to here: it is there for the stamps and tokens in it.
LONGEST_ANSWER = 64 * 1024


@dataclass(slots=True)
class Chapter:
    """What was done between two resets, and what came back."""

    settings: Mapping[str, Any]
    clock: Mapping[str, Any] | None
    given: tuple[ToControl, ...] = ()
    cut: bool = False
    actions: list[Action] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    size: int = 0

    @property
    def full(self) -> bool:
        """Whether it holds as much as is remembered."""
        return len(self.actions) >= MOST_STEPS or self.size >= MOST_BYTES

    def add(self, action: Action) -> int:
        """Take in what is done next; give its place."""
        self.actions.append(action)
        self.answers.append(b"")
        self.size += sum(len(request.body) + len(request.path) for request in _requests(action))
        return len(self.actions) - 1

    def answer(self, place: int, body: bytes) -> None:
        """Take in what came back."""
        self.answers[place] = body[:LONGEST_ANSWER]
        self.size += len(self.answers[place])

    def next(self) -> "Chapter":
        """Begin anew after a reset: clock and faults stay as they are, all else goes."""
        given = [*self.given, *(each for each in self.actions if isinstance(each, ToControl))]
        kept = _in_force(given)
        return Chapter(self.settings, self.clock, given=kept[-MOST_GIVEN:], cut=len(kept) > MOST_GIVEN)


@dataclass(frozen=True, slots=True)
class Moment:
    """The place in a chapter where an answer came."""

    chapter: Chapter
    place: int

    @property
    def action(self) -> Action:
        """What was answered."""
        return self.chapter.actions[self.place]

    def story(self) -> Story:
        """Tell what led here, the step itself last."""
        chapter, end = self.chapter, self.place + 1
        steps = tuple(Step(number=number, action=action) for number, action in enumerate(chapter.actions[:end], start=1))
        story = Story(settings=chapter.settings, clock=chapter.clock, given=chapter.given, steps=steps, cut=chapter.cut)
        return replace(story, links=tuple(links_between(steps, chapter.answers[:end])))


def _in_force(calls: list[ToControl]) -> tuple[ToControl, ...]:
    """Keep of control calls what decides which time it is, and how the SOAP side fails."""
    clock: list[ToControl] = []
    faults: list[ToControl] = []
    for call in calls:
        match call.path.strip("/").split("/")[0], call.method:
            case "clock", "PUT" if isinstance(call.body, Mapping) and "now" in call.body:
                # Whether it runs may be left out, and is then as it was.
                clock = [call] if "running" in call.body else [*clock, call]
            case "clock", _:
                clock.append(call)
            case "faults", "DELETE":
                faults = []
            case "faults", _:
                faults = [call]
    return (*clock, *faults)


def _requests(action: Action) -> tuple[Request, ...]:
    match action:
        case ToFacade() | ToSoap():
            return (action.request,)
        case AtOnce():
            return action.requests
        case ToControl():
            return ()
