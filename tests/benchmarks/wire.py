"""Calls over sockets that stay open, at 1, 8 and 64 clients, each kind beside the floor in every round."""

from collections.abc import Iterator
from contextlib import ExitStack

from tests.benchmarks import served_calls as calls
from tests.benchmarks.load.generator import Driven, Generator, Load, load_generator
from tests.benchmarks.measured import CannotMeasure, LeftOut, Measured
from tests.benchmarks.processes import emulator, floor
from tests.benchmarks.turns import in_turns

FLOOR, ON_GRANIAN = "floor: bare lxml", "floor: bare lxml on granian"
SOAP_CANCEL, SOAP_POLL, REST_CANCEL, REST_POLL = "SOAP cancel", "SOAP poll", "REST cancel", "REST poll"
CLIENTS = (1, 8, 64)
ROUNDS, CALLS, SECONDS = 7, 4000, 0.6


def measure() -> list[Measured | LeftOut]:
    """Measure one emulator and the floors, all serving all the time."""
    with ExitStack() as stack:
        generator, served = stack.enter_context(load_generator()), stack.enter_context(emulator())
        floors: dict[str, int] = {}
        left_out: list[LeftOut] = []
        for name, module in ((FLOOR, "floor_server"), (ON_GRANIAN, "granian_server")):
            try:
                floors[name] = stack.enter_context(floor(module)).port
            except CannotMeasure as why:
                left_out.append(LeftOut(name=name, why=str(why)))
        return [*in_turns(ROUNDS, lambda number: _round(generator, served.port, floors, number)), *left_out]


def _round(generator: Generator, port: int, floors: dict[str, int], number: int) -> Iterator[tuple[str, int, Driven]]:
    soap_ids, rest_ids = ({c: [f"{kind}-{number}-{c}-{n}" for n in range(CALLS)] for c in CLIENTS} for kind in "SR")
    calls.put_jobs(port, [job_id for by_clients in (soap_ids, rest_ids) for ids in by_clients.values() for job_id in ids])
    stamp = calls.current_stamp(port)
    for clients in CLIENTS:
        for name, to, made in (
            *((name, to, calls.soap_cancels(soap_ids[clients])) for name, to in floors.items()),
            (SOAP_CANCEL, port, calls.soap_cancels(soap_ids[clients])),
            (SOAP_POLL, port, calls.soap_polls(stamp, CALLS)),
            (REST_CANCEL, port, calls.rest_cancels(rest_ids[clients])),
            (REST_POLL, port, calls.rest_polls(stamp, CALLS)),
        ):
            yield name, clients, generator.drive(Load(port=to, clients=clients, calls=made, seconds=SECONDS))
