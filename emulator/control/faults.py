"""Faults: the plan in force with what became of it, a new one, or none."""

from typing import Any

from werkzeug import Request

from emulator.control.answers import NO_CONTENT, Answer
from emulator.control.bodies import json_body
from emulator.control.controlled import Controlled
from emulator.control.routes import Route
from emulator.faults.document import read_plan
from emulator.faults.faults import Faults
from emulator.faults.shown import write_rule


def show_faults(emulator: Controlled, _request: Request) -> Answer:
    """Show the plan, and of each rule how many calls matched it, how many it struck, and how many it may strike yet."""
    return Answer(body=shown_plan(emulator.faults))


def replace_faults(emulator: Controlled, request: Request) -> Answer:
    """Put a plan in the place of the one in force."""
    emulator.faults.put(read_plan(json_body(request, most=emulator.settings.max_body_bytes)))
    return show_faults(emulator, request)


def clear_faults(emulator: Controlled, _request: Request) -> Answer:
    """Drop all rules."""
    emulator.faults.put(())
    return NO_CONTENT


def shown_plan(faults: Faults) -> dict[str, Any]:
    """Show a plan as it stands."""
    rules = [
        {**write_rule(state.rule), "matched": state.matched, "struck": state.struck, "left": state.left}
        for state in faults.state()
    ]
    return {"seed": faults.seed, "rules": rules}


ROUTES = (
    Route(method="GET", path="/faults", name="getFaults", handler=show_faults, of_one_process=True),
    Route(method="PUT", path="/faults", name="putFaults", handler=replace_faults, of_one_process=True),
    Route(method="DELETE", path="/faults", name="clearFaults", handler=clear_faults, of_one_process=True),
)
