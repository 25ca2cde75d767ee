"""Servers as processes of their own: started, waited for, measured, and ended with all their children, whatever happens."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from tempfile import TemporaryFile

import psutil

from tests.benchmarks.measured import CannotMeasure

_ENDS_WITHIN = 15


class DidNotStart(Exception):
    """Say what a server wrote before it ended, or that it never answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A process that serves a port of this machine, and the seconds from its start to its first answer."""

    process: psutil.Process
    port: int
    first_answer: float

    def megabytes(self) -> float:
        """Say how much memory it has, with its children: the proportional set size, which counts shared pages once."""
        return sum(one.memory_full_info().pss for one in (self.process, *self.process.children(recursive=True))) / 1e6


@contextmanager
def emulator(*options: str) -> Iterator[Server]:
    """Serve an emulator."""
    port = free_port()
    command = [sys.executable, "-m", "emulator", "serve", "--port", str(port), *options]
    with server(command, port, answers=lambda: answers_to(port, "/_emulator/health")) as served:
        yield served


@contextmanager
def floor(module: str = "floor_server") -> Iterator[Server]:
    """Serve the floor, on the emulator's own server or on granian (``granian_server``). Raise CannotMeasure without granian."""
    if module == "granian_server" and find_spec("granian") is None:
        raise CannotMeasure("the package granian is not installed")
    port = free_port()
    with server([sys.executable, "-m", f"tests.benchmarks.{module}", str(port)], port) as served:
        yield served


@contextmanager
def server(
    command: Sequence[str],
    port: int,
    *,
    answers: Callable[[], bool] | None = None,
    within: float = 300,
    folder: str | None = None,
) -> Iterator[Server]:
    """Run a command in ``folder`` until the block ends; it serves when ``answers``, or when its port takes connections.

    Raise DidNotStart.
    """
    answers = answers or (lambda: takes_connections(port))
    with TemporaryFile() as said:
        started = time.perf_counter()
        # A session of its own, so that Ctrl-C reaches us alone and we end it in order.
        process = subprocess.Popen(command, stdout=said, stderr=said, cwd=folder, start_new_session=True)
        try:
            while not answers():
                if process.poll() is not None or time.perf_counter() - started > within:
                    said.seek(0)
                    what = f"did not answer within {within:.0f} s" if process.returncode is None else "ended"
                    raise DidNotStart(f"{' '.join(command[:6])} {what}: {said.read()[-2000:].decode(errors='replace')}")
                time.sleep(0.002)
            seconds = time.perf_counter() - started
            yield Server(process=psutil.Process(process.pid), port=port, first_answer=seconds)
        finally:
            _end(process)


def free_port() -> int:
    """Give a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers_to(port: int, path: str) -> bool:
    """Say whether a GET gets 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def takes_connections(port: int) -> bool:
    """Say whether somebody listens."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        pass
    finally:
        # Its children are of its session; most ended with it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
