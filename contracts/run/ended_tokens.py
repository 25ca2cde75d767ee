"""Tokens that end: by the operation that releases them, some time after they were issued, or after they were last used."""

from datetime import timedelta

from contracts.document import token_called
from contracts.expected.seen import Seen
from contracts.failures import Failure
from contracts.run.caller import Caller
from contracts.target_clock import TargetClock


def released(caller: Caller) -> None:
    """Release a token: it opens nothing any more, and another one still does."""
    releasing = caller.releasing
    if releasing is None:
        return
    ended, kept = caller.called(token_called("released")), caller.called(token_called("kept"))
    caller.opens(kept, "a token opens what it is for")
    caller.opens(ended, "a token opens what it is for")
    name = "a token is released"
    asked = caller.sent_well(releasing, caller.request_showing(releasing, ended), name, ended)
    if not Seen(caller.document, asked.exchange).accepted:
        found, clauses = asked.exchange.response.status, caller.credentials.clauses
        failure = Failure("a token cannot be released", "status", "acceptance", found, clauses, asked.exchange)
        caller.tally.note(name, clauses=clauses, failures=[failure])
    caller.opens_nothing(ended, "a token that was released opens nothing")
    caller.opens(kept, "a token outlives the release of another")


def expired(caller: Caller) -> None:
    """Let a token come to its end: just before it is good, just after it is not, and only a use puts an idle end off."""
    ending = caller.credentials.ending
    if ending.seconds is None:
        return
    clock, value = TargetClock(caller.target), caller.called(token_called("expiring"))
    end, last = timedelta(seconds=ending.seconds), timedelta(seconds=ending.seconds - 1)
    clock.freeze()
    caller.opens(value, "a token opens what it is for", caller.operations[:1])
    if ending.idle:
        for operation in caller.operations:
            clock.advance(last)
            caller.opens(value, f"{operation.name} puts the end of an idle token off", [operation])
        clock.advance(last)
        caller.opens(value, "a token is good just before its end", caller.operations[-1:])
        clock.advance(end)
    else:
        clock.advance(last)
        caller.opens(value, "a token is good just before its end")
        clock.advance(end - last)
    caller.opens_nothing(value, "a token opens nothing from its end on")
    caller.opens(caller.called(token_called("new")), "a new token opens what it is for")
