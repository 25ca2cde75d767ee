"""Calls over sockets that stay open, at 1, 8 and 64 clients, each kind beside the floor in every round."""

from collections.abc import Iterator

from tests.benchmarks import served_calls as calls
from tests.benchmarks.load.generator import Driven, Generator, Load, load_generator
from tests.benchmarks.measured import Measured
from tests.benchmarks.processes import emulator, floor
from tests.benchmarks.turns import in_turns

FLOOR, SOAP_CANCEL, SOAP_POLL, REST_CANCEL, REST_POLL = (
    "floor: bare lxml",
    "SOAP cancel",
    "SOAP poll",
    "REST cancel",
    "REST poll",
)
CLIENTS = (1, 8, 64)
ROUNDS, CALLS, SECONDS = 7, 4000, 0.6


def measure() -> list[Measured]:
    """Measure one emulator and the floor, both serving all the time."""
    with load_generator() as generator, floor() as bare, emulator() as served:
        return in_turns(ROUNDS, lambda number: _round(generator, served.port, bare.port, number))


def _round(generator: Generator, port: int, floor_port: int, number: int) -> Iterator[tuple[str, int, Driven]]:
    soap_ids, rest_ids = ({c: [f"{kind}-{number}-{c}-{n}" for n in range(CALLS)] for c in CLIENTS} for kind in "SR")
    calls.put_jobs(port, [job_id for by_clients in (soap_ids, rest_ids) for ids in by_clients.values() for job_id in ids])
    stamp = calls.current_stamp(port)
    for clients in CLIENTS:
        for name, to, made in (
            (FLOOR, floor_port, calls.soap_cancels(soap_ids[clients])),
            (SOAP_CANCEL, port, calls.soap_cancels(soap_ids[clients])),
            (SOAP_POLL, port, calls.soap_polls(stamp, CALLS)),
            (REST_CANCEL, port, calls.rest_cancels(rest_ids[clients])),
            (REST_POLL, port, calls.rest_polls(stamp, CALLS)),
        ):
            yield name, clients, generator.drive(Load(port=to, clients=clients, calls=made, seconds=SECONDS))
