"""The random lives of notifications: one row for each change, whatever happens in between."""

from collections.abc import Iterator

from contracts.machines.doors import Doors
from contracts.machines.names import NOTICES
from contracts.machines.notice_life import CLAUSES, NoticeLife
from contracts.machines.notice_machine import live
from contracts.machines.story import Storyteller
from contracts.run.events import Event, RunContext
from contracts.run.part import Part, in_rounds

# A gate's work is a number, not a time, so that the same seed makes the same requests; the budget may end it earlier.
_ROUNDS = {False: 3, True: 100}
_LIVES_A_ROUND = 10
_STEPS_A_LIFE = 40


def notified(part: Part, doors: Doors, context: RunContext) -> Iterator[Event]:
    """Change work items and move the clock, and read after any version, so many rows, of one item or of all."""

    def live_from(teller: Storyteller, from_seed: int) -> None:
        live(doors, teller, lives=_LIVES_A_ROUND, steps=_STEPS_A_LIFE, from_seed=from_seed)

    return in_rounds(part, context, rounds=_ROUNDS[context.thorough], live=live_from, begin=lambda: NoticeLife(doors))


PARTS = (Part(NOTICES, CLAUSES, notified),)
