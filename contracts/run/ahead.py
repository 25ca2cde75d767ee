"""Phases in processes of their own, so many at once: each begins with the target as the run found it, and tells in its turn.

A phase does not see what another did, so the same seed sends the same requests however many run at the same time.
"""

import io
import os
import pickle
import signal
import sys
import time
import traceback
import warnings
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from contracts.document import Document
from contracts.forking import signals_wait
from contracts.run.events import Event, Phase, RunContext

# More at once gain nothing: the longest phase takes a fifth of the whole. And who waits for a slow answer needs a processor.
MOST = 4


def possible() -> bool:
    """Whether a process can be forked here with all that it has: elsewhere a target cannot be handed on."""
    return sys.platform == "linux"


class Ahead:
    """Phases that run ahead of their turn, ``jobs`` at once; closing it ends those that nobody waits for any more."""

    def __init__(self, phases: Sequence[Phase], context: RunContext, *, jobs: int) -> None:
        self.phases: tuple[Phase, ...] = tuple(_Ahead(phase.name, self, number) for number, phase in enumerate(phases))
        self._inner = tuple(phases)
        self._documents = _Known({document.name: document for document in context.documents})
        self._jobs = jobs
        self._children: dict[int, _Child] = {}
        self._next = 0

    def close(self) -> None:
        """End the children that still run."""
        for child in self._children.values():
            child.stop()

    def told(self, number: int, context: RunContext) -> Iterator[Event]:
        """Give the events of a phase as they come; raise what it raised."""
        while True:
            self._start(context)
            child = self._children[number]
            while child.told:
                yield child.told.popleft()
            if child.ended:
                if child.error is not None:
                    raise child.error
                return
            try:
                self._receive()
            except KeyboardInterrupt:
                # What comes after an interruption must not share the processors with phases that nobody waits for.
                self.close()
                raise

    def seconds(self, number: int) -> float:
        """Tell how long a phase took, from its own beginning."""
        return self._children[number].seconds

    def _start(self, context: RunContext) -> None:
        while self._next < len(self._inner) and sum(not each.ended for each in self._children.values()) < self._jobs:
            with signals_wait():
                self._children[self._next] = _Child.of(self._inner[self._next], context)
                self._next += 1

    def _receive(self) -> None:
        """Take in what any child has to say: one that nobody listens to would stand still."""
        running = {child.pipe: child for child in self._children.values() if not child.ended}
        for pipe in wait(list(running)):
            assert isinstance(pipe, Connection)
            running[pipe].receive(self._documents)


@dataclass(slots=True)
class _Ahead:
    name: str
    _all: Ahead
    _number: int

    def __call__(self, context: RunContext) -> Iterator[Event]:
        """Tell what the phase tells."""
        return self._all.told(self._number, context)

    @property
    def took(self) -> float:
        """How long it took, by its own clock."""
        return self._all.seconds(self._number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """What a child says last: what it raised, and how long it took."""

    error: Exception | None
    seconds: float


@dataclass(slots=True)
class _Child:
    process: BaseProcess
    pipe: Connection
    told: deque[Event] = field(default_factory=deque)
    ended: bool = False
    seconds: float = 0.0
    error: Exception | None = None

    @classmethod
    def of(cls, phase: Phase, context: RunContext) -> "_Child":
        forking = get_context("fork")
        mine, its = forking.Pipe(duplex=False)
        process = forking.Process(target=_work, args=(its, phase, context), name=phase.name, daemon=True)
        with warnings.catch_warnings():
            # Of threads that a console has: a child writes to its pipe alone, and ends without any of this one's clearing up.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        its.close()
        return cls(process=process, pipe=mine)

    def receive(self, documents: "_Known") -> None:
        """Take in one thing that the child says; one that says nothing more is told as broken."""
        try:
            said = _Unpickler(io.BytesIO(self.pipe.recv_bytes()), documents).load()
        except EOFError:
            self.process.join()
            said = _End(error=RuntimeError(f"its process ended with {self.process.exitcode}"), seconds=0.0)
        if isinstance(said, _End):
            self.error, self.seconds = said.error, said.seconds
            self._end()
        else:
            self.told.append(said)

    def stop(self) -> None:
        """End it, whatever it does."""
        if not self.ended:
            self.process.kill()
            self._end()

    def _end(self) -> None:
        self.ended = True
        self.process.join()
        self.pipe.close()


def _work(pipe: Connection, phase: Phase, context: RunContext) -> None:
    # Ctrl-C goes to the whole group; the parent decides what becomes of its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    began, documents = time.monotonic(), context.documents
    error: Exception | None = None
    try:
        for event in phase(context):
            pipe.send_bytes(_pickled(event, documents))
    except Exception as raised:  # it is raised again where the run is
        error = _told_elsewhere(raised)
    try:
        pipe.send_bytes(_pickled(_End(error=error, seconds=time.monotonic() - began), documents))
    finally:
        pipe.close()
        os._exit(0)


def _told_elsewhere(raised: Exception) -> Exception:
    """Give an error that can be raised in another process, with the lines that led to it."""
    lines = "".join(traceback.format_exception(raised))
    try:
        error = pickle.loads(pickle.dumps(raised))  # noqa: S301 - its own words
    except Exception:
        error = RuntimeError(f"{type(raised).__name__}: {raised}")
    assert isinstance(error, Exception)
    error.add_note(lines)
    return error


def _pickled(told: Any, documents: Sequence[Document]) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer, documents).dump(told)
    return buffer.getvalue()


class _Pickler(pickle.Pickler):
    """Write a document as its name and settings: the run has it already."""

    def __init__(self, file: io.BytesIO, documents: Sequence[Document]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._sources = {id(document.source): document.name for document in documents}

    def persistent_id(self, value: Any) -> Any:
        """Give what stands for a document of the run; None for all else."""
        if isinstance(value, Document) and id(value.source) in self._sources:
            return self._sources[id(value.source)], dict(value.settings)
        return None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, documents: "_Known") -> None:
        super().__init__(file)
        self._documents = documents

    def persistent_load(self, told: Any) -> Document:
        """Give the document that was written as its name and settings."""
        return self._documents.under(*told)


class _Known:
    """The run's documents by name, and under the settings that were asked for so far: each is read once."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._under: dict[str, Document] = {}

    def under(self, name: str, settings: Mapping[str, Any]) -> Document:
        """Give a document under settings."""
        key = f"{name} {settings!r}"
        if key not in self._under:
            self._under[key] = self._documents[name].under(settings)
        return self._under[key]
