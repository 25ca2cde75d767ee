"""Seconds from the start of `emulator serve` to its first answer, and the floor's."""

from tests.benchmarks.measured import Measured
from tests.benchmarks.processes import emulator, floor

FIRST_ANSWER, FLOOR = "start to first answer", "floor: start to first answer"
ROUNDS = 9


def measure() -> list[Measured]:
    """Start both in turns; the first start only fills the file cache."""
    seconds: dict[str, list[float]] = {FLOOR: [], FIRST_ANSWER: []}
    for number in range(ROUNDS + 1):
        for name, start in ((FLOOR, floor), (FIRST_ANSWER, emulator)):
            with start() as served:
                if number:
                    seconds[name].append(served.first_answer)
    return [Measured(name=name, unit="s", rounds=tuple(rounds)) for name, rounds in seconds.items()]
