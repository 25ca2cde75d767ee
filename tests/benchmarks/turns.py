"""Measuring in turns: every row once, then every row again, so that what disturbs the machine disturbs all alike."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.benchmarks.load.generator import Driven
from tests.benchmarks.measured import Measured, percentile

Row = tuple[str, int]


@dataclass(slots=True)
class Turns:
    """Collects what each row gave, round by round; the order of the rows is that of their first round."""

    _driven: dict[Row, list[Driven]] = field(default_factory=dict)

    def add(self, name: str, clients: int, driven: Driven) -> None:
        """Take a row's next round."""
        self._driven.setdefault((name, clients), []).append(driven)

    def measured(self) -> list[Measured]:
        """Give the rows, and last what our own side cost."""
        rows = [
            Measured(
                name=name,
                unit="calls/s",
                clients=clients,
                rounds=tuple(one.a_second for one in rounds),
                p50s=tuple(percentile(one.latencies, 50) for one in rounds),
                p99s=tuple(percentile(one.latencies, 99) for one in rounds),
            )
            for (name, clients), rounds in self._driven.items()
        ]
        costs = tuple(one.cpu / len(one.latencies) * 1e6 for rounds in self._driven.values() for one in rounds)
        return [*rows, Measured(name="the load generator's own CPU a call", unit="µs", rounds=costs)]


def in_turns(rounds: int, a_round: Callable[[int], Iterable[tuple[str, int, Driven]]]) -> list[Measured]:
    """Run rounds 0 to ``rounds``; what round 0 gives only warms up."""
    turns = Turns()
    for number in range(rounds + 1):
        for name, clients, driven in a_round(number):
            if number:
                turns.add(name, clients, driven)
    return turns.measured()
