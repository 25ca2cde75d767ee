"""Doing something for each of many in a process of its own, so many at once, each with an end."""

import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from contracts.forking import signals_wait
from contracts.mutants.mutation import PACKAGE

try:
    import resource
except ImportError:  # not every system limits what a process may use
    resource = None  # type: ignore[assignment]

# On a busy machine a process may well wait so many times as long as it works.
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to do: ``do`` is a function of a module, called with the arguments.

    It may use so many seconds of a processor, and take much longer on a busy machine; then it is ended.
    """

    name: str
    do: Callable[..., Any]
    arguments: tuple[Any, ...]
    most_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a task gave back; ``error`` says why it gave nothing."""

    task: Task
    result: Any = None
    error: str = ""


def in_children(tasks: Iterable[Task], *, jobs: int) -> Iterator[Done]:
    """Do the tasks, ``jobs`` at once, and give what they gave as they end; whatever is under way ends with the caller.

    A child is a fork of this process where that is safe, with all that was loaded before, but for the emulator, which each
    must load for itself; elsewhere it is a fresh interpreter.
    """
    forking = sys.platform == "linux" and PACKAGE not in sys.modules
    context = multiprocessing.get_context("fork" if forking else "spawn")
    waiting = deque(tasks)
    running: dict[Connection, _Child] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                with signals_wait():
                    child = _start(context, waiting.popleft())
                    running[child.pipe] = child
            ends = [child.ends for child in running.values()]
            ready = wait(list(running), timeout=max(0.0, min(ends) - time.monotonic()))
            for pipe in [each for each in running if each in ready]:
                yield _received(running.pop(pipe))
            for child in [each for each in running.values() if each.ends <= time.monotonic()]:
                del running[child.pipe]
                child.stop()
                yield Done(task=child.task, error=f"it was ended after {_PATIENCE * child.task.most_seconds:g} s of waiting")
    finally:
        for child in running.values():
            child.stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Child:
    task: Task
    process: BaseProcess
    pipe: Connection
    ends: float

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _start(context: Any, task: Task) -> _Child:
    mine, its = context.Pipe(duplex=False)
    arguments = (its, task.do, task.arguments, task.most_seconds)
    process = context.Process(target=_work, args=arguments, name=task.name, daemon=True)
    process.start()
    its.close()
    return _Child(task=task, process=process, pipe=mine, ends=time.monotonic() + _PATIENCE * task.most_seconds)


def _received(child: _Child) -> Done:
    try:
        done = Done(task=child.task, **child.pipe.recv())
    except EOFError:
        child.process.join()
        done = Done(task=child.task, error=_ended(child.process.exitcode, child.task))
    child.process.join(5)
    child.stop()
    return done


def _ended(code: int | None, task: Task) -> str:
    if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
        return f"it was ended after {task.most_seconds:g} s of work"
    return f"its process ended with {code}"


def _work(pipe: Connection, do: Callable[..., Any], arguments: tuple[Any, ...], most_seconds: float) -> None:
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + most_seconds) + 1, hard))
    # Ctrl-C goes to the whole group; the parent decides what becomes of its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        pipe.send({"result": do(*arguments)})
    except Exception as error:  # it is told where somebody can see it
        pipe.send({"error": f"{type(error).__name__}: {error}"})
    finally:
        pipe.close()
