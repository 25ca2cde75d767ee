"""Memory of all processes of `emulator serve`: at the start, and after many calls."""

from tests.benchmarks import served_calls as calls
from tests.benchmarks.load.generator import Generator, Load, load_generator
from tests.benchmarks.measured import Measured
from tests.benchmarks.processes import Server, emulator, floor

AT_START, FLOOR = "at start", "floor: at start"
FIRST_HALF, SECOND_HALF = "after 10,000 to 50,000 calls", "after 60,000 to 100,000 calls"
CALLS, READINGS, CLIENTS, SECONDS = 100_000, 10, 8, 60
# Of ten calls nine are SOAP and one is REST, which makes one of SOAP in turn.
_SOAP, _REST = 9, 1


def measure() -> list[Measured]:
    """Look at a fresh floor and a fresh emulator, then poll the emulator and look ten times: allocators give and take."""
    with floor() as bare:
        rows = [Measured(name=FLOOR, unit="MB", rounds=(bare.megabytes(),))]
    with load_generator() as generator, emulator() as served:
        rows.append(Measured(name=AT_START, unit="MB", rounds=(served.megabytes(),)))
        calls.put_jobs(served.port, [])
        readings = []
        for _ in range(READINGS):
            _poll(generator, served, CALLS // READINGS)
            readings.append(served.megabytes())
    half = READINGS // 2
    halves = ((FIRST_HALF, readings[:half]), (SECOND_HALF, readings[half:]))
    return [*rows, *(Measured(name=name, unit="MB", rounds=tuple(figures)) for name, figures in halves)]


def _poll(generator: Generator, served: Server, times: int) -> None:
    stamp = calls.current_stamp(served.port)
    ten = [*calls.soap_polls(stamp, _SOAP), *calls.rest_polls(stamp, _REST)]
    driven = generator.drive(Load(port=served.port, clients=CLIENTS, calls=ten * (times // len(ten)), seconds=SECONDS))
    if len(driven.latencies) < times:
        raise AssertionError(f"only {len(driven.latencies):,} of {times:,} calls were answered within {SECONDS} s")
