"""What a person chose for a run."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Profile(Enum):
    """How deep a run digs."""

    QUICK = "quick"
    THOROUGH = "thorough"


class CannotRun(ValueError):  # noqa: N818 - reads as what it says
    """Say why a run cannot be as it was chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person chose; nothing chosen is our emulator in-process, with every document that comes with the harness."""

    documents: Sequence[str] = ()
    url: str | None = None
    soap: str | None = None
    emulator: str | None = None
    allow_remote: bool = False
    read_only: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    bearer: str | None = None
    token: str | None = None
    login: str | None = None
    timeout: float | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    seed: int | None = None
    time_budget: float | None = None
    profile: Profile = Profile.QUICK
    clauses: Sequence[str] = ()
    phases: Sequence[str] = ()
    required: Sequence[str] = ()


def command(choices: Choices, *, seed: int) -> str:
    """Write the command that sends the same requests again, without the choice of clauses and phases."""
    words = ["contracts", "run", "--seed", str(seed)]
    if choices.profile is not Profile.QUICK:
        words += ["--profile", choices.profile.value]
    for option, values in (
        ("--document", choices.documents),
        ("--url", [choices.url] if choices.url else []),
        ("--soap", [choices.soap] if choices.soap else []),
        ("--emulator", [choices.emulator] if choices.emulator else []),
        ("--setting", [f"{name}={value}" for name, value in choices.settings.items()]),
        ("--timeout", [f"{choices.timeout:g}"] if choices.timeout is not None else []),
    ):
        for value in values:
            words += [option, value]
    flags = [("--allow-remote", choices.allow_remote), ("--read-only", choices.read_only)]
    line = shlex.join([*words, *(flag for flag, chosen in flags if chosen)])
    return " ".join([line, *_secrets(choices)])


def without_secrets(choices: Choices) -> dict[str, Any]:
    """Give what is needed to reach the same target once more; of what may be secret, that it was given."""
    return {
        "documents": list(choices.documents),
        "url": choices.url,
        "emulator": choices.emulator,
        "soap": choices.soap,
        "allow_remote": choices.allow_remote,
        "read_only": choices.read_only,
        "timeout": choices.timeout,
        "settings": dict(choices.settings),
        "headers": list(choices.headers),
        "bearer": choices.bearer is not None,
        "login": choices.login is not None,
    }


def _secrets(choices: Choices) -> Iterator[str]:
    """Write what may be secret as a variable that whoever repeats the run has to set."""
    for name in choices.headers:
        yield f'--header "{name}: ${_variable(name)}"'
    if choices.bearer is not None:
        yield '--bearer "$TOKEN"'
    if choices.token is not None:
        yield '--token "$EMULATOR_CONTROL_TOKEN"'
    if choices.login is not None:
        yield '--login "$LOGIN"'


def _variable(name: str) -> str:
    return re.sub("[^A-Z0-9]", "_", name.upper())
