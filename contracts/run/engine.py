"""A run: phases, one after the other, as one stream of events."""

import time
import traceback
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

from contracts.run.budget import Budget
from contracts.run.events import Phase, RunContext
from contracts.run.milestones import (
    Ending,
    PhaseBroke,
    PhaseFinished,
    PhaseSkipped,
    PhaseStarted,
    RunFinished,
    RunStarted,
    Told,
)
from contracts.targets.refusals import NotAllowed, NotPossible, TargetError, TargetGone


def run(
    started: RunStarted, phases: Sequence[Phase], context: RunContext, *, clock: Callable[[], float] = time.monotonic
) -> Generator[Told, None, None]:
    """Run the phases and tell what happens; a phase that raises is told as broken, and the others go on.

    Ctrl-C ends the phase it meets and the run with it; the stream still ends with RunFinished.
    A quick run's phases have a fixed amount of work and share the budget; a thorough run's get equal parts of what is left.
    """
    began = clock()
    ending = Ending.FINISHED
    yield started
    for number, phase in enumerate(phases, 1):
        if ending is Ending.FINISHED and context.budget.over:
            ending = Ending.TIME_BUDGET
        if ending is not Ending.FINISHED:
            yield PhaseSkipped(name=phase.name, reason=_WHY_SKIPPED[ending])
            continue
        yield PhaseStarted(name=phase.name, number=number, of=len(phases))
        phase_began = clock()
        try:
            yield from phase(replace(context, budget=_share(context, parts=len(phases) - number + 1)))
        except KeyboardInterrupt:
            ending = Ending.INTERRUPTED
            yield PhaseSkipped(name=phase.name, reason="it was interrupted before its end")
        except NotAllowed as reason:
            yield PhaseSkipped(name=phase.name, reason=str(reason))
        except TargetGone as error:
            ending = Ending.TARGET_GONE
            yield PhaseBroke(name=phase.name, seconds=clock() - phase_began, error=str(error))
        except (TargetError, NotPossible) as error:
            yield PhaseBroke(name=phase.name, seconds=clock() - phase_began, error=str(error))
        except Exception as error:  # whatever it is, the other phases must have their turn
            text = f"{type(error).__name__}: {error}"
            yield PhaseBroke(name=phase.name, seconds=clock() - phase_began, error=text, details=traceback.format_exc())
        else:
            # One that ran ahead of its turn knows better how long it took.
            yield PhaseFinished(name=phase.name, seconds=getattr(phase, "took", clock() - phase_began))
    if ending is Ending.FINISHED and context.budget.over:
        ending = Ending.TIME_BUDGET
    yield RunFinished(seconds=clock() - began, ending=ending)


_WHY_SKIPPED = {
    Ending.TIME_BUDGET: "the time budget was spent before it",
    Ending.INTERRUPTED: "the run was interrupted before it",
    Ending.TARGET_GONE: "the target had given no answers any more",
}


def _share(context: RunContext, *, parts: int) -> Budget:
    if not context.thorough or context.budget.seconds is None:
        return context.budget
    return Budget(context.budget.left / parts)
