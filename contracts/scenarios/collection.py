"""The library of told lives that comes with the harness."""

from collections.abc import Iterator
from pathlib import Path

from contracts.scenarios.life import Life
from contracts.scenarios.reader import read_life

LIBRARY = Path(__file__).parent


def library(folder: Path = LIBRARY) -> Iterator[Life]:
    """Read every life of the library, in the order of systems and names; raise Mistake where one is wrong."""
    for path in scenario_files(folder):
        yield read_life(path)


def scenario_files(folder: Path = LIBRARY) -> list[Path]:
    """List the scenario files, one folder a system."""
    return sorted(folder.glob("*/*.yaml"))
