"""The clock: read, set, freeze, run, advance."""

from datetime import timedelta
from typing import Any

from werkzeug import Request

from emulator.control.answers import Answer
from emulator.control.bodies import json_body
from emulator.control.controlled import Controlled
from emulator.control.routes import Route
from emulator.scheduling.readings import DocumentError, flag, instant, show, table, write_instant


def show_clock(emulator: Controlled, _request: Request) -> Answer:
    """Tell the emulator's time, and whether it passes by itself."""
    return Answer(body={"now": write_instant(emulator.clock.now()), "running": emulator.clock.running})


def set_clock(emulator: Controlled, request: Request) -> Answer:
    """Set the time, start or freeze the clock, or both."""
    given = table(_body(emulator, request), (), allowed=("now", "running"))
    now = instant(given["now"], ("now",), now=emulator.clock.now()) if "now" in given else None
    running = flag(given["running"], ("running",)) if "running" in given else None
    # In this order a clock that is frozen stands exactly where it is set.
    if running is not None:
        (emulator.clock.run if running else emulator.clock.freeze)()
    if now is not None:
        emulator.clock.set(now)
    return show_clock(emulator, request)


def advance_clock(emulator: Controlled, request: Request) -> Answer:
    """Move the clock by some seconds, back when they are negative."""
    given = table(_body(emulator, request), (), allowed=("seconds",), required=("seconds",))
    seconds = given["seconds"]
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        raise DocumentError(("seconds",), expected="a number", found=show(seconds))
    try:
        emulator.clock.advance(timedelta(seconds=seconds))
    except (OverflowError, ValueError):
        raise DocumentError(
            ("seconds",), expected="a number that leads to a year from 1 to 9999", found=show(seconds)
        ) from None
    return show_clock(emulator, request)


ROUTES = (
    Route(method="GET", path="/clock", name="getClock", handler=show_clock),
    Route(method="PUT", path="/clock", name="putClock", handler=set_clock),
    Route(method="POST", path="/clock/advance", name="advanceClock", handler=advance_clock),
)


def _body(emulator: Controlled, request: Request) -> Any:
    return json_body(request, most=emulator.settings.max_body_bytes)
