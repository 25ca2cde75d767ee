"""What an emulator holds for each of a million work items, however long it takes to start with them."""

from tests.benchmarks.large import a_million
from tests.benchmarks.measured import Measured


def measure() -> list[Measured]:
    """Serve them once."""
    return a_million()
