"""What a work item costs once it is there, in bytes that Python allocated; no machine makes these more or fewer."""

import tracemalloc
from pathlib import Path

import pytest

from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.scheduling.scenario_generator import generate_scenario
from emulator.settings import Settings
from tests.emulator.scheduling.items import NOW

FEW, MANY = 500, 4_000


@pytest.fixture
def measured(tmp_path: Path):
    """Load so many jobs; tell the bytes that are kept, and the most there were at any time."""

    def measured(jobs: int) -> tuple[int, int]:
        file = tmp_path / f"{jobs}.yaml"
        file.write_text("".join(generate_scenario(jobs=jobs, units=5, seed=1)), encoding="utf-8")
        tracemalloc.start()
        try:
            emulator = create_emulator(Settings(scenario=str(file)), clock=Clock.frozen_at(NOW), first_stamp=0)
            kept, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        with emulator.store.transaction() as tx:
            assert sum(1 for _ in tx.items()) == jobs
        return kept, most

    return measured


def test_a_work_item_of_a_scenario_keeps_less_than_a_kilobyte_and_loading_needs_hardly_more(measured):
    measured(10)  # what is imported and made once
    kept_few, most_few = measured(FEW)

    kept, most = measured(MANY)

    assert (kept - kept_few) / (MANY - FEW) < 1000
    assert (most - most_few) / (MANY - FEW) < 1800
