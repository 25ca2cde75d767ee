"""What is wrong with an environment, from the bottom up: Python, packages, machine, settings, and a trial of it all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Verdict(Enum):
    """How a finding is to be taken."""

    OK = "ok"
    NOTE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, how it is, and what to do about it where something is to be done."""

    verdict: Verdict = Verdict.OK
    about: str
    says: str
    remedy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What ``emulator serve`` would be given: a settings file, ``name=value`` arguments, and the environment."""

    file: Path | None
    arguments: Sequence[str]
    environ: Mapping[str, str]


Look = Callable[[Given], Iterable[Finding]]


def examine(given: Given) -> Iterator[Finding]:
    """Look at everything; raise nothing, whatever state things are in."""
    # Imported one after the other: where the one cannot be, the others tell why.
    from emulator.doctor.surroundings import SURROUNDINGS

    yield from _look(SURROUNDINGS, given)
    try:
        from emulator.doctor.trial import TRIAL
    except Exception as error:  # whatever an import may raise
        says = f"the emulator cannot be loaded: {type(error).__name__}: {error}"
        yield Finding(
            verdict=Verdict.WRONG, about="emulator", says=says, remedy="install it anew: pip install --force-reinstall"
        )
        return
    yield from _look(TRIAL, given)


def _look(looks: Mapping[str, Look], given: Given) -> Iterator[Finding]:
    for about, look in looks.items():
        try:
            yield from look(given)
        except Exception as error:  # a doctor that breaks helps nobody
            yield Finding(verdict=Verdict.WRONG, about=about, says=f"{type(error).__name__}: {error}")
