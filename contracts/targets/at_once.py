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
    the block runs pause for a moment at some of their calls.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threading.setprofile(_pausing())
    try:
        yield
    finally:
        threading.setprofile(None)
        sys.setswitchinterval(before)


def _pausing() -> Callable[[FrameType, str, Any], None]:
    random = Random(1)

    def pause(_frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and random.random() < _HOW_OFTEN:
            time.sleep(_PAUSE)

    return pause


_HOW_OFTEN, _PAUSE = 0.01, 0.0005
