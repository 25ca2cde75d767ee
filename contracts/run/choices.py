"""What a person chose for a run."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum


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
    emulator: str | None = None
    allow_remote: bool = False
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
        ("--emulator", [choices.emulator] if choices.emulator else []),
        ("--setting", [f"{name}={value}" for name, value in choices.settings.items()]),
    ):
        for value in values:
            words += [option, value]
    return shlex.join([*words, *(["--allow-remote"] if choices.allow_remote else [])])
