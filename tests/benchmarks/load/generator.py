"""Sends calls over sockets that stay open, each client its next when its last was answered, and times every one."""

import gc
import selectors
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from tests.benchmarks.load.answers import Answer, AnswerReader, BadAnswer

_PATIENCE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The bytes of a request, and what the body of its answer, with status 200, must hold."""

    request: bytes
    holds: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Calls for a port of this machine, over so many connections; none is begun after so many seconds."""

    port: int
    clients: int
    calls: Sequence[Call]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """How long each call took, in milliseconds; the seconds from the first request to the last answer; our own CPU seconds."""

    latencies: list[float]
    seconds: float
    cpu: float

    @property
    def a_second(self) -> float:
        return len(self.latencies) / self.seconds


class Generator:
    """The load generator's process."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def drive(self, load: Load) -> Driven:
        """Send the calls and check every answer. Raise BadAnswer, and OSError where there is no connection."""
        return self._pool.submit(drive, load).result(load.seconds + 3 * _PATIENCE)


@contextmanager
def load_generator() -> Iterator[Generator]:
    """Start the process, and end it."""
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_ignore_ctrl_c)
    try:
        yield Generator(pool)
    finally:
        pool.shutdown(cancel_futures=True)


def drive(load: Load) -> Driven:
    """Send the calls from this process."""
    answers: list[tuple[int, Answer]] = []
    with _connected(load) as (selector, connections):
        gc.disable()
        try:
            cpu, began = time.process_time(), time.perf_counter()
            latencies, ended = _exchange(load, selector, connections, answers)
            cpu = time.process_time() - cpu
        finally:
            gc.enable()
    # Only now, so that it takes no time from the server.
    for number, answer in answers:
        _check(load.calls[number], answer)
    return Driven(latencies=latencies, seconds=ended - began, cpu=cpu)


class _Connection:
    __slots__ = ("number", "read", "sent", "socket")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.read = AnswerReader().feed
        self.number, self.sent = -1, 0.0


@contextmanager
def _connected(load: Load) -> Iterator[tuple[selectors.BaseSelector, list[_Connection]]]:
    connections: list[_Connection] = []
    with selectors.DefaultSelector() as selector:
        try:
            for _ in range(min(load.clients, len(load.calls))):
                connections.append(_Connection(load.port))
                selector.register(connections[-1].socket, selectors.EVENT_READ, connections[-1])
            yield selector, connections
        finally:
            for connection in connections:
                connection.socket.close()


def _exchange(load, selector, connections, answers) -> tuple[list[float], float]:
    requests = [call.request for call in load.calls]
    clock, select, last = time.perf_counter, selector.select, len(requests)
    latencies: list[float] = []
    now = clock()
    over = now + load.seconds
    for number, connection in enumerate(connections):
        connection.number, connection.sent = number, clock()
        connection.socket.sendall(requests[number])
    following = waiting = len(connections)
    while waiting:
        ready = select(_PATIENCE)
        if not ready:
            raise BadAnswer(f"no answer within {_PATIENCE:.0f} s to {requests[connections[0].number][:200]!r}")
        for key, _ in ready:
            connection = key.data
            piece = connection.socket.recv(262144)
            if not piece:
                raise BadAnswer(f"the connection was closed before {requests[connection.number][:200]!r} was answered")
            answer = connection.read(piece)
            if answer is None:
                continue
            now = clock()
            latencies.append((now - connection.sent) * 1000)
            answers.append((connection.number, answer))
            if following < last and now < over:
                connection.number, connection.sent = following, now
                following += 1
                connection.socket.sendall(requests[connection.number])
            else:
                waiting -= 1
    return latencies, now


def _check(call: Call, answer: Answer) -> None:
    if answer.status != 200:
        raise BadAnswer(f"status {answer.status} instead of 200 to {call.request!r}: {answer.body[:500]!r}")
    for piece in call.holds:
        if piece not in answer.body:
            raise BadAnswer(f"{piece!r} is not in the answer to {call.request!r}: {answer.body[:500]!r}")


def _ignore_ctrl_c() -> None:
    # Ctrl-C goes to every process of a terminal; ours ends this one in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
