"""The random lives of notifications: one row for each change, whatever happens in between."""

from collections.abc import Iterator

from contracts.machines.doors import Doors
from contracts.machines.notice_life import CLAUSES, NoticeLife
from contracts.machines.notice_machine import live
from contracts.machines.story import Storyteller
from contracts.run.events import Checked, Event, Progress, RunContext
from contracts.run.part import Part

# A gate's work is a number, not a time, so that the same seed makes the same requests; the budget may end it earlier.
_ROUNDS = {False: 3, True: 100}
_LIVES_A_ROUND = 10
_STEPS_A_LIFE = 40


def notified(part: Part, doors: Doors, context: RunContext) -> Iterator[Event]:
    """Change work items and move the clock, and read after any version, so many rows, of one item or of all."""
    teller = Storyteller(enough=lambda: context.budget.over)
    for number in range(_ROUNDS[context.thorough]):
        from_seed = context.seed * 1_000_003 + number
        live(doors, teller, lives=_LIVES_A_ROUND, steps=_STEPS_A_LIFE, from_seed=from_seed)
        yield Progress(doing=f"{part.name} ({teller.steps} steps)", cases=teller.lives)
        if teller.silent:
            break
    failures = teller.failures(lambda: NoticeLife(doors))
    yield Checked(name=part.name, clauses=part.clauses, cases=teller.lives, failures=failures)


PARTS = (Part("any life of notifications", CLAUSES, notified),)
