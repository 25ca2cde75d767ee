"""Credentials: none, wrong ones, such as have ended, and signatures of something else open nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from contracts.document import Credentials, Document
from contracts.document.other_settings import other_settings
from contracts.run.caller import Caller
from contracts.run.ended_tokens import expired, released
from contracts.run.events import Event, NotExercised, Progress, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.signatures import altered, apart
from contracts.run.tally import Tally
from contracts.run.told import clock_as_it_was
from contracts.run.variants import Variant, variant
from contracts.strategies.wrong_credentials import wrong_values
from contracts.target import NotPossible


def credentials(context: RunContext) -> Iterator[Event]:
    """Show each scheme's operations what is good and what is not, in each way to set the facade up that the scheme knows."""
    tally = Tally("credentials")
    for document in context.documents:
        for name, scheme in document.schemes.items():
            for settings in _setups(document, name, scheme):
                if context.budget.over:
                    yield from tally.events()
                    yield stopped("credentials")
                    return
                for each in _set_up(replace(context, documents=(document,)), settings, scheme):
                    if isinstance(each, NotExercised):
                        yield each
                    else:
                        yield from _look(each, name, tally, clock=context.soap_side)
                yield Progress(doing=f"credentials: {document.name} {name}", cases=tally.cases)
    yield from tally.events()


def _setups(document: Document, name: str, scheme: Credentials) -> list[Mapping[str, Any]]:
    """Give the settings under which the scheme is asked for, alone and with each that changes what it says."""
    part = document.source["components"]["securitySchemes"][name]["x-credentials"]
    changes: list[Mapping[str, Any]] = [{}, *other_settings(document.source, part)]
    found = [{**scheme.set_up, **each} for each in changes]
    return [each for each in found if document.under(each).schemes[name].required]


def _set_up(context: RunContext, settings: Mapping[str, Any], scheme: Credentials) -> Iterator[Variant | NotExercised]:
    if settings:
        yield from variant(context, settings, told=settings, clauses=scheme.clauses)
    else:
        yield Variant(name="", target=context.target, documents=context.documents)


def _look(each: Variant, scheme: str, tally: Tally, *, clock: bool) -> Iterator[NotExercised]:
    (document,) = each.documents
    caller = Caller(target=each.target, document=document, scheme=scheme, tally=tally)
    caller.opens_nothing(None, "who shows nothing is turned away")
    caller.opens_nothing("", "who shows nothing is turned away")
    for value in wrong_values(caller.credentials):
        caller.opens_nothing(value, "who shows something wrong is turned away")
    released(caller)
    altered(caller)
    for part, says in _by_the_clock(caller.credentials):
        reason = "" if clock else "a facade by URL goes by a clock of its own"
        try:
            if clock:
                with clock_as_it_was(each.target):
                    part(caller)
        except NotPossible as error:
            reason = str(error)
        if reason:
            name = f"credentials: {document.name}: {says}"
            yield NotExercised(name=name, clauses=caller.credentials.clauses, reason=reason)


def _by_the_clock(scheme: Credentials) -> Iterator[tuple[Callable[[Caller], None], str]]:
    if scheme.ending.seconds is not None:
        yield expired, "a token that has come to its end"
    if scheme.signing is not None and scheme.signing.skew:
        yield apart, "clocks that are apart"


PHASES = (FunctionPhase(name="credentials", clauses=EXERCISES["credentials"], look=credentials),)
