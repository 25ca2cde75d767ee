"""One promise that did not hold."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contracts.exchange import Exchange

if TYPE_CHECKING:
    from contracts.again.judges import Judge


@dataclass(frozen=True, slots=True)
class Failure:
    """What was promised, where it broke, what was expected and what was found.

    ``clauses`` is left empty by a check that keeps all of its clauses at once: the run fills in the check's own.
    ``judge`` can tell whether it is still so; None where only the phase that found it can.
    """

    message: str
    where: str = ""
    expected: Any = None
    found: Any = None
    clauses: tuple[str, ...] = ()
    exchange: Exchange | None = None
    judge: "Judge | None" = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        """Tell it as a person would read it."""
        lines = [f"{' '.join(self.clauses)}  {self.message}".strip()]
        if self.where:
            lines.append(f"  where:    {self.where}")
        lines += [f"  expected: {self.expected!r}", f"  found:    {self.found!r}"]
        if self.exchange is not None:
            lines.append(f"  curl:     {self.exchange.request.curl()}")
        return "\n".join(lines)
