from collections.abc import Iterator

import pytest

from emulator.testing import in_process
from emulator.testing.scheduling import Scheduling


@pytest.fixture
def scheduling() -> Iterator[Scheduling]:
    """An emulator without a socket, where what takes its time takes none."""
    with in_process() as made:
        yield made
