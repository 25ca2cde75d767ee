"""Starting a process while Ctrl-C may come: what a signal's handler raises in the middle of a fork would be lost."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_Handler = Callable[[int, FrameType | None], Any]


@contextmanager
def signals_wait() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM that come in the block be handled at its end.

    Python calls hooks around a fork, logging's for one, and what is raised in a hook is printed and forgotten: a run that was
    told to end went on as if nothing had been said. A child begins with signals that wait, and says itself what they do.
    """
    if threading.current_thread() is not threading.main_thread():
        # Handlers run in the main thread alone.
        yield
        return
    came: list[tuple[_Handler, int]] = []
    try:
        with _waits(signal.SIGINT, came), _waits(signal.SIGTERM, came):
            yield
    finally:
        for handler, number in came:
            handler(number, None)


@contextmanager
def _waits(number: int, came: list[tuple[_Handler, int]]) -> Iterator[None]:
    handler = signal.getsignal(number)
    if isinstance(handler, int) or handler is None:
        # Nothing of Python's is called, so nothing is raised.
        yield
        return
    waiting = handler
    try:
        signal.signal(number, lambda *_: came.append((waiting, number)))
        yield
    finally:
        signal.signal(number, handler)
