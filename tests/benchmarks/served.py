"""What `emulator serve` costs: seconds to the first answer, and memory at the start and after many calls."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

import psutil

from tests.benchmarks import calls

STARTS, CALLS = 7, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Seconds to the first answer; proportional set size of all processes in MB at the start, half-way and after the calls."""

    first_answer: float
    at_start: float
    half_way: float
    after: float


def measure() -> Served:
    """Start it several times, then poll one of them many times over one connection."""
    starts = []
    for _ in range(STARTS):
        with emulator() as (_, _, seconds):
            starts.append(seconds)
    with emulator() as (process, port, _):
        at_start = _megabytes(process)
        _poll(port, CALLS // 2)
        half_way = _megabytes(process)
        _poll(port, CALLS // 2)
        return Served(first_answer=median(starts), at_start=at_start, half_way=half_way, after=_megabytes(process))


@contextmanager
def emulator(*options: str) -> Iterator[tuple[psutil.Process, int, float]]:
    """Serve an emulator; give its process, its port and the seconds to its first answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    command = [sys.executable, "-m", "emulator", "serve", "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while not _answers(port):
            time.sleep(0.002)
        yield psutil.Process(process.pid), port, time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/_emulator/health")
        return connection.getresponse().status == 200
    except OSError:
        return False


def _poll(port: int, times: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    body = calls.soap_poll(0)["wsgi.input"].getvalue()
    for _ in range(times):
        connection.request("POST", "/soap", body, {"Content-Type": "application/soap+xml"})
        connection.getresponse().read()
    connection.close()


def _megabytes(process: psutil.Process) -> float:
    return sum(one.memory_full_info().pss for one in (process, *process.children(recursive=True))) / 1e6
