"""For pytest, which finds it by itself: fixtures that give each test an emulated Scheduling system of its own.

What is not used costs nothing: the emulator is imported when a test first asks for it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from emulator.clock import Clock
    from emulator.testing.scheduling import Scheduling


@pytest.fixture
def scheduling(request: pytest.FixtureRequest) -> "Iterator[Scheduling]":
    """Give an emulator in this process, fresh for each test; its clock stands at 2026-01-05T08:00Z, and delays take no time.

    ``@pytest.mark.scheduling(validation="broker")`` gives it other settings, those of the nearest marker first.
    """
    from emulator.testing import in_process

    settings: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("scheduling"))):
        if marker.args:
            pytest.fail(
                f"the marker scheduling takes settings by name: expected scheduling(auth=True); found {marker.args!r}",
                pytrace=False,
            )
        settings |= marker.kwargs
    try:
        held = in_process(**settings)
    except ValueError as wrong:
        pytest.fail(str(wrong), pytrace=False)
    with held:
        yield held


@pytest.fixture
def scheduling_server(scheduling: "Scheduling") -> "Iterator[Scheduling]":
    """Give the test's emulator, served on a free port of 127.0.0.1; delays take their time."""
    with scheduling.served():
        yield scheduling


@pytest.fixture
def scheduling_clock(scheduling: "Scheduling") -> "Clock":
    """Give the clock of the test's emulator, in the hand of the test."""
    return scheduling.clock


def pytest_configure(config: pytest.Config) -> None:
    """Tell pytest of the marker."""
    config.addinivalue_line("markers", "scheduling(**settings): settings of the emulator that the test's fixtures give")
