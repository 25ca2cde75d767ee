"""What a row of the settings is made of."""

from dataclasses import dataclass, field
from typing import Any

from emulator.settings_rules import Rule


class SettingsError(ValueError):
    """Name a setting that cannot be, with where it stood, what is allowed, and what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """What a reader wants to know of one setting."""

    name: str
    type: str
    allowed: str
    default: object
    source: str
    says: str
    secret: bool = False


def setting(default: Any, rule: Rule, source: str, says: str, *, secret: bool = False) -> Any:
    """Make a row; the value of a ``secret`` one is never shown."""
    return field(default=default, repr=not secret, metadata={"rule": rule, "source": source, "says": says})
