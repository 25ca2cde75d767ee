"""What a run says of one phase."""

from dataclasses import dataclass
from enum import Enum


class PhaseState(Enum):
    """How far a phase came."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    BROKE = "could not run"
    SKIPPED = "skipped"


@dataclass(slots=True, kw_only=True)
class PhaseVerdict:
    """One phase: what became of it, in how many seconds, with how many cases and failures; ``why`` it had no whole turn."""

    name: str
    state: PhaseState = PhaseState.RUNNING
    seconds: float | None = None
    cases: int = 0
    failures: int = 0
    why: str = ""
