"""What a run knows of the SOAP server that it judges: where it is, how it is set up, what is in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.scenarios.messages import ENVELOPES, LOGIN

NOWHERE = "NOWHERE"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapServer:
    """A SOAP server as its settings make it; the defaults are our emulator's.

    ``login`` is a good one; whether a bad one is refused says ``logins``, with which code ``login_error_code`` (None: any).
    ``unit`` is one that is there, "" where none is known. ``control`` says that its state can be seen and made,
    ``by_url`` that it is somewhere else and cannot be set up, ``alone`` that only the run changes anything in it.
    """

    path: str = "/soap"
    strict: bool = False
    versions: frozenset[str] = frozenset(ENVELOPES)
    login: tuple[str, str, str] = (LOGIN["databaseUser"], LOGIN["password"], LOGIN["spUser"])
    logins: bool = False
    login_error_code: str | None = "9001"
    max_body_bytes: int = 10 * 2**20
    knows_reasons: bool = True
    status_required: bool = True
    unit: str = ""
    control: bool = True
    by_url: bool = False
    alone: bool = True

    def under(self, settings: Mapping[str, Any]) -> "SoapServer":
        """Say how other settings change it; raise ValueError for a value that none of them can have."""
        changed = self
        for name, value in settings.items():
            if name in SETTINGS:
                changed = replace(changed, **SETTINGS[name](value))
        return changed


def _profile(value: Any) -> dict[str, Any]:
    return {"strict": _one_of("profile", value, ("lenient", "strict")) == "strict"}


def _versions(value: Any) -> dict[str, Any]:
    return {"versions": frozenset(_one_of("soap_versions", value, ("1.1,1.2", "1.2")).split(","))}


def _logins(value: Any) -> dict[str, Any]:
    if not isinstance(value, list):
        return {"logins": _one_of("logins", str(value).lower(), ("true", "false")) == "true"}
    first = next((each for each in value if isinstance(each, Mapping)), None)
    login = {} if first is None else {"login": (first["database_user"], first["password"], first["sp_user"])}
    return {"logins": bool(value), **login}


def _number(name: str, least: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        text = str(value)
        if not (text.isascii() and text.isdigit() and least <= int(text[:12])):
            raise ValueError(f"setting {name}: expected a whole number from {least}, found {text!r}")
        return int(text)

    return read


def _version(value: Any) -> dict[str, Any]:
    parts = str(value).split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(f"setting scheduling_version: expected a version such as 14.2, found {value!r}")
    return {"knows_reasons": [int(part) for part in parts] >= [11, 3]}


def _one_of(name: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"setting {name}: expected {' or '.join(map(repr, allowed))}, found {value!r}")
    return str(value)


# What of the emulator's settings changes which answers are right; and a unit that is there, which is no setting of it.
SETTINGS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "profile": _profile,
    "soap_versions": _versions,
    "logins": _logins,
    "login_error_code": lambda value: {"login_error_code": str(_number("login_error_code", 1)(value))},
    "max_body_bytes": lambda value: {"max_body_bytes": _number("max_body_bytes", 1)(value)},
    "scheduling_version": _version,
    "unresourced_status": lambda value: {
        "status_required": _one_of("unresourced_status", value, ("Tentative", "absent")) == "Tentative"
    },
    "unit": lambda value: {"unit": str(value)},
}
