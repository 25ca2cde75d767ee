"""Drawing values from a strategy: the same seed gives the same values, and nothing is left behind."""

from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.strategies import SearchStrategy

Value = TypeVar("Value")
BACKEND = "contracts"


class SeededProvider(HypothesisProvider):
    """Hypothesis as it is, without the constants that it collects from whatever source files are loaded.

    They would make the values depend on the modules that happen to be imported, and leave a cache behind.
    """

    def _maybe_draw_constant(self, *_: object, **__: object) -> None:
        return None


AVAILABLE_PROVIDERS[BACKEND] = f"{__name__}.{SeededProvider.__name__}"


def drawn(strategy: SearchStrategy[Value], *, seed_value: int, count: int) -> list[Value]:
    """Draw up to ``count`` values; a strategy with fewer gives those it has."""
    values: list[Value] = []

    @seed(seed_value)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        backend=BACKEND,
    )
    @given(strategy)
    def keep(value: Value) -> None:
        values.append(value)

    keep()
    return values
