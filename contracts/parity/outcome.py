"""What a comparison comes to."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that two sides say in another way: in which call, where in the answer, and the clauses that govern it."""

    call: str
    where: str
    left: str
    right: str
    clauses: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What was found: ``meant`` is what must differ and was compared by what it means, ``left_out`` what was not compared.

    ``left`` and ``right`` name the sides.
    """

    left: str
    right: str
    calls: int = 0
    differences: list[Difference] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 alike, 1 differences, 2 nothing could be compared."""
        return 1 if self.differences else 0 if self.calls else 2

    def by_clause(self) -> dict[str, list[Difference]]:
        """Sort the differences under the first clause that governs each."""
        found: dict[str, list[Difference]] = {}
        for difference in self.differences:
            found.setdefault(difference.clauses[0], []).append(difference)
        return dict(sorted(found.items()))
