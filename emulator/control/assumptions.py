"""The assumptions that this emulator runs on."""

from dataclasses import fields
from typing import Any

from werkzeug import Request

from emulator.assumptions import ASSUMPTIONS
from emulator.control.answers import Answer
from emulator.control.controlled import Controlled
from emulator.control.routes import Route
from emulator.settings import setting_rows


def assumptions_in_force(emulator: Controlled) -> list[dict[str, Any]]:
    """List what nothing public decides, what was chosen, and by which setting it can be changed."""
    secret = {row.name for row in setting_rows() if row.secret}
    return [
        {
            "clause": assumption.clause,
            "says": assumption.says,
            "setting": assumption.setting,
            "default": _shown(assumption.default, secret=assumption.setting in secret),
            "value": _shown(
                getattr(emulator.settings, assumption.setting) if assumption.setting else None,
                secret=assumption.setting in secret,
            ),
        }
        for assumption in ASSUMPTIONS
    ]


def show_assumptions(emulator: Controlled, _request: Request) -> Answer:
    """Show the assumptions in force."""
    return Answer(body=assumptions_in_force(emulator))


ROUTES = (Route(method="GET", path="/assumptions", name="getAssumptions", handler=show_assumptions),)


def _shown(value: object, *, secret: bool) -> object:
    if isinstance(value, tuple):
        # Logins hold passwords: the first column, by which people know them, is enough.
        return [getattr(row, fields(row)[0].name) for row in value]
    return "***" if secret and value else value
