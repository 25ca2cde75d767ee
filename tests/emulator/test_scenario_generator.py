"""Large scenarios are generated line by line, the same from the same seed, and good."""

import hashlib
import tracemalloc
from datetime import UTC, datetime

import pytest

from emulator.scheduling.horizon import Horizon
from emulator.scheduling.scenario import read_scenario
from emulator.scheduling.scenario_generator import generate_scenario
from emulator.scheduling.snapshot import Snapshot
from emulator.scheduling.work_item import DispatchStatus

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


def text(**how: int) -> str:
    return "".join(generate_scenario(**{"jobs": 100, "units": 3, "seed": 1, **how}))


@pytest.fixture
def generated(tmp_path):
    def generated(**how: int) -> Snapshot:
        file = tmp_path / "generated.yaml"
        file.write_text(text(**how), encoding="utf-8")
        return read_scenario(str(file)).state(NOW)

    return generated


def test_the_same_seed_gives_the_same_bytes_everywhere():
    assert text() == text()
    assert hashlib.sha256(text().encode()).hexdigest()[:16] == "8127aec9436d96ad"


def test_another_seed_gives_another_scenario_of_the_same_size():
    assert text(seed=2).splitlines()[2:] != text().splitlines()[2:]
    assert len(text(seed=2).splitlines()) == len(text().splitlines())


@pytest.mark.parametrize(("jobs", "units"), [(0, 1), (1, 1), (500, 20)])
def test_it_holds_as_many_jobs_and_units_as_were_asked_for(generated, jobs, units):
    state = generated(jobs=jobs, units=units)

    assert (len(state.items), len(state.units)) == (jobs, units)


def test_its_jobs_show_what_a_poller_meets(generated):
    items = generated(jobs=2000).items

    horizon = Horizon.around(NOW, days_before=7, days_after=28)
    assert all(horizon.holds(item) for item in items)
    assert {item.status for item in items} == set(DispatchStatus) - {DispatchStatus.CANCELLED}
    assert any(item.employee is None for item in items)
    assert any(item.jeopardy for item in items)
    promised = [item for item in items if item.promise and item.employee]
    assert {True, False} == {item.promise.earliest <= item.arrival <= item.promise.latest for item in promised}


def test_memory_does_not_grow_with_the_number_of_jobs():
    tracemalloc.start()
    try:
        for _ in generate_scenario(jobs=5000, units=5, seed=1):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 200_000
