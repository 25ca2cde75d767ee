"""The assumptions that this emulator runs on."""

from werkzeug import Request

from emulator.assumptions import ASSUMPTIONS
from emulator.control.answers import Answer
from emulator.control.controlled import Controlled
from emulator.control.routes import Route


def show_assumptions(emulator: Controlled, _request: Request) -> Answer:
    """List what nothing public decides, what was chosen, and by which setting it can be changed."""
    return Answer(
        body=[
            {
                "clause": assumption.clause,
                "says": assumption.says,
                "setting": assumption.setting,
                "default": _shown(assumption.default),
                "value": _shown(getattr(emulator.settings, assumption.setting)) if assumption.setting else None,
            }
            for assumption in ASSUMPTIONS
        ]
    )


ROUTES = (Route(method="GET", path="/assumptions", name="getAssumptions", handler=show_assumptions),)


def _shown(value: object) -> object:
    # Logins hold passwords: their users are enough.
    return [login.database_user for login in value] if isinstance(value, tuple) else value
