"""An emulator with very many work items: what it holds for each, and a poll of all of them beside writing the same bytes."""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from emulator.scheduling.scenario_generator import generate_scenario
from tests.benchmarks import messages, processes
from tests.benchmarks import served_calls as calls
from tests.benchmarks.load.answers import AnswerReader
from tests.benchmarks.measured import LeftOut, Measured

# More than this a unit does not report in one reply.
ITEMS, MANY = 100_000, 1_000_000
POLL, FIRST_POLL, FLOOR = f"full poll of {ITEMS:,}", f"first full poll of {ITEMS:,}", "floor: the same bytes to a socket"
ROUNDS, SECONDS_FOR_MANY = 9, 60
# A small room that stays in the cache: the reader costs as little as it can.
_UNIT, _PIECE, _TAIL = "U0001", 2**18, 32


def each(items: int) -> str:
    """Name the row of the memory of a work item."""
    return f"memory per work item, {items:,}"


def load(items: int) -> str:
    """Name the row of the start with a scenario of so many."""
    return f"start with {items:,} work items"


def measure() -> list[Measured | LeftOut]:
    """Serve 100,000, then 1,000,000 where that starts within a minute (by the time that the 100,000 took)."""
    with TemporaryDirectory() as folder, holding(ITEMS, Path(folder)) as served:
        rows = memory(served, ITEMS)
        rows += _polls(served.port, Path(folder))
        slow = served.first_answer * MANY / ITEMS > SECONDS_FOR_MANY
    if slow:
        why = f"to start with them would take more than {SECONDS_FOR_MANY} s; the part million does"
        return [*rows, LeftOut(name=each(MANY), why=why)]
    return rows + a_million()


def a_million() -> list[Measured]:
    """Serve 1,000,000."""
    with TemporaryDirectory() as folder, holding(MANY, Path(folder)) as served:
        return memory(served, MANY)


@contextmanager
def holding(items: int, folder: Path, *options: str) -> Iterator[processes.Server]:
    """Serve a generated scenario with so many work items, 100,000 to a unit."""
    scenario = folder / "scenario.yaml"
    with scenario.open("w", encoding="utf-8") as file:
        file.writelines(generate_scenario(jobs=items, units=max(1, items // ITEMS), seed=1))
    with processes.emulator("--scenario", str(scenario), *options) as served:
        yield served


def memory(served: processes.Server, items: int) -> list[Measured]:
    """Say in how many seconds it started, and what it holds for each work item beyond an emulator without any."""
    with processes.emulator("--scenario", "empty") as empty:
        kilobytes = (served.megabytes() - empty.megabytes()) * 1000 / items
    return [
        Measured(name=load(items), unit="s", rounds=(served.first_answer,)),
        Measured(name=each(items), unit="KB", rounds=(kilobytes,)),
    ]


def _polls(port: int, folder: Path) -> list[Measured]:
    request = calls.soap_request(messages.soap_poll(_UNIT, None))
    pieces: list[bytes] = []
    first, _ = _ask(port, request, pieces)
    answer = b"".join(pieces)
    _check(answer)
    recorded = folder / "answer"
    recorded.write_bytes(answer)
    writing = processes.free_port()
    rounds: dict[str, list[float]] = {FLOOR: [], POLL: []}
    with processes.server([sys.executable, "-m", "tests.benchmarks.writer", str(writing), str(recorded)], writing):
        for _ in range(ROUNDS):
            for name, to in ((FLOOR, writing), (POLL, port)):
                took, got = _ask(to, request)
                if got != len(answer):
                    raise AssertionError(f"{name}: {got:,} bytes, not {len(answer):,} as the first time")
                rounds[name].append(took)
    rows = [Measured(name=name, unit="ms", rounds=tuple(times)) for name, times in rounds.items()]
    return [*rows, Measured(name=FIRST_POLL, unit="ms", rounds=(first,))]


def _ask(port: int, request: bytes, pieces: list[bytes] | None = None) -> tuple[float, int]:
    """Send a request and read until the envelope's end; give the milliseconds and how many bytes, which ``pieces`` keeps."""
    room, got, tail, ends = memoryview(bytearray(_PIECE)), 0, b"", b"Envelope>"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        began = time.perf_counter()
        connection.sendall(request)
        while not tail.endswith(ends):
            more = connection.recv_into(room)
            if not more:
                raise AssertionError(f"the connection was closed after {got:,} bytes")
            if not got and b"chunked" in bytes(room[:more]).partition(b"\r\n\r\n")[0].lower():
                ends = b"Envelope>\r\n0\r\n\r\n"
            got += more
            tail = (tail + bytes(room[max(0, more - _TAIL) : more]))[-_TAIL:]
            if pieces is not None:
                pieces.append(bytes(room[:more]))
        return (time.perf_counter() - began) * 1000, got


def _check(answer: bytes) -> None:
    read = AnswerReader().feed(answer)
    found = read.body.count(b"<workItem>") if read and read.status == 200 else 0
    if found != ITEMS:
        raise AssertionError(f"a full poll gave {found:,} of {ITEMS:,} work items: {answer[:500]!r}")
