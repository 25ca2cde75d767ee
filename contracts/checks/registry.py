"""The checks there are, and putting an exchange to all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from contracts.again.judges import ByCheck
from contracts.document import Document
from contracts.exchange import Exchange
from contracts.expected.calls import Made
from contracts.expected.seen import Seen
from contracts.failures import Failure


@dataclass(frozen=True, slots=True)
class Exercised:
    """That clauses were put to the test; they held unless a failure says otherwise. None named means the check's own."""

    clauses: tuple[str, ...] = ()


Finding = Failure | Exercised
CheckFunction = Callable[[Seen], Iterator[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A promise: its name, what it says, the clauses it can exercise, and the function that looks.

    ``otherwise`` is the clause that it stands for where a document knows none of the others.
    """

    name: str
    promise: str
    clauses: tuple[str, ...]
    otherwise: str
    look: CheckFunction

    def clauses_by(self, document: Document) -> tuple[str, ...]:
        """Name the clauses that it stands for where the document names none at the place in question."""
        return tuple(clause for clause in self.clauses if clause in document.clauses) or (self.otherwise,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one check found in one exchange: the clauses it exercised, and what did not hold."""

    check: Check
    clauses: tuple[str, ...]
    failures: tuple[Failure, ...]


# Of a request without an answer there is only this to say.
UNANSWERED = "a_request_is_answered"
_CHECKS: dict[str, Check] = {}


def check(*, clauses: list[str], otherwise: str) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check: a generator that yields what it exercised and what did not hold, and nothing where it does not apply.

    ``clauses`` are those that it stands for where the document names none at the place in question but knows them, and
    ``otherwise`` the one of any document.
    """

    def register(function: CheckFunction) -> CheckFunction:
        name, promise = function.__name__, (function.__doc__ or "").strip().partition("\n")[0]
        _CHECKS[name] = Check(name=name, promise=promise, clauses=tuple(clauses), otherwise=otherwise, look=function)
        return function

    return register


def all_checks() -> tuple[Check, ...]:
    """Give every check, by name."""
    return tuple(_CHECKS[name] for name in sorted(_CHECKS))


def judge(document: Document, exchange: Exchange, made: Made | None = None) -> tuple[Judgement, ...]:
    """Put an exchange to every check; give those that applied. A request that is not the facade's, or was not sent, is not.

    ``made`` are the records that were made for the request, by what it calls them.
    """
    seen = Seen(document, exchange, made)
    return tuple(_judgements(seen)) if seen.ours and not exchange.response.withheld else ()


def failures(document: Document, exchange: Exchange) -> tuple[Failure, ...]:
    """Put an exchange to every check; give only what did not hold."""
    return tuple(failure for judgement in judge(document, exchange) for failure in judgement.failures)


def _judgements(seen: Seen) -> Iterator[Judgement]:
    for each in all_checks():
        if seen.exchange.response.broken and each.name != UNANSWERED:
            continue
        findings = list(each.look(seen))
        if not findings:
            continue
        own = each.clauses_by(seen.document)
        judge_again = ByCheck(check=each.name, document=seen.document)
        broken = tuple(
            replace(found, clauses=found.clauses or own, exchange=found.exchange or seen.exchange, judge=judge_again)
            for found in findings
            if isinstance(found, Failure)
        )
        exercised = (clause for found in findings for clause in (found.clauses or own))
        yield Judgement(check=each, clauses=tuple(dict.fromkeys(exercised)), failures=broken)
