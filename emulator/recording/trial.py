"""Trying a scenario that was made of a recording: its calls are made again on an emulator that starts with it."""

from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.recording.again import Unlike, play_again
from emulator.recording.scenario import Made
from emulator.scheduling.snapshot import put_snapshot, read_snapshot
from emulator.settings import Settings


def try_scenario(made: Made) -> tuple[Unlike, ...]:
    """Tell which answers are unlike the recorded ones, but for time stamps."""
    clock = Clock.frozen_at(made.clock)
    emulator = create_emulator(Settings(scenario="empty", **made.settings), clock=clock, first_stamp=1)
    try:
        state = read_snapshot(dict(made.document), now=clock.now())
        with emulator.store.transaction() as tx:
            put_snapshot(tx, state)
        return tuple(play_again(made.played, emulator.wsgi, clock, ahead=made.ahead))
    finally:
        emulator.close()
