"""Failures that are alike, counted: of one check, of the same clauses, with one message at one place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from contracts.again.judges import ByCheck, BySchemathesis
from contracts.again.sameness import kind_of
from contracts.again.steps import Story
from contracts.exchange import Exchange
from contracts.failures import Failure

# So many exchanges of a kind are known again; the same defect shows in thousands.
_MOST_SEEN = 500
# So many are looked at, for what else is wrong with them.
_MOST_SAMPLES = 8

Key = tuple[str, tuple[str, ...], str, str]


@dataclass(slots=True, kw_only=True)
class FailureKind:
    """Failures that differ in their values alone, whatever phase and operation they are of: the smallest stands for all.

    ``exchanges`` are those it was seen in, ``samples`` the first of them. In its ``story`` secrets stand as variables; when it
    was played again and ended as before, it is ``proved``; ``needs`` are the elements without whose values in the request it
    is not so. ``why_not`` says why there is no story.
    """

    key: Key
    check: str
    clauses: tuple[str, ...]
    example: Failure
    phases: dict[str, int] = field(default_factory=dict)
    checks: dict[str, int] = field(default_factory=dict)
    operations: dict[str, None] = field(default_factory=dict)
    count: int = 0
    exchanges: set[bytes] = field(default_factory=set)
    samples: list[Failure] = field(default_factory=list)
    story: Story | None = None
    proved: bool = False
    needs: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def phase(self) -> str:
        """The phase that found it first."""
        return next(iter(self.phases), "")

    def add(self, failure: Failure, *, phase: str, check: str) -> None:
        """Count one more."""
        self.count += 1
        self.phases[phase] = self.phases.get(phase, 0) + 1
        self.checks[check] = self.checks.get(check, 0) + 1
        if failure.exchange is not None:
            if failure.exchange.operation is not None:
                self.operations[failure.exchange.operation] = None
            mark = mark_of(failure.exchange)
            if mark not in self.exchanges and len(self.samples) < _MOST_SAMPLES:
                self.samples.append(failure)
            if len(self.exchanges) < _MOST_SEEN:
                self.exchanges.add(mark)
        if _size(failure) < _size(self.example):
            self.example = failure


class FailureKinds:
    """Gather failures as a run finds them."""

    def __init__(self) -> None:
        self._kinds: dict[Key, FailureKind] = {}

    def __iter__(self) -> Iterator[FailureKind]:
        """Walk the kinds in the order of their first failure."""
        return iter(self._kinds.values())

    def __len__(self) -> int:
        """Count the kinds."""
        return len(self._kinds)

    def add(self, failure: Failure, *, phase: str, check: str, clauses: tuple[str, ...]) -> FailureKind:
        """Count a failure with its like, and give their kind."""
        key = key_of(failure, check=check, clauses=clauses)
        kind = self._kinds.get(key)
        if kind is None:
            kind = self._kinds[key] = FailureKind(key=key, check=check, clauses=clauses, example=failure)
        kind.add(failure, phase=phase, check=check)
        return kind


def key_of(failure: Failure, *, check: str = "", clauses: tuple[str, ...] = ()) -> Key:
    """Name the kind of a failure; ``check`` and ``clauses`` are of who told it, where it does not know them itself."""
    match failure.judge:
        case ByCheck() | BySchemathesis() as judge:
            name = judge.check
        case _:
            # What follows the phase's word tells of operations and values.
            name = check.partition(": ")[0]
    return (name, failure.clauses or clauses, kind_of(failure.where), kind_of(failure.message))


def mark_of(exchange: Exchange) -> bytes:
    """Name an exchange by what was said in it."""
    request, response = exchange.request, exchange.response
    said = [request.method.encode(), request.path.encode("utf-8", "surrogatepass"), request.body, response.body]
    digest = blake2b(digest_size=12)
    for part in (*said, str(response.status).encode()):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def _size(failure: Failure) -> int:
    if failure.exchange is None:
        return 0
    request = failure.exchange.request
    return len(request.path) + len(request.body)
