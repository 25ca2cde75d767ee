"""Where `make bench-peers` put the peers, and what is said of one that is not there."""

import shutil
from pathlib import Path

from tests.benchmarks.measured import CannotMeasure

MODULES = Path(__file__).parent / "node_modules"


def module(path: str) -> Path:
    """Give a file of an installed package. Raise CannotMeasure."""
    found = MODULES / path
    if not found.exists():
        raise CannotMeasure(f"{path} is not installed; `make bench-peers` installs it")
    return found


def program(name: str) -> str:
    """Give a program of this machine. Raise CannotMeasure."""
    found = shutil.which(name)
    if found is None:
        raise CannotMeasure(f"there is no {name} on this machine")
    return found
