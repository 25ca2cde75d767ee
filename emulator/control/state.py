"""The whole state, and the way back to the start."""

from werkzeug import Request

from emulator.control.answers import NO_CONTENT, Answer
from emulator.control.bodies import json_body
from emulator.control.controlled import Controlled
from emulator.control.routes import Route
from emulator.scheduling.snapshot import put_snapshot, read_snapshot, take_snapshot, write_snapshot


def show_state(emulator: Controlled, _request: Request) -> Answer:
    """Show the whole state as a scenario document."""
    with emulator.store.transaction(reading=True) as tx:
        state = take_snapshot(tx)
    return Answer(body=write_snapshot(state))


def replace_state(emulator: Controlled, request: Request) -> Answer:
    """Put a scenario document in the place of the state, whole or, when something in it is wrong, not at all."""
    document = json_body(request, most=emulator.settings.max_body_bytes)
    state = read_snapshot(document, now=emulator.clock.now(), kinds=emulator.record_kinds)
    with emulator.store.transaction() as tx:
        put_snapshot(tx, state)
    return NO_CONTENT


def reset(emulator: Controlled, _request: Request) -> Answer:
    """Go back to the scenario it started with."""
    emulator.reset()
    return NO_CONTENT


ROUTES = (
    Route(method="GET", path="/state", name="getState", handler=show_state),
    Route(method="PUT", path="/state", name="putState", handler=replace_state),
    Route(method="POST", path="/reset", name="reset", handler=reset),
)
