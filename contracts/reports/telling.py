"""Tell a run in every report at once, to its end, however it ends."""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from contracts.reports import Report
from contracts.reports.masking import Mask
from contracts.run.failure_groups import FailureGroups
from contracts.run.milestones import Ending, RunFinished, Told
from contracts.run.verdict import Outcome, Verdict


class Finish(Protocol):
    """Make failures ready to be told."""

    def __call__(self, groups: FailureGroups, *, play: bool) -> None:
        """Join those of one cause; with ``play`` each is made smaller on the target."""


def tell(
    events: Iterator[Told],
    verdict: Verdict,
    reports: Sequence[Report],
    *,
    spent: Callable[[], float],
    mask: Mask | None = None,
    finish: Finish | None = None,
) -> Outcome:
    """Pass each event on; Ctrl-C and SIGTERM end the run, and every report is still written with what there is.

    ``spent`` says how many seconds the run took, for an end that it could not tell itself. ``mask`` takes the secrets out of
    each event, here and once, so that no report can forget to. ``finish`` makes the failures ready to be told.
    """
    mask = mask or Mask()

    def pass_on(told: Told) -> None:
        event = mask(told)
        verdict.add(event)
        for report in reports:
            report.tell(event, verdict)

    with _terminated_like_interrupted():
        try:
            for event in events:
                pass_on(event)
            ended = verdict.finished.ending if verdict.finished is not None else Ending.INTERRUPTED
            if finish is not None:
                finish(verdict.groups, play=ended in (Ending.FINISHED, Ending.TIME_BUDGET))
        except KeyboardInterrupt:
            if verdict.finished is None:
                pass_on(RunFinished(seconds=spent(), ending=Ending.INTERRUPTED))
        for report in reports:
            report.close(verdict)
    return verdict.outcome


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """Let SIGTERM, by which CI systems cancel a job, end the run as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
