"""The phases of a run, in their order; each is in a module of its own, loaded when a run or a list needs it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import import_module

from contracts.run.events import Event, Phase, RunContext

# Each module has ``PHASES: tuple[Phase, ...]``. What fails at once comes first, what digs for long comes last.
MODULES = (
    "mapping",
    "limits",
    "envelopes",
    "codes",
    "together",
    "http_order",
    "tokens",
    "credentials",
    "records",
    "notices",
    "upstream",
    "soap_phases",
    "told",
    "schemathesis_adapter",
    "lives",
)


class UnknownPhase(ValueError):  # noqa: N818 - reads as what it says
    """Say that no phase has this name, and which there are."""


@dataclass(slots=True)
class Unloadable:
    """A phase whose module cannot be loaded: it says so when its turn comes, and the others go on."""

    name: str
    error: Exception

    def __call__(self, context: RunContext) -> Iterator[Event]:  # noqa: ARG002 - a phase's signature
        """Raise what its module raised."""
        raise self.error


def load(modules: Sequence[str] = MODULES) -> tuple[Phase, ...]:
    """Load the phases."""
    phases: list[Phase] = []
    for module in modules:
        try:
            phases += import_module(f"{__package__}.{module}").PHASES
        except Exception as error:  # a broken phase must not keep the others from running
            phases.append(Unloadable(module, error))
    return tuple(phases)


def selected(phases: Sequence[Phase], patterns: Sequence[str]) -> tuple[Phase, ...]:
    """Keep the phases whose names fit a pattern, all without one; raise UnknownPhase for a pattern that fits none."""
    for pattern in patterns:
        if not any(fnmatchcase(phase.name, pattern) for phase in phases):
            raise UnknownPhase(f"no phase is called {pattern!r}; there are {', '.join(phase.name for phase in phases)}")
    return tuple(phase for phase in phases if not patterns or any(fnmatchcase(phase.name, pattern) for pattern in patterns))
