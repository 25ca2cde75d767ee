"""For pytest: ``pytest_plugins = ["contracts.pytest_plugin"]`` in conftest.py gives each test an emulator of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.target import InProcess
from contracts.target_clock import TargetClock


@pytest.fixture
def scheduling(request: pytest.FixtureRequest) -> Iterator[InProcess]:
    """Give an emulator in this process, fresh for each test; its clock stands at 2026-01-05T08:00Z.

    ``@pytest.mark.scheduling(validation="broker")`` gives it other settings.
    """
    settings: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("scheduling"))):
        settings |= marker.kwargs
    target = InProcess(settings)
    yield target
    target.close()


@pytest.fixture
def scheduling_clock(scheduling: InProcess) -> TargetClock:
    """Give the clock of the emulator that ``scheduling`` gives."""
    return TargetClock(scheduling)


def pytest_configure(config: pytest.Config) -> None:
    """Tell pytest of the marker."""
    config.addinivalue_line("markers", "scheduling(**settings): settings of the emulator that the fixture scheduling gives")
