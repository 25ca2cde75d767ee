"""Who can tell whether a failure is still one: a check, schemathesis, a life, or only the phase that found it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCheck:
    """A check of one exchange, by a document under settings."""

    check: str
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class BySchemathesis:
    """A check of schemathesis, of one exchange of an operation."""

    check: str
    document: Document
    operation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByToldLife:
    """A told life, by its system and name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeStep:
    """A step of a random life: an action with its arguments."""

    action: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLife:
    """A random life beside its model: ``part`` names which, "" where the run fills it in."""

    part: str = ""
    steps: tuple[LifeStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPhase:
    """The phase that found it, from the same seed: what it compares is not one exchange alone."""

    phase: str


Judge = ByCheck | BySchemathesis | ByToldLife | ByLife | ByPhase
# These judge the story's last exchange, so the story can be made smaller.
OfOneExchange = ByCheck | BySchemathesis
