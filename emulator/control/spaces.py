"""The spaces of a process: list, make, drop."""

from typing import Any

from werkzeug import Request

from emulator.control.answers import NO_CONTENT, Answer, Problem
from emulator.control.bodies import json_body
from emulator.control.controlled import Controlled
from emulator.control.routes import Route
from emulator.scheduling.readings import DocumentError, show, table, write_instant
from emulator.scheduling.scenario_file import ScenarioError
from emulator.settings import SettingsError
from emulator.spaces import Space, SpaceError


def list_spaces(emulator: Controlled, _request: Request) -> Answer:
    """List the spaces by name."""
    return Answer(body=[_shown(space) for space in emulator.spaces.all()])


def create_space(emulator: Controlled, request: Request) -> Answer:
    """Make a space with settings of its own; what it is not given it has from the server."""
    given = table(
        json_body(request, most=emulator.settings.max_body_bytes),
        (),
        allowed=("name", "settings", "scenario", "clock"),
        required=("name",),
    )
    settings = given.get("settings", {})
    if not isinstance(settings, dict):
        raise DocumentError(("settings",), expected="an object of settings", found=show(settings))
    own = {**settings, **{key: _text(given[key], key) for key in ("scenario", "clock") if key in given}}
    try:
        return Answer(status=201, body=_shown(emulator.spaces.create(_text(given["name"], "name"), own)))
    except (SettingsError, ScenarioError) as error:
        raise Problem(400, "invalid", str(error), field="settings") from None
    except SpaceError as error:
        raise _problem(error, field="name") from None


def drop_space(emulator: Controlled, _request: Request, *, id: str) -> Answer:
    """Let a space go with all that is in it."""
    try:
        emulator.spaces.drop(id)
    except SpaceError as error:
        raise _problem(error) from None
    return NO_CONTENT


ROUTES = (
    Route(method="GET", path="/spaces", name="listSpaces", handler=list_spaces, of_one_process=True),
    Route(method="POST", path="/spaces", name="createSpace", handler=create_space, of_one_process=True),
    Route(method="DELETE", path="/spaces/{id}", name="dropSpace", handler=drop_space, of_one_process=True),
)


def _problem(error: SpaceError, *, field: str | None = None) -> Problem:
    return Problem(error.status, error.code, str(error), field=field, expected=error.expected, found=error.found)


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise DocumentError((key,), expected="a text", found=show(value))
    return value


def _shown(space: Space) -> dict[str, Any]:
    emulator = space.emulator
    with emulator.store.transaction(reading=True) as tx:
        items = sum(tx.count(unit.id) for unit in tx.units())
    return {
        "name": space.name,
        "created": write_instant(space.created),
        "last_used": write_instant(space.last_used),
        "items": items,
        "exchanges": emulator.counts.total(),
    }
