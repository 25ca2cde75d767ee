"""The random lives in jeopardy: jobs under a moving clock, and followers of a feed that comes in pages."""

from collections.abc import Iterator

from contracts.machines.doors import Doors
from contracts.machines.jeopardy_doors import JeopardyDoors
from contracts.machines.jeopardy_life import CLAUSES, JeopardyLife
from contracts.machines.jeopardy_machine import JEOPARDY, PAGING, Manner, live
from contracts.machines.names import IN_JEOPARDY, IN_PAGES
from contracts.machines.story import Storyteller
from contracts.run.events import Event, RunContext
from contracts.run.part import Part, in_rounds

# A gate's work is a number, not a time, so that the same seed makes the same requests; the budget may end it earlier.
_ROUNDS = {False: 5, True: 100}
_LIVES_A_ROUND = 10
_STEPS_A_LIFE = 35


def in_jeopardy(part: Part, doors: Doors, context: RunContext) -> Iterator[Event]:
    """Live with windows, statuses and a clock, and poll with and without JeopOnly."""
    return _lived(JEOPARDY, part, doors, context)


def in_pages(part: Part, doors: Doors, context: RunContext) -> Iterator[Event]:
    """Live the same with small pages, and followers between whose pages things change."""
    return _lived(PAGING, part, doors, context)


def _lived(manner: Manner, part: Part, doors: Doors, context: RunContext) -> Iterator[Event]:
    late_doors = JeopardyDoors(doors.target)

    def live_from(teller: Storyteller, from_seed: int) -> None:
        live(late_doors, teller, manner=manner, lives=_LIVES_A_ROUND, steps=_STEPS_A_LIFE, from_seed=from_seed)

    return in_rounds(part, context, rounds=_ROUNDS[context.thorough], live=live_from, begin=lambda: JeopardyLife(late_doors))


# Both may break any promise of such a life.
PARTS = (
    Part(IN_JEOPARDY, CLAUSES, in_jeopardy),
    Part(IN_PAGES, CLAUSES, in_pages),
)
