"""Doing things at the same time."""

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random
from threading import Barrier, Thread
from types import FrameType
from typing import Any, TypeVar

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


def at_once(answer: Callable[[Asked], Answered], asked: Sequence[Asked]) -> list[Answered]:
    """Ask in threads that start together; give the answers in the order asked, or raise what one of them raised."""
    barrier = Barrier(len(asked))
    answers: dict[int, Answered] = {}
    errors: list[BaseException] = []

    def ask(place: int, question: Asked) -> None:
        barrier.wait()
        try:
            answers[place] = answer(question)
        except BaseException as error:  # it is raised where somebody can see it
            errors.append(error)

    threads = [Thread(target=ask, args=each, daemon=True) for each in enumerate(asked)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return [answers[place] for place in range(len(asked))]


@contextmanager
def often_switching() -> Iterator[None]:
    """Let the interpreter switch threads so often that a race in this process shows.

    On a busy machine that is not enough, since another thread has to be awake to be switched to: so threads that start while
    the block runs stand still at some of their calls until the others have come some way.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threading.setprofile(_Pausing())
    try:
        yield
    finally:
        threading.setprofile(None)
        sys.setswitchinterval(before)


class _Pausing:
    """A profile function of all threads: at a call it may let the others go on, and wait for so many calls of theirs.

    How far the others come is counted in calls, not in time, so a busy machine has the same races as a quiet one. Where they
    do not come on, since one waits for what this one holds, this one goes on. Most pauses come as a ``with`` block ends: that
    is where what was looked up under a lock may be out of date before it is used.
    """

    def __init__(self) -> None:
        self._random = Random(1)
        self._calls = 0

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            self._calls += 1
            often = _HOW_OFTEN
        elif event == "return" and frame.f_code.co_name == "__exit__":
            often = _AFTER_A_BLOCK
        else:
            return
        if self._random.random() < often:
            self._stand_still()

    def _stand_still(self) -> None:
        enough, idle = self._calls + _CALLS_OF_OTHERS, 0
        while self._calls < enough and idle < _MOST_IDLE:
            before = self._calls
            time.sleep(_A_MOMENT)
            idle = idle + 1 if self._calls == before else 0


_HOW_OFTEN, _AFTER_A_BLOCK = 0.001, 0.5
_CALLS_OF_OTHERS, _A_MOMENT, _MOST_IDLE = 300, 0.0001, 3
