"""Memory of all processes of `emulator serve`: at the start, and after many calls."""

from tests.benchmarks import served_calls as calls
from tests.benchmarks.load.generator import Generator, Load, load_generator
from tests.benchmarks.measured import Measured
from tests.benchmarks.processes import Server, emulator, floor

AT_START, HALF_WAY, AFTER, FLOOR = "at start", "after 50,000 calls", "after 100,000 calls", "floor: at start"
CALLS, CLIENTS, SECONDS = 100_000, 8, 120
# Of ten calls nine are SOAP and one is REST, which makes one of SOAP in turn.
_SOAP, _REST = 9, 1


def measure() -> list[Measured]:
    """Look at a fresh emulator and a fresh floor, then poll the emulator."""
    with floor() as bare:
        figures = {FLOOR: bare.megabytes()}
    with load_generator() as generator, emulator() as served:
        figures[AT_START] = served.megabytes()
        calls.put_jobs(served.port, [])
        for name in (HALF_WAY, AFTER):
            _poll(generator, served, CALLS // 2)
            figures[name] = served.megabytes()
    return [Measured(name=name, unit="MB", rounds=(figures[name],)) for name in figures]


def _poll(generator: Generator, served: Server, times: int) -> None:
    stamp = calls.current_stamp(served.port)
    ten = [*calls.soap_polls(stamp, _SOAP), *calls.rest_polls(stamp, _REST)]
    driven = generator.drive(Load(port=served.port, clients=CLIENTS, calls=ten * (times // len(ten)), seconds=SECONDS))
    if len(driven.latencies) < times:
        raise AssertionError(f"only {len(driven.latencies):,} of {times:,} calls were answered within {SECONDS} s")
