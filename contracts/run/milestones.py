"""Where a run begins, changes and ends: what the engine adds to the events of its phases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from contracts.run.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    """A run begins: everything that is needed to repeat it; ``again`` is the command that does.

    ``settings`` were chosen, ``in_force`` are all that are known of the target. ``codes`` are those that the documents name for
    each SOAP operation, ``required`` the clauses without which the run fails, ``libraries`` what made the requests.
    ``chosen`` is what a person chose, by the names of the options, without secrets: of those only that they were given.
    """

    version: str
    python: str
    target: str
    base_url: str
    documents: tuple[str, ...]
    phases: tuple[str, ...]
    clauses: tuple[str, ...]
    seed: int
    profile: str
    again: str
    time_budget: float | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    in_force: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    libraries: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseStarted:
    """A phase begins."""

    name: str
    number: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFinished:
    """A phase ended well, whatever it found."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseBroke:
    """A phase could not do its work; the fault is the harness's or the target's whereabouts, not a broken promise."""

    name: str
    seconds: float
    error: str
    details: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSkipped:
    """A phase had no turn, and why."""

    name: str
    reason: str


class Ending(Enum):
    """How a run came to its end."""

    FINISHED = "finished"
    TIME_BUDGET = "time budget spent"
    INTERRUPTED = "interrupted"
    TARGET_GONE = "the target is gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished:
    """A run is over."""

    seconds: float
    ending: Ending = Ending.FINISHED


Milestone = RunStarted | PhaseStarted | PhaseFinished | PhaseBroke | PhaseSkipped | RunFinished
Told = Milestone | Event
