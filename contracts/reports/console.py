"""The run as a person sees it: progress while it goes on, then failures, what was shown, and one line with the verdict."""

import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.text import Text

from contracts.reports.clause_table import clause_lines, missed_lines, notable_lines, summary_lines, untold_lines
from contracts.reports.code_table import code_lines, code_summary
from contracts.reports.live import LivePhase
from contracts.reports.mapping_table import mapping_lines, mapping_summary
from contracts.reports.repeating import ways_to_repeat
from contracts.reports.verdict_line import verdict_line
from contracts.reports.wording import count, failure_lines, seconds, visible
from contracts.run.events import Checked, NotExercised, Progress
from contracts.run.failure_groups import FailureGroup
from contracts.run.mapped_properties import Mark, mapped_properties
from contracts.run.milestones import PhaseBroke, PhaseFinished, PhaseSkipped, PhaseStarted, RunStarted, Told
from contracts.run.reached_codes import doors_of, reached_codes
from contracts.run.verdict import Outcome, Verdict

MOST_FAILURES = 20
# So much of what can be pasted is a screen.
MOST_LINES, LONGEST_LINE = 40, 2000
SECONDS_BETWEEN_SIGNS = 5.0

_STYLES = {
    Outcome.KEPT: "bold green",
    Outcome.BROKEN: "bold red",
    Outcome.INCOMPLETE: "bold yellow",
    Outcome.NOT_JUDGED: "bold red",
    Outcome.INTERRUPTED: "bold yellow",
}


