"""Calls that wait for their turn: one after the other in this thread, or, where they wait for somebody else, in others."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, Protocol

from emulator.serving.answer import Answer

Finish = Callable[[Answer], None]


class Group(Protocol):
    """What calls do together that one thread makes one after the other; ``add`` says of each that it has been made.

    When the block has ended, those are ``lost`` that came to nothing after all, and ``why`` says why.
    """

    lost: list[object]
    why: str

    def __enter__(self) -> Any: ...
    def __exit__(self, *_: object) -> None: ...
    def add(self, call: object) -> None:
        """Note that a call has been made."""


Batch = list[tuple[Answer, Finish]]
RETRY = (("Retry-After", "1"),)

# So many calls at most are made together: others wait for all of them.
_TOGETHER = 32
# Seconds after which the loop looks for what else there is to do.
_TURN = 0.001


class Pending:
    """Hold answers that wait for their next step, with what to do after it in the loop's thread.

    A turn is one step, or several short ones; then the loop reads and writes, so that who comes too late to wait is told so
    at once. While ``threads`` gives more than 0, steps are taken in other threads, so many at once, and may take their time.
    While ``group`` gives one, all that wait take their steps in it, in one thread.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        *,
        most: int,
        threads: Callable[[], int],
        group: Callable[[], Group | None] = lambda: None,
    ) -> None:
        self._loop = loop
        self._most = most
        self._allowed = threads
        self._group = group
        self._waiting: deque[tuple[Answer, Finish]] = deque()
        self._begun = False
        self._elsewhere = 0
        self._threads = 0
        self._handed: SimpleQueue[Group | tuple[Answer, Finish]] = SimpleQueue()

    def full(self) -> bool:
        """Whether as many wait already as may."""
        return len(self._waiting) >= self._most

    def add(self, answer: Answer, finish: Finish) -> None:
        """Put an answer at the end of the queue."""
        self._waiting.append((answer, finish))
        self._begin()

    def _begin(self) -> None:
        if self._waiting and not self._begun:
            self._begun = True
            self._loop.call_soon(self._take_turn)

    def _take_turn(self) -> None:
        self._begun = False
        until = self._loop.time() + _TURN
        while self._waiting:
            allowed = self._allowed()
            if not allowed:
                answer, finish = self._waiting.popleft()
                answer.perform()
                finish(answer)
            elif self._elsewhere < allowed:
                self._hand_over()
            else:
                return  # until one of those comes back
            if self._loop.time() >= until:
                break
        self._begin()

    def _hand_over(self) -> None:
        self._elsewhere += 1
        if self._threads < self._elsewhere:
            self._threads += 1
            # A daemon: what waits for ever does not keep the process from ending.
            Thread(target=self._perform_elsewhere, daemon=True).start()
        group = self._group()
        self._handed.put(group if group is not None else self._waiting.popleft())

    def _perform_elsewhere(self) -> None:
        while True:
            handed = self._handed.get()
            if isinstance(handed, tuple):
                handed[0].perform()
                batch = [handed]
            else:
                batch = self._perform_together(handed)
            with suppress(RuntimeError):  # the loop has ended, and nobody waits for this any more
                self._loop.call_soon_threadsafe(self._come_back, batch)

    def _perform_together(self, group: Group) -> Batch:
        batch: Batch = []
        with group:
            # Those too that come while the first one waits for others to write, unless one of them has ended that.
            while self._waiting and len(batch) < _TOGETHER and not (batch and self._group() is None):
                answer, finish = self._waiting.popleft()
                answer.perform()
                group.add(answer)
                batch.append((answer, finish))
        for answer, _ in batch:
            if answer in group.lost:
                answer.close()
                answer.refuse(503, f"{group.why}; try again", RETRY)
        return batch

    def _come_back(self, batch: Batch) -> None:
        self._elsewhere -= 1
        for answer, finish in batch:
            finish(answer)
        self._begin()
