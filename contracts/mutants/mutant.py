"""One mutant: a defect, as a change to the source of one module of the emulator."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """The emulator with one defect: in ``module`` the text ``old``, which stands there once, is ``new``.

    ``clauses`` are those that the defect breaks: whoever finds it must name one of them.
    """

    id: str
    defect: str
    clauses: tuple[str, ...]
    module: str
    old: str
    new: str


class MutantError(ValueError):
    """Say which mutant cannot be made, or is not known, and why."""
