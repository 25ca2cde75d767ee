"""Ending by Ctrl-C or SIGTERM, even where what their handler raises is lost."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class Signals:
    """Raise KeyboardInterrupt for the first signal; the second ends the process.

    What is raised in a destructor or a hook is printed and forgotten: whoever goes on looks at ``asked`` from time to time.
    """

    asked: bool = False

    def end(self, _: int, __: FrameType | None) -> None:
        """Handle a signal."""
        if self.asked:
            _end_at_once()
        self.asked = True
        raise KeyboardInterrupt


@contextmanager
def ended_by_signals() -> Iterator[Signals]:
    """Let SIGTERM, by which CI systems cancel a job, end the run as Ctrl-C does; the second of either ends the process."""
    signals = Signals()
    if threading.current_thread() is not threading.main_thread():
        yield signals
        return
    before = {number: signal.signal(number, signals.end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_at_once() -> None:
    """End the process, whatever waits for something in it, with the cursor back on the terminal."""
    cursor = b"\x1b[?25h" if sys.stderr.isatty() else b""
    os.write(2, cursor + b"contracts: interrupted again: ended at once, reports are not whole\n")
    os._exit(130)