class ConsoleReport:
    """Tell the run on a console; without a terminal as plain lines, a sign of life every few seconds.

    ``verbose`` shows every clause, property and code in the end, and of each failure what to paste to see it again; ``mapping``
    shows every property; else what needs a look. ``report`` is where contracts.jsonl is written.
    """

    def __init__(
        self,
        console: Console,
        *,
        clock: Callable[[], float] = time.monotonic,
        verbose: bool = False,
        mapping: bool = False,
        report: Path | None = None,
    ) -> None:
        self._console = console
        self._clock = clock
        self._verbose = verbose
        self._report = report
        self._mapping = mapping or verbose
        self._live = LivePhase(console, clock) if console.is_terminal and not console.is_dumb_terminal else None
        self._sign_given = clock()
        self._phase = PhaseStarted(name="", number=0, of=0)
        self._longest = 0

    def tell(self, event: Told, verdict: Verdict, /) -> None:
        """Show the event."""
        match event:
            case RunStarted():
                self._header(event)
            case PhaseStarted():
                self._begin(event, verdict)
            case Progress():
                self._sign(event.doing, max(event.cases, self._cases(verdict)))
            case NotExercised() if not event.clauses:
                self._phase_line(f"{event.name}: {event.reason}", style="yellow")
            case Checked() | NotExercised():
                self._sign(event.name, self._cases(verdict))
            case PhaseFinished():
                found = self._found(verdict)
                self._phase_line(f"{found}, {seconds(event.seconds)}", style="red" if "failure" in found else "")
            case PhaseBroke():
                self._phase_line(f"could not run: {event.error}", style="bold red")
            case PhaseSkipped():
                self._phase = PhaseStarted(name=event.name, number=self._phase.number, of=self._phase.of)
                self._phase_line(f"skipped: {event.reason}", style="yellow")

    def close(self, verdict: Verdict) -> None:
        """Show the failures, what could not run, the clauses and the verdict."""
        if self._live is not None:
            self._live.stop()
        self._told_failures(verdict)
        self._told_trouble(verdict)
        for block in self._blocks(verdict) if verdict.cases else ():
            lines = iter(block)
            first = next(lines, None)
            if first is not None:
                self._line("")
                for line in chain([first], lines):
                    self._console.print(line, soft_wrap=True)
        self._line("")
        self._line(verdict_line(verdict), style=_STYLES[verdict.outcome])

    def _blocks(self, verdict: Verdict) -> Iterator[Iterator[Text]]:
        """Give what follows the failures, block by block, each with an empty line before it."""
        width = self._console.width
        yield self._mapping_block(verdict, width)
        yield self._code_block(verdict, width)
        told = [row for row in verdict.clauses.values() if row.told]
        yield clause_lines(verdict, told, width) if self._verbose else notable_lines(verdict, width)
        yield untold_lines(verdict)
        yield missed_lines(verdict, width)
        yield summary_lines(verdict)

    def _mapping_block(self, verdict: Verdict, width: int) -> Iterator[Text]:
        properties = mapped_properties(verdict.mapped)
        shown = properties if self._mapping else [each for each in properties if each.mark is Mark.BROKEN]
        if shown:
            yield from mapping_lines(shown, width, only_ascii=self._console.options.ascii_only)
        if properties:
            line = mapping_summary(properties)
            yield line if self._mapping else line.append("  (--mapping shows each)", style="dim")
        if not self._verbose:
            yield from self._code_summary(verdict)

    def _code_block(self, verdict: Verdict, width: int) -> Iterator[Text]:
        if self._verbose and (codes := reached_codes(verdict.reached, _documented(verdict))):
            yield from code_lines(codes, width, doors_of(verdict.started))
            yield from self._code_summary(verdict)

    def _code_summary(self, verdict: Verdict) -> Iterator[Text]:
        # Without a phase that reaches codes on purpose, all would be told as not reached.
        if verdict.reached:
            yield code_summary(reached_codes(verdict.reached, _documented(verdict)), doors_of(verdict.started))

    def _header(self, event: RunStarted) -> None:
        self._longest = max(map(len, event.phases), default=0)
        self._line(f"contracts {event.version}: {', '.join(event.documents) or 'no document'}")
        self._line(f"target   {event.target}")
        if event.settings:
            self._line("settings " + " ".join(f"{name}={value}" for name, value in event.settings.items()))
        budget = "" if event.time_budget is None else f", at most {seconds(event.time_budget)}"
        self._line(f"profile  {event.profile}, seed {event.seed}{budget}")
        self._line("")
        if self._live is not None:
            self._live.start()

    def _begin(self, event: PhaseStarted, verdict: Verdict) -> None:
        self._phase = event
        if self._live is not None:
            names = list(verdict.phases)
            waiting = names[names.index(event.name) + 1 :] if event.name in names else []
            self._live.phase(self._title(), waiting)

    def _sign(self, doing: str, cases: int) -> None:
        if self._live is not None:
            self._live.doing(doing, cases)
        elif self._clock() - self._sign_given >= SECONDS_BETWEEN_SIGNS:
            self._line(f"{self._title()} ... {doing}, {count(cases, 'case')}")
            self._sign_given = self._clock()

    def _phase_line(self, found: str, style: str = "") -> None:
        self._line(f"{self._title()} {found}", style=style)
        self._sign_given = self._clock()

    def _title(self) -> str:
        return f"[{self._phase.number:>{len(str(self._phase.of))}}/{self._phase.of}] {self._phase.name:<{self._longest}} "

    def _cases(self, verdict: Verdict) -> int:
        return verdict.phases[self._phase.name].cases if self._phase.name in verdict.phases else 0

    def _found(self, verdict: Verdict) -> str:
        phase = verdict.phases[self._phase.name]
        if not phase.cases:
            return "nothing put to the test"
        return f"{count(phase.cases, 'case')}, {count(phase.failures, 'failure') if phase.failures else 'all kept'}"

    def _told_failures(self, verdict: Verdict) -> None:
        for group in list(verdict.groups)[:MOST_FAILURES]:
            self._line("")
            first, *others = failure_lines(group, verdict)
            self._line(f"{group.id}  {first}", style="bold red")
            for line in others:
                self._line(f"    {line}", style=_style_of(line))
            if self._verbose:
                self._to_paste(group, verdict)
        if len(verdict.groups) > MOST_FAILURES:
            self._line(f"\nand {len(verdict.groups) - MOST_FAILURES} more kinds of failure; --report-dir writes them all")

    def _to_paste(self, group: FailureGroup, verdict: Verdict) -> None:
        """Show what a person can paste, at the margin, so that it can be taken from there."""
        for name, text in ways_to_repeat(group, verdict, self._report).items():
            lines = text.splitlines()
            self._line(f"\n    {name}:", style="bold")
            for line in lines[:MOST_LINES]:
                self._line(visible(line, longest=LONGEST_LINE))
            if len(lines) > MOST_LINES:
                self._line(f"    and {count(len(lines) - MOST_LINES, 'line')} more; --report-dir writes them all", style="dim")

    def _told_trouble(self, verdict: Verdict) -> None:
        for broke in verdict.broke:
            self._line("")
            self._line(f"phase {broke.name} could not do its work: {broke.error}", style="bold red")
            for line in broke.details.splitlines()[-15:]:
                self._line(f"    {line}")

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Text("\n".join(visible(part) for part in text.split("\n"))), style=style, soft_wrap=True)


def _documented(verdict: Verdict) -> dict[str, tuple[str, ...]]:
    return dict(verdict.started.codes) if verdict.started is not None else {}


def _style_of(line: str) -> str:
    return {"expected:": "green", "found:": "red"}.get(line.strip().partition(" ")[0], "")
