"""A replay as a person reads it: the story step by step, what is expected and found, and the verdict in one line."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from contracts.again.choosing import Anew, choices_of
from contracts.again.judges import LifeStep
from contracts.again.playing import Played
from contracts.again.replaying import Ended, Ending, Note, Told, replay
from contracts.again.reported import NoReport, Reported, reported
from contracts.again.secrets import Secrets, named_secrets
from contracts.again.steps import AtOnce, ToControl, ToFacade, ToSoap
from contracts.exchange import Request
from contracts.reports.masking import Mask
from contracts.reports.secret_values import secret_values
from contracts.reports.wording import answer_line, soap_line, spelt, visible
from contracts.run.preparation import prepare
from contracts.target import NotPossible, TargetError

LONGEST = 300


def replay_to(write: Callable[[str], None], id_: str, report: Path, anew: Anew) -> int:
    """Replay a failure of a report, and give the code to exit with; raise what says why it cannot be."""
    failure = reported(report, id_)
    try:
        choices = choices_of(failure, anew)
        prepared = prepare(choices)
        told = Replayed(Mask(secret_values(choices, prepared.context.documents)))
        secrets = Secrets(named_secrets(choices, prepared.context.documents))
        with closing(prepared.context.target):
            for line in told.head(failure, prepared.context.target.name):
                write(line)
            ending = Ending.GONE
            for each in replay(failure, prepared, secrets):
                for line in told.lines(each, failure):
                    write(line)
                ending = each.ending if isinstance(each, Ended) else ending
    except (NotPossible, TargetError, ValueError, OSError) as error:
        raise NoReport(f"{id_} cannot be replayed: {error}") from error
    return ending.exit_code


class Replayed:
    """Write a replay line by line; ``mask`` takes the secrets out."""

    def __init__(self, mask: Mask) -> None:
        self._mask = mask
        self._steps = 0

    def head(self, reported: Reported, target: str) -> Iterator[str]:
        """Say what is played again, and where."""
        yield visible(
            f"{reported.id}  {' '.join(reported.failure.clauses)}  {reported.failure.message}".splitlines()[0], longest=LONGEST
        )
        yield f"target   {visible(target)}"
        story = reported.again["story"]
        if story is not None and story["settings"]:
            yield self._text(f"settings {json.dumps(story['settings'])}")
        yield ""

    def lines(self, told: Told, reported: Reported) -> Iterator[str]:
        """Tell what comes next."""
        told = self._mask(told)
        match told:
            case Note():
                yield self._text(f"     {told.text}")
            case LifeStep():
                self._steps += 1
                arguments = ", ".join(f"{name}={value}" for name, value in told.arguments.items())
                yield self._text(f"{self._steps:>3}  {told.action}({arguments})")
            case Played():
                self._steps += 1
                yield from self._played(told)
            case Ended():
                yield from self._ended(told, reported)

    def _played(self, played: Played) -> Iterator[str]:
        exchange = played.exchange
        match played.action:
            case ToControl() as call:
                body = "" if call.body is None else f" {json.dumps(call.body)}"
                yield self._text(f"{self._steps:>3}  control {call.method} {call.path}{body}")
            case ToFacade() | ToSoap() as asked:
                yield self._text(f"{self._steps:>3}  {_asked(asked.request)}")
            case AtOnce() as together:
                yield self._text(f"{self._steps:>3}  at once: {'; '.join(map(_asked, together.requests))}")
        if played.refusal:
            yield self._text(f"       refused: {played.refusal}")
        elif exchange is not None:
            yield self._text(f"       answer: {answer_line(exchange.response)}")
            for made in exchange.soap[:3]:
                yield self._text(f"       soap: {soap_line(made)}")

    def _ended(self, ended: Ended, reported: Reported) -> Iterator[str]:
        yield ""
        failure = ended.failure
        if failure is not None:
            if failure.where:
                yield self._text(f"where:    {failure.where}")
            yield self._text(f"expected: {spelt(failure.expected)}")
            yield self._text(f"found:    {spelt(failure.found)}")
        as_then = failure is not None and (failure.message, failure.found) == (reported.failure.message, reported.failure.found)
        more = ended.note or ("as in the report" if as_then else "")
        if failure is not None and failure.message != reported.failure.message:
            more = f"in another way: {failure.message}"
        yield self._text(f"{reported.id} {ended.ending.word}{f': {more}' if more else ''}")

    def _text(self, text: str) -> str:
        return visible(text, longest=LONGEST)


def _asked(request: Request) -> str:
    body = ""
    with suppress(UnicodeDecodeError):
        body = request.body.decode()
    return f"{request.method} {request.path} {body}".rstrip()
