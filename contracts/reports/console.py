"""The run as a person sees it: progress while it goes on, then the failures, the clauses and one line with the verdict."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from contracts.reports.clause_table import clause_lines, summary_lines, untold_lines
from contracts.reports.wording import count, failure_lines, seconds, visible
from contracts.run.events import Checked, NotExercised, Progress
from contracts.run.milestones import Ending, PhaseBroke, PhaseFinished, PhaseSkipped, PhaseStarted, RunStarted, Told
from contracts.run.verdict import Outcome, Standing, Verdict

MOST_FAILURES = 20
SECONDS_BETWEEN_SIGNS = 5.0

_STYLES = {
    Outcome.KEPT: "bold green",
    Outcome.BROKEN: "bold red",
    Outcome.NOT_JUDGED: "bold red",
    Outcome.INTERRUPTED: "bold yellow",
}


class ConsoleReport:
    """Tell the run on a console; without a terminal as plain lines, a sign of life every few seconds."""

    def __init__(self, console: Console, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._status = console.status("") if console.is_terminal else None
        self._sign_given = clock()
        self._phase = PhaseStarted(name="", number=0, of=0)
        self._longest = self._cases = self._failures = 0

    def tell(self, event: Told, verdict: Verdict, /) -> None:
        """Show the event."""
        match event:
            case RunStarted():
                self._header(event)
            case PhaseStarted():
                self._phase, self._cases, self._failures = event, verdict.cases, verdict.failures
                self._sign("")
            case Progress():
                self._sign(f"{event.doing}, {count(event.cases, 'case')}")
            case NotExercised() if not event.clauses:
                self._phase_line(f"{event.name}: {event.reason}", style="yellow")
            case Checked() | NotExercised():
                self._sign(event.name)
            case PhaseFinished():
                self._phase_line(f"{self._found(verdict)}, {seconds(event.seconds)}")
            case PhaseBroke():
                self._phase_line(f"could not run: {event.error}", style="bold red")
            case PhaseSkipped():
                self._phase = PhaseStarted(name=event.name, number=self._phase.number, of=self._phase.of)
                self._phase_line(f"skipped: {event.reason}", style="yellow")

    def close(self, verdict: Verdict) -> None:
        """Show the failures, what could not run, the clauses and the verdict."""
        if self._status is not None:
            self._status.stop()
        self._told_failures(verdict)
        self._told_trouble(verdict)
        if verdict.cases:
            for table in (clause_lines(verdict, self._console.width), untold_lines(verdict), summary_lines(verdict)):
                for number, line in enumerate(table):
                    if number == 0:
                        self._line("")
                    self._console.print(line, soft_wrap=True)
        self._line("")
        self._line(_verdict_line(verdict), style=_STYLES[verdict.outcome])

    def _header(self, event: RunStarted) -> None:
        self._longest = max(map(len, event.phases), default=0)
        self._line(f"contracts {event.version}: {', '.join(event.documents) or 'no document'}")
        self._line(f"target   {event.target}")
        if event.settings:
            self._line("settings " + " ".join(f"{name}={value}" for name, value in event.settings.items()))
        budget = "" if event.time_budget is None else f", at most {seconds(event.time_budget)}"
        self._line(f"profile  {event.profile}, seed {event.seed}{budget}")
        self._line("")
        if self._status is not None:
            self._status.start()

    def _sign(self, doing: str) -> None:
        if self._status is not None:
            line = Text(f"{self._title()} {visible(doing)}")
            # A line that wraps cannot be taken back; the spinner needs two columns of its own.
            line.truncate(self._console.width - 3, overflow="ellipsis")
            self._status.update(line)
        elif doing and self._clock() - self._sign_given >= SECONDS_BETWEEN_SIGNS:
            self._line(f"{self._title()} ... {doing}")
            self._sign_given = self._clock()

    def _phase_line(self, found: str, style: str = "") -> None:
        self._line(f"{self._title()} {found}", style=style)
        self._sign_given = self._clock()

    def _title(self) -> str:
        return f"[{self._phase.number:>{len(str(self._phase.of))}}/{self._phase.of}] {self._phase.name:<{self._longest}} "

    def _found(self, verdict: Verdict) -> str:
        cases, failures = verdict.cases - self._cases, verdict.failures - self._failures
        if not cases:
            return "nothing put to the test"
        return f"{count(cases, 'case')}, {count(failures, 'failure') if failures else 'all kept'}"

    def _told_failures(self, verdict: Verdict) -> None:
        for group in list(verdict.groups)[:MOST_FAILURES]:
            self._line("")
            first, *others = failure_lines(group, verdict)
            self._line(f"{group.id}  {first}", style="bold red")
            for line in others:
                self._line(f"    {line}")
        if len(verdict.groups) > MOST_FAILURES:
            self._line(f"\nand {len(verdict.groups) - MOST_FAILURES} more kinds of failure; --report-dir writes them all")

    def _told_trouble(self, verdict: Verdict) -> None:
        for broke in verdict.broke:
            self._line("")
            self._line(f"phase {broke.name} could not do its work: {broke.error}", style="bold red")
            for line in broke.details.splitlines()[-15:]:
                self._line(f"    {line}")

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Text("\n".join(visible(part) for part in text.split("\n"))), style=style, soft_wrap=True)


def _verdict_line(verdict: Verdict) -> str:
    outcome = verdict.outcome
    broken = verdict.standing(Standing.BROKEN)
    exercised = len(broken) + len(verdict.standing(Standing.KEPT))
    match outcome:
        case Outcome.KEPT:
            told = f"all {exercised} clauses exercised hold"
        case Outcome.BROKEN:
            told = f"{len(broken)} of {exercised} clauses exercised do not hold: {' '.join(row.clause.id for row in broken)}"
        case Outcome.NOT_JUDGED if verdict.broke:
            told = f"{count(len(verdict.broke), 'phase')} could not do the work: {', '.join(b.name for b in verdict.broke)}"
        case Outcome.NOT_JUDGED:
            told = "nothing was put to the test"
        case _:
            told = f"{exercised} clauses exercised until then, {len(broken)} of them broken"
    line = f"verdict: {outcome.word} - {told}; {count(verdict.cases, 'case')}"
    if verdict.finished is not None:
        spent = ", time budget spent" if verdict.finished.ending is Ending.TIME_BUDGET else ""
        line += f" in {seconds(verdict.finished.seconds)}{spent}"
    if verdict.started is not None:
        line += f", seed {verdict.started.seed}"
    return line
