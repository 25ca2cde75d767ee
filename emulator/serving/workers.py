"""Several processes that serve the same socket: begun one after the other, watched, and ended together."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn, Protocol

from emulator.serving.server import STOPS_WITHIN


class Work(Protocol):
    """What a worker does."""

    def __call__(self, begun: Callable[[], object], *, first: bool, lifeline: int) -> None:
        """Serve until the pipe ends, and call ``begun`` once requests succeed; the ``first`` has begun before the others."""


_KILLED_AFTER = STOPS_WITHIN + 2


class Workers:
    """Processes forked from this one, which must have no threads."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._alive: set[int] = set()
        self._stopping = False
        # Nobody writes to it. It ends when this process does, however it does, and the workers with it.
        self._lifeline, self._held = os.pipe()

    def run(self, number: int, begun: Callable[[], object]) -> int:
        """Run so many until SIGTERM or Ctrl-C, and call ``begun`` when all serve; give the exit code.

        The first begins alone: what keeps it from beginning is said once, and nobody makes a shared state at the same time.
        """
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, self._stop)
        signal.signal(signal.SIGALRM, self._kill)
        if self._begin(1, first=True) and self._begin(number - 1, first=False) and not self._stopping:
            begun()
        return self._wait()

    def _begin(self, number: int, *, first: bool) -> bool:
        """Fork so many; whether all of them serve."""
        for word in [self._fork(first=first) for _ in range(number)]:
            with os.fdopen(word, "rb") as told:
                if told.read(1) != b"!":
                    return False
        return True

    def _fork(self, *, first: bool) -> int:
        """Fork one; give the pipe on which it says that it serves."""
        word, to_say = os.pipe()
        with _signals_wait():
            process = os.fork()
            if not process:
                os.close(word)
                os.close(self._held)
                self._be_a_worker(to_say, first=first)
            self._alive.add(process)
        os.close(to_say)
        if self._stopping:
            self._stop()
        return word

    def _be_a_worker(self, to_say: int, *, first: bool) -> NoReturn:
        code = 1
        try:
            for one in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
                signal.signal(one, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)

            def serves() -> None:
                os.write(to_say, b"!")
                os.close(to_say)

            self._work(serves, first=first, lifeline=self._lifeline)
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

    def _wait(self) -> int:
        """Wait until all have ended; the first that ends by itself takes the others with it."""
        code = 0
        while self._alive:
            process, status = os.waitpid(-1, 0)
            self._alive.discard(process)
            if not self._stopping:
                code = os.waitstatus_to_exitcode(status)
                if code != 2:
                    print("emulator: a worker process ended by itself", file=sys.stderr, flush=True)
                    code = 1
                self._stop()
        return code

    def _stop(self, *_: object) -> None:
        self._stopping = True
        signal.setitimer(signal.ITIMER_REAL, _KILLED_AFTER)
        self._tell(signal.SIGTERM)

    def _kill(self, *_: object) -> None:
        self._tell(signal.SIGKILL)

    def _tell(self, number: signal.Signals) -> None:
        for process in tuple(self._alive):
            with suppress(ProcessLookupError):
                os.kill(process, number)


_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)


class _signals_wait:  # noqa: N801 - reads as what it does
    """Let signals wait, so that none comes between a fork and the note of it."""

    def __enter__(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)

    def __exit__(self, *_: object) -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
