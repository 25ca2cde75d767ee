"""The part of a terminal that changes while a run goes on: the phase at work, and those that wait."""

import time
from collections.abc import Callable, Sequence

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from contracts.reports.wording import count, seconds, visible

TIMES_A_SECOND = 8


class LivePhase:
    """Show the phase at work with its cases, rate and time, and beneath it the names of those that wait."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._spinner = Spinner("line" if console.options.ascii_only else "dots", style="cyan")
        self._title, self._doing, self._cases, self._began = "", "", 0, 0.0
        self._waiting: Sequence[str] = ()
        self._live = Live(
            console=console,
            get_renderable=self.shown,
            transient=True,
            refresh_per_second=TIMES_A_SECOND,
            redirect_stderr=False,
        )

    def start(self) -> None:
        """Begin to show."""
        self._live.start()

    def phase(self, title: str, waiting: Sequence[str]) -> None:
        """Go on to another phase."""
        self._title, self._waiting = title, waiting
        self._doing, self._cases, self._began = "", 0, self._clock()

    def doing(self, text: str, cases: int) -> None:
        """Tell what is going on in the phase, and how many cases it has made."""
        self._doing, self._cases = text, cases

    def stop(self) -> None:
        """Take it off the screen."""
        self._live.stop()

    def shown(self) -> RenderableType:
        """Give what is on the screen now."""
        if not self._title:
            return Text("")
        spent = self._clock() - self._began
        rate = f", {self._cases / spent:,.0f}/s" if self._cases and spent > 0 else ""
        line = Text(f"{self._title} {count(self._cases, 'case')}{rate}, {seconds(spent)}", style="bold")
        line.append(f"  {visible(self._doing)}" if self._doing else "", style="not bold dim")
        # A line that wraps cannot be taken back; the spinner needs two columns of its own.
        line.truncate(self._console.width - 3, overflow="ellipsis")
        self._spinner.update(text=line)
        waiting = Text(f"  then {', '.join(map(visible, self._waiting))}" if self._waiting else "", style="dim")
        waiting.truncate(self._console.width - 1, overflow="ellipsis")
        return Group(self._spinner, waiting)
