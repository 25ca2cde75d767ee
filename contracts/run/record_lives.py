"""The random lives of records: jobs that facades keep records of, ended through every door."""

from collections.abc import Iterator

from contracts.machines.doors import Doors
from contracts.machines.names import RECORDS
from contracts.machines.record_life import CLAUSES, RecordLife
from contracts.machines.record_machine import live
from contracts.machines.story import Storyteller
from contracts.run.events import Event, RunContext
from contracts.run.part import Part, in_rounds

# A gate's work is a number, not a time, so that the same seed makes the same requests; the budget may end it earlier.
_ROUNDS = {False: 3, True: 100}
_LIVES_A_ROUND = 8
_STEPS_A_LIFE = 30


def recorded(part: Part, doors: Doors, context: RunContext) -> Iterator[Event]:
    """Make records, cancel them through any door, and look at them and at the feed through the others."""

    def live_from(teller: Storyteller, from_seed: int) -> None:
        live(doors, teller, lives=_LIVES_A_ROUND, steps=_STEPS_A_LIFE, from_seed=from_seed)

    return in_rounds(part, context, rounds=_ROUNDS[context.thorough], live=live_from, begin=lambda: RecordLife(doors))


def parts(doors: Doors) -> Iterator[Part]:
    """Give the part of the facades that keep records, where there are any."""
    if doors.keeping:
        own = dict.fromkeys(clause for door in doors.keeping.values() for clause in door.clauses)
        yield Part(RECORDS, (*(CLAUSES if doors.soap_side else ()), *own), recorded)
