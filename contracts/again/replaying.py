"""Run a failure of a report again: its story step by step, and whether it still ends so."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import Enum

from contracts.again.as_json import judge_of, story_of
from contracts.again.judges import ByCheck, ByLife, BySchemathesis, ByToldLife, LifeStep, OfOneExchange
from contracts.again.looking import look
from contracts.again.playing import Played, play
from contracts.again.reported import Reported
from contracts.again.sameness import alike, kind_of
from contracts.again.secrets import Secrets
from contracts.again.stage import stage
from contracts.again.steps import Story
from contracts.exchange import Exchange
from contracts.failures import Failure
from contracts.machines.doors import Doors
from contracts.machines.names import RACES
from contracts.machines.story import Broken, Step
from contracts.run.begun_lives import BEGUN
from contracts.run.engine import run
from contracts.run.events import Checked
from contracts.run.milestones import PhaseBroke, PhaseFinished
from contracts.run.preparation import Prepared
from contracts.run.told import clock_as_it_was
from contracts.scenarios.collection import library
from contracts.scenarios.facade import Facade
from contracts.scenarios.player import play as play_told
from contracts.target import NotPossible

# What runs at the same time does not go wrong each time.
_TRIES_AT_ONCE = 5


class Ending(Enum):
    """How a replay ends, and the code to exit with."""

    FAILS = "still fails", 1
    GONE = "no longer fails", 0

    def __init__(self, word: str, exit_code: int) -> None:
        self.word = word
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to know before what follows."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The end: with the failure as it is now, where it is still one, and a word on how sure that is."""

    ending: Ending
    failure: Failure | None = None
    note: str = ""


Told = Played | LifeStep | Note | Ended


def replay(reported: Reported, prepared: Prepared, secrets: Secrets) -> Iterator[Told]:
    """Play a failure again; the last thing told is how it ended.

    Raise NotPossible, TargetError or NotRead where it cannot be.
    """
    documents = prepared.context.documents
    judge = judge_of(reported.again["judge"], documents)
    told = reported.again["story"]
    story = secrets.filled(story_of(told)) if told is not None else None
    match judge:
        case ByCheck() | BySchemathesis() if story is not None:
            yield from _by_story(reported, prepared, judge, story)
        case ByToldLife():
            yield from _by_told_life(prepared, judge.name)
        case ByLife():
            yield from _by_life(reported, prepared, judge)
        case _:
            yield from _by_phase(reported, prepared)


def _by_story(reported: Reported, prepared: Prepared, judge: OfOneExchange, story: Story) -> Iterator[Told]:
    if story.cut:
        yield Note(text="what happened before this was too much to remember")
    last: Exchange | None = None
    with stage(prepared.context.target, story.settings) as target:
        for played in play(story, target):
            last = played.exchange
            yield played
    failure = alike(look(judge, last), reported.failure) if last is not None else None
    if failure is not None:
        yield Ended(ending=Ending.FAILS, failure=failure)
    elif reported.again["proved"]:
        yield Ended(ending=Ending.GONE)
    else:
        yield Note(text=f"its story ends well now; it was not played again in the run ({reported.again['why_not']}), so:")
        yield from _by_phase(reported, prepared)


def _by_told_life(prepared: Prepared, name: str) -> Iterator[Told]:
    context = prepared.context
    life = next((each for each in library() if f"{each.system}: {each.name}" == name), None)
    if life is None:
        raise NotPossible(f"there is no told life {name!r} in this version")
    yield Note(text=f"the told life {life.path.name}: {life.promise}")
    with clock_as_it_was(context.target):
        failures = play_told(life, context.target, Facade.of(context.documents, life.system))
    yield _ended(failures)


def _by_life(reported: Reported, prepared: Prepared, judge: ByLife) -> Iterator[Told]:
    context = prepared.context
    begin = BEGUN.get(judge.part)
    if begin is None:
        raise NotPossible(f"there is no random life {judge.part!r} in this version")
    broken = None
    with clock_as_it_was(context.target):
        life = begin(Doors(context.target, context.documents, soap_side=context.soap_side))
        for step in judge.steps:
            yield step
            try:
                life.play(Step(step.action, dict(step.arguments)))
            except Broken as found:
                broken = found
                break
            except LookupError as error:
                raise NotPossible(f"step {step.action} makes no sense any more: {error!r}") from error
    if broken is None:
        yield Ended(ending=Ending.GONE)
        return
    failure = Failure(broken.promise, reported.failure.where, broken.expected, broken.found, broken.clauses, broken.exchange)
    yield Ended(ending=Ending.FAILS, failure=failure)


def _by_phase(reported: Reported, prepared: Prepared) -> Iterator[Told]:
    """Run the phase that found it from the same seed, and look for what was found then."""
    at_once = _is_at_once(reported)
    tries = _TRIES_AT_ONCE if at_once else 1
    yield Note(
        text=f"the phase {reported.phase} again, from seed {prepared.context.seed}{f', up to {tries} times' if at_once else ''}"
    )
    for _ in range(tries):
        failure = _found_by_phase(reported, prepared)
        if failure is not None:
            yield Ended(ending=Ending.FAILS, failure=failure)
            return
    yield Ended(ending=Ending.GONE, note=_NO_PROOF if at_once else "")


_NO_PROOF = f"in {_TRIES_AT_ONCE} tries; what happens at the same time may go wrong another time"


def _found_by_phase(reported: Reported, prepared: Prepared) -> Failure | None:
    wanted = (set(reported.failure.clauses), kind_of(reported.failure.message))
    with closing(run(prepared.started, prepared.phases, prepared.context)) as events:
        for event in events:
            match event:
                case PhaseBroke():
                    raise NotPossible(f"the phase {event.name} could not do its work: {event.error}")
                case PhaseFinished():
                    return None
                case Checked():
                    for failure in event.failures:
                        clauses = failure.clauses or event.clauses
                        if (set(clauses) & wanted[0], kind_of(failure.message)) == wanted:
                            return failure
                    # A race is told once; the lives that follow it take much longer.
                    if event.name == reported.check and event.name in RACES:
                        return None
    raise NotPossible(f"the phase {reported.phase} did not come to its end")


def _is_at_once(reported: Reported) -> bool:
    story = reported.again["story"] or {"steps": []}
    return any(step["to"] == "facade at once" for step in story["steps"]) or reported.check in RACES


def _ended(failures: tuple[Failure, ...]) -> Ended:
    return Ended(ending=Ending.FAILS, failure=failures[0]) if failures else Ended(ending=Ending.GONE)
