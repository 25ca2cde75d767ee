"""The phase of random lives: the machines beside their models, and calls at the same time."""

from collections.abc import Iterator

from contracts.machines import job_life, names, races
from contracts.machines.doors import Doors
from contracts.machines.job_life import JobLife
from contracts.machines.job_machine import live
from contracts.machines.story import Storyteller
from contracts.run import jeopardy_lives, notice_lives, record_lives
from contracts.run.events import Checked, Event, NotExercised, Phase, RunContext
from contracts.run.part import Part, in_rounds
from contracts.run.told import clock_as_it_was
from contracts.target import NotPossible

# A gate's work is a number, not a time, so that the same seed makes the same requests; the budget may end it earlier.
_ROUNDS = {False: 6, True: 400}
_LIVES_A_ROUND = 25
_STEPS_A_LIFE = 30
_RACES = {False: 40, True: 300}
_WRITES = {False: 80, True: 1500}


class RandomLives:
    """Live random lives from the run's seed."""

    name = "random lives"

    def __call__(self, context: RunContext) -> Iterator[Event]:
        """Tell of each machine what it found."""
        doors = Doors(context.target, context.documents, soap_side=context.soap_side)
        with clock_as_it_was(context.target):
            for part in _parts(doors, context):
                if context.only_clauses and not context.only_clauses.intersection(part.clauses):
                    continue
                if context.budget.over:
                    reason = "the time budget was spent before it"
                    yield NotExercised(name=part.name, clauses=part.clauses, reason=reason)
                    continue
                try:
                    yield from part.live(part, doors, context)
                except NotPossible as refusal:
                    yield NotExercised(name=part.name, clauses=part.clauses, reason=str(refusal))


PHASES: tuple[Phase, ...] = (RandomLives(),)


def _jobs(part: Part, doors: Doors, context: RunContext) -> Iterator[Event]:
    def live_from(teller: Storyteller, from_seed: int) -> None:
        live(doors, teller, lives=_LIVES_A_ROUND, steps=_STEPS_A_LIFE, from_seed=from_seed)

    return in_rounds(part, context, rounds=_ROUNDS[context.thorough], live=live_from, begin=lambda: JobLife(doors))


def _cancels(part: Part, doors: Doors, context: RunContext) -> Iterator[Event]:
    rounds = _RACES[context.thorough]
    failures = tuple(races.cancel_at_once(doors, rounds=rounds))
    yield Checked(name=part.name, clauses=part.clauses, cases=rounds, failures=failures)


def _feed(part: Part, doors: Doors, context: RunContext) -> Iterator[Event]:
    writes = _WRITES[context.thorough]
    failures = tuple(races.write_and_poll(doors, writes=writes, from_seed=context.seed))
    yield Checked(name=part.name, clauses=part.clauses, cases=writes, failures=failures)


def _parts(doors: Doors, context: RunContext) -> Iterator[Part]:
    """Give the parts that concern who is judged; the machine of jobs comes last: a thorough one takes all the time there is."""
    if context.soap_side:
        yield Part(names.CANCELS_AT_ONCE, races.CANCEL_CLAUSES, _cancels)
        yield Part(names.FEED_WHILE_WRITTEN, races.FEED_CLAUSES, _feed)
        yield from jeopardy_lives.PARTS
    if any(operation.notices.places for document in context.documents for operation in document.operations):
        yield from notice_lives.PARTS
    yield from record_lives.parts(doors)
    known = job_life.CLAUSES if context.soap_side else ()
    clauses = (*known, *(clause for door in doors.all for clause in doors.clauses(door)))
    if context.soap_side or len(doors.all) > 1:
        yield Part(names.JOBS, tuple(dict.fromkeys(clauses)), _jobs)
