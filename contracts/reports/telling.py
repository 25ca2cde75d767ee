"""Tell a run in every report at once, to its end, however it ends."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from contracts.interruption import ended_by_signals
from contracts.reports import Report
from contracts.reports.masking import Mask
from contracts.run.failure_groups import FailureGroups
from contracts.run.milestones import Ending, PhaseSkipped, RunFinished, Told
from contracts.run.verdict import Outcome, Verdict


class Finish(Protocol):
    """Make failures ready to be told."""

    def __call__(self, groups: FailureGroups, *, play: bool) -> None:
        """Join those of one cause; with ``play`` each is made smaller on the target."""


class NotWritten(Exception):  # noqa: N818 - reads as what it says
    """Say of each report that could not be written to its end, why; the others were."""

    def __init__(self, errors: Sequence[OSError]) -> None:
        super().__init__("\n".join(map(_said, errors)))


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

    A second one ends the process at once. A report that cannot be written is left alone, and raises NotWritten in the end.

    ``spent`` says how many seconds the run took, for an end that it could not tell itself. ``mask`` takes the secrets out of
    each event, here and once, so that no report can forget to. ``finish`` makes the failures ready to be told.
    """
    mask = mask or Mask()
    errors: dict[int, OSError] = {}

    def each(do: Callable[[Report], None]) -> None:
        for place, report in enumerate(reports):
            if place not in errors:
                try:
                    do(report)
                except OSError as error:
                    errors[place] = error

    def pass_on(told: Told) -> None:
        event = mask(told)
        verdict.add(event)
        each(lambda report: report.tell(event, verdict))

    with ended_by_signals() as signals:
        try:
            for event in events:
                pass_on(event)
                if signals.asked and not _says_so(event):
                    # What the handler raised was lost on its way, as it is in a destructor.
                    raise KeyboardInterrupt
            ended = verdict.finished.ending if verdict.finished is not None else Ending.INTERRUPTED
            if finish is not None:
                finish(verdict.groups, play=ended in (Ending.FINISHED, Ending.TIME_BUDGET))
        except KeyboardInterrupt:
            interrupted = RunFinished(seconds=spent(), ending=Ending.INTERRUPTED)
            if verdict.finished is None:
                pass_on(interrupted)
            # Every phase had its turn, but what was to be done with the failures was not done.
            verdict.add(interrupted)
        each(lambda report: report.close(verdict))
    if errors:
        raise NotWritten(list(errors.values()))
    return verdict.outcome


def _says_so(event: Told) -> bool:
    """Tell whether the run knows that it was interrupted, or may know it."""
    return isinstance(event, PhaseSkipped) or (isinstance(event, RunFinished) and event.ending is Ending.INTERRUPTED)


def _said(error: OSError) -> str:
    return f"{error.filename or 'the console'}: {error.strerror or error}"
