"""Adding up what many exchanges showed, promise by promise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from contracts.failures import Failure
from contracts.run.asking import Asked
from contracts.run.events import Checked, NotExercised

# The same thing broken in a thousand exchanges is one thing to read about.
_SHOWN = 3


@dataclass(slots=True)
class _Row:
    cases: int = 0
    clauses: dict[str, None] = field(default_factory=dict)
    failures: dict[tuple[object, ...], list[Failure]] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """Cases, clauses and failures by the name of a promise, in the order that the names came up."""

    prefix: str
    rows: dict[str, _Row] = field(default_factory=dict)
    cases: int = 0
    withheld: list[str] = field(default_factory=list)

    def add(self, name: str, asked: Asked, *, clauses: Iterable[str] = (), failures: Iterable[Failure] = ()) -> None:
        """Add an exchange under a name: what the checks exercised and found, and what the caller did."""
        if asked.exchange.response.withheld:
            self.withheld.append(asked.exchange.response.withheld)
            return
        found = [failure for judgement in asked.judgements for failure in judgement.failures]
        exercised = [clause for judgement in asked.judgements for clause in judgement.clauses]
        self.cases += 1
        # A request without an answer has told all there is to tell.
        more = () if asked.exchange.response.broken else failures
        self.note(name, clauses=[*clauses, *exercised], failures=[*found, *more])

    def add_by_check(self, asked: Asked) -> None:
        """Add an exchange under the name of each check that it exercised."""
        if asked.exchange.response.withheld:
            self.withheld.append(asked.exchange.response.withheld)
            return
        self.cases += 1
        for judgement in asked.judgements:
            self._row(judgement.check.name, judgement.clauses, judgement.failures)

    def note(self, name: str, *, clauses: Iterable[str], failures: Iterable[Failure] = ()) -> None:
        """Add one more look at an exchange, under a name."""
        self._row(name, clauses, failures)

    def events(self) -> Iterator[Checked | NotExercised]:
        """Tell each promise with all that was found; of failures alike, those with the smallest requests."""
        if self.withheld:
            name = f"{self.prefix}: {len(self.withheld)} requests"
            yield NotExercised(name=name, clauses=(), reason=f"they were not sent, {self.withheld[0]}")
        for name, row in self.rows.items():
            shown = tuple(failure for alike in row.failures.values() for failure in alike)
            yield Checked(name=f"{self.prefix}: {name}", clauses=tuple(row.clauses), cases=row.cases, failures=shown)

    def _row(self, name: str, clauses: Iterable[str], failures: Iterable[Failure]) -> None:
        row = self.rows.setdefault(name, _Row())
        row.cases += 1
        row.clauses.update(dict.fromkeys(clauses))
        for failure in failures:
            row.clauses.update(dict.fromkeys(failure.clauses))
            alike = row.failures.setdefault((failure.message, failure.where, failure.clauses), [])
            alike.append(failure)
            alike.sort(key=_size)
            del alike[_SHOWN:]


def _size(failure: Failure) -> int:
    return len(failure.exchange.request.body) if failure.exchange is not None else 0
