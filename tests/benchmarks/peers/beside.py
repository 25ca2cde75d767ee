"""SOAP cancels at 8 clients: our emulator, the floor, and each peer that is there, warmed, in turns."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from http.client import HTTPConnection

from tests.benchmarks import messages
from tests.benchmarks import served_calls as calls
from tests.benchmarks.load.generator import Driven, Generator, Load, load_generator
from tests.benchmarks.measured import CannotMeasure, LeftOut, Measured
from tests.benchmarks.peers import mockserver, mountebank, stub, wiremock
from tests.benchmarks.processes import Server, emulator, floor
from tests.benchmarks.turns import in_turns

OURS, FLOOR = "our emulator", "floor: bare lxml"
WIREMOCK, MOUNTEBANK, MOCKSERVER = "WireMock 3.13.2", "Mountebank 2.9.2", "MockServer 8.0.0"
CLIENTS, ROUNDS, CALLS, SECONDS = 8, 9, 8000, 1.0
# A virtual machine compiles what it has run for a while: until then it is measured slower than it is.
WARM_CALLS, WARM_SECONDS = 30_000, 20

_PEERS: dict[str, Callable[[], AbstractContextManager[Server]]] = {
    WIREMOCK: wiremock.serve,
    MOUNTEBANK: mountebank.serve,
    MOCKSERVER: mockserver.serve,
}


def measure() -> list[Measured | LeftOut]:
    """Serve all at once, check that each peer matches what it should and nothing else, and measure one after the other."""
    with ExitStack() as stack:
        generator = stack.enter_context(load_generator())
        ports = {FLOOR: stack.enter_context(floor()).port, OURS: stack.enter_context(emulator()).port}
        left_out = []
        for name, serve in _PEERS.items():
            try:
                port = stack.enter_context(serve()).port
            except CannotMeasure as why:
                left_out.append(LeftOut(name=name, why=str(why)))
                continue
            check(name, port)
            generator.drive(_load(port, [f"J-W-{number}" for number in range(WARM_CALLS)], WARM_SECONDS))
            ports[name] = port
        return [*in_turns(ROUNDS, lambda number: _round(generator, ports, number)), *left_out]


def check(name: str, port: int) -> None:
    """Ask a peer for what it must not match. Raise AssertionError; what it must match is checked in every answer."""
    for what, body in stub.must_not_match():
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("POST", stub.PATH, body, {"Content-Type": messages.SOAP_TYPE})
            answer = connection.getresponse()
            said = answer.read()
        finally:
            connection.close()
        if answer.status != 404 or b"JobCancelResponse>" in said:
            raise AssertionError(f"{name} matches {what}: {answer.status} {said[:500]!r}")


def _round(generator: Generator, ports: dict[str, int], number: int) -> Iterator[tuple[str, int, Driven]]:
    ids = [f"J-{number}-{n}" for n in range(CALLS)]
    calls.put_jobs(ports[OURS], ids)
    for name, port in ports.items():
        yield name, CLIENTS, generator.drive(_load(port, ids, SECONDS))


def _load(port: int, ids: list[str], seconds: float) -> Load:
    return Load(port=port, clients=CLIENTS, calls=calls.soap_cancels(ids), seconds=seconds)
