"""A clock is real, frozen, or runs from a given instant; settings choose which."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.settings import Settings, SettingsError
from emulator.settings_source import load_settings

AT = datetime(2026, 1, 5, 8, tzinfo=UTC)


class Wall:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def wall() -> Wall:
    return Wall()


def test_a_clock_runs_by_the_machines(wall):
    clock = Clock(wall=wall)

    wall.seconds += 5

    assert (clock.now(), clock.running) == (datetime(1970, 1, 1, 0, 16, 45, tzinfo=UTC), True)


def test_a_clock_that_is_set_runs_on_from_there(wall):
    clock = Clock(wall=wall)

    clock.set(AT.astimezone(timezone(timedelta(hours=5))))
    wall.seconds += 5

    assert clock.now() == AT + timedelta(seconds=5)
    assert clock.now().tzinfo is UTC


def test_a_frozen_clock_stands_until_it_runs_and_then_runs_from_where_it_stood(wall):
    clock = Clock(wall=wall)
    clock.set(AT)
    clock.freeze()

    wall.seconds += 60
    stood = clock.now()
    clock.advance(timedelta(hours=1))
    clock.run()
    wall.seconds += 5

    assert stood == AT
    assert clock.now() == AT + timedelta(hours=1, seconds=5)


def test_a_clock_that_starts_frozen_really_runs_once_it_is_started():
    clock = Clock.frozen_at(AT)

    clock.run()

    assert any(clock.now() > AT for _ in range(1_000_000))


@pytest.mark.parametrize("running", [True, False])
def test_a_clock_starts_at_an_instant(running):
    clock = Clock.starting_at(AT, running=running)

    assert clock.running is running
    assert timedelta() <= clock.now() - AT < timedelta(minutes=1)
    assert running or clock.now() == AT


def test_an_instant_without_a_zone_is_none():
    with pytest.raises(ValueError, match="needs an instant with a zone"):
        Clock().set(datetime(2026, 1, 5))


@pytest.mark.parametrize(
    ("settings", "running"),
    [
        ({"clock": "2026-01-05T08:00:00Z", "clock_running": False}, False),
        ({"clock": "2026-01-05T09:00:00+01:00"}, True),
    ],
)
def test_the_settings_choose_the_clock(settings, running):
    clock = create_emulator(Settings(scenario="empty", **settings), first_stamp=1000).clock

    assert clock.running is running
    assert timedelta() <= clock.now() - AT < timedelta(minutes=1)


def test_by_default_it_is_the_machines_time_and_passes():
    clock = create_emulator(Settings(scenario="empty"), first_stamp=1000).clock

    assert clock.running
    assert abs(clock.now() - Clock().now()) < timedelta(minutes=1)


@pytest.mark.parametrize("wrong", ["2026-01-05T08:00:00", "08:00", "now", "", "running", "0001-01-01T00:00+10:00"])
def test_what_is_no_instant_is_refused(wrong):
    with pytest.raises(
        SettingsError, match=r"setting clock: expected 'real', or a time in ISO 8601 with a zone, .* \(from the"
    ):
        load_settings(arguments=[f"clock={wrong}"])


def test_a_time_of_toml_is_an_instant(tmp_path):
    file = tmp_path / "emulator.toml"
    file.write_text("clock = 2026-01-05T08:00:00Z\nclock_running = false\n")

    assert create_emulator(load_settings(file=file), first_stamp=1000).clock.now() == AT
