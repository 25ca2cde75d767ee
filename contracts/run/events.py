"""What a run tells while it goes on; reports are made of these and of nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from contracts.document import Document
from contracts.expected.soap_server import SoapServer
from contracts.failures import Failure
from contracts.run.budget import Budget
from contracts.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One promise was put to the test: ``name`` says which, ``cases`` how often, ``failures`` what did not hold.

    ``clauses`` are those exercised, whether kept or not. A failure names those it breaks.
    """

    name: str
    clauses: tuple[str, ...]
    cases: int = 1
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotExercised:
    """A promise could not be put to the test here, and why."""

    name: str
    clauses: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A sign of life between two promises: what is going on, and how many cases so far."""

    doing: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A property of a request was tried in one way, ``cases`` times; in ``broken`` of them its mapping did not hold.

    ``element`` is the SOAP element it becomes, its names joined by a slash, "" for none; ``way`` is the word for what was
    special about the values (absent, null, shortest, ...), ``example`` the JSON text of one of them, of the broken ones where
    there are any, "" where the property was left out. ``why_not`` says why the way cannot be tried, with no case then.
    """

    operation: str
    property: str
    element: str
    way: str
    example: str = ""
    cases: int = 1
    broken: int = 0
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A return code came back, with its type: through which door (SOAP, REST), from which operation, and by what request."""

    code: str
    type: str
    door: str
    operation: str
    how: str


Event = Checked | NotExercised | Progress | Mapped | Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
    """What a phase is given: whom to judge, by which documents, from which seed, and for how long.

    ``soap_side``: the Scheduling system itself is to be judged too; it is not where a facade of somebody's is, before ours.
    ``soap`` is what is known of it.
    """

    target: Target
    documents: tuple[Document, ...]
    seed: int
    budget: Budget
    thorough: bool = False
    only_clauses: frozenset[str] = field(default_factory=frozenset)
    soap_side: bool = True
    soap: SoapServer = field(default_factory=SoapServer)


class Phase(Protocol):
    """A part of a run: it yields events and raises nothing for what the target does."""

    name: str

    def __call__(self, context: RunContext) -> Iterator[Event]:
        """Put the phase's promises to the test."""
