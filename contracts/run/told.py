"""The phase of told lives: every story of the library, played against the target."""

from collections.abc import Iterator
from contextlib import contextmanager

from contracts.clauses import SOAP_SIDE
from contracts.expected.soap_server import SoapServer
from contracts.run.events import Checked, Event, NotExercised, Phase, Progress, RunContext
from contracts.scenarios.collection import library
from contracts.scenarios.facade import Facade, document_of
from contracts.scenarios.life import Life, RawPost, SoapMessage
from contracts.scenarios.player import play
from contracts.target import NotPossible, Target


class ToldLives:
    """Play the told lives in the library's order; they need no seed, since nothing in them is left to chance."""

    name = "told lives"

    def __call__(self, context: RunContext) -> Iterator[Event]:
        """Tell of each life whether its promise held; a life of clauses that nobody asked for is left out."""
        lives = [life for life in library() if _is_of(life, context)]
        with clock_as_it_was(context.target):
            for number, life in enumerate(lives):
                if context.budget.over:
                    reason = "the time budget was spent before it"
                    yield NotExercised(name=_name(life), clauses=life.clauses, reason=reason)
                    continue
                yield _played(life, context)
                if number % 20 == 19:
                    yield Progress(doing=self.name, cases=number + 1)


PHASES: tuple[Phase, ...] = (ToldLives(),)


def _is_of(life: Life, context: RunContext) -> bool:
    """Whether a life is about somebody who is judged here, and about clauses that are asked for."""
    there = context.soap_side if life.system == SOAP_SIDE else document_of(context.documents, life.system) is not None
    return there and (not context.only_clauses or not context.only_clauses.isdisjoint(life.clauses))


def _played(life: Life, context: RunContext) -> Event:
    if context.soap.by_url and (reason := _why_not(life, context.soap)):
        return NotExercised(name=_name(life), clauses=life.clauses, reason=reason)
    try:
        failures = play(life, context.target, Facade.of(context.documents, life.system))
    except NotPossible as reason:
        return NotExercised(name=_name(life), clauses=life.clauses, reason=str(reason))
    return Checked(name=_name(life), clauses=life.clauses, cases=len(life.steps), failures=failures)


def _why_not(life: Life, server: SoapServer) -> str:
    """Say why a life cannot be played on a server that is set up in its own way, "" where it can."""
    usual = SoapServer()
    alike = all(getattr(server, name) == getattr(usual, name) for name in ("strict", "versions", "status_required"))
    # A life with settings of its own says itself that this server cannot be given them.
    if not life.settings and not alike:
        return "it presumes profile, soap_versions and unresourced_status as they are by default, and here they are others"
    if server.logins and _brings_logins(life):
        return "its messages carry logins of their own, or none, and the SOAP server asks for one"
    return ""


def _brings_logins(life: Life) -> bool:
    messages = [step.action for step in life.steps]
    return any(isinstance(each, RawPost) or (isinstance(each, SoapMessage) and "login" in each.fields) for each in messages)


def _name(life: Life) -> str:
    return f"{life.system}: {life.name}"


@contextmanager
def clock_as_it_was(target: Target) -> Iterator[None]:
    """Give the emulator its own time and state back in the end: it may be somebody's, and other phases follow."""
    before = target.control("GET", "/clock")
    try:
        yield
    finally:
        target.control("PUT", "/clock", {"now": before["now"], "running": before["running"]})
        target.control("DELETE", "/faults")
        target.control("POST", "/reset")
