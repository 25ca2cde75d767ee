"""How a failure reads, in any report: what can be shown of a value, and in which order."""

import json
import re
from collections.abc import Iterator
from shlex import quote

from contracts.again.steps import AtOnce, Step, ToControl, ToFacade, ToSoap
from contracts.clauses import Clause
from contracts.exchange import Request, Response, SoapCall
from contracts.run.failure_groups import FailureGroup
from contracts.run.verdict import Verdict

LONGEST_VALUE = 600
LONGEST_CURL = 900
LONGEST_CLAUSE = 160
LARGEST_READ = 65536
# A failure is told within a screen.
MOST_STEPS, LONGEST_STEP, MOST_OTHERS = 6, 200, 4


def visible(text: str, *, longest: int | None = None) -> str:
    r"""Write what a terminal or an XML file cannot show as its escape (``\x1b``, ``\ud800``), and cut what is too long."""
    cut = ""
    if longest is not None and len(text) > longest:
        text, cut = text[:longest], f" ... ({len(text):,} characters)"
    return _HIDDEN.sub(_escape, text) + cut


def spelt(value: object) -> str:
    """Write a value as Python spells it; one that has no spelling, being nested too deep, must not end a report."""
    try:
        return repr(value)
    except Exception as error:  # a value of the target's making may do anything
        return f"<a {type(value).__name__} that cannot be shown: {type(error).__name__}>"


def count(number: int, thing: str) -> str:
    """Write a number of things: ``1 case``, ``2,000 cases``, ``2 properties``."""
    if number == 1:
        return f"1 {thing}"
    return f"{number:,} {thing[:-1]}ies" if re.search("[^aeiou]y$", thing) else f"{number:,} {thing}s"


def seconds(number: float) -> str:
    """Write a duration: ``0.4 s``, ``75.0 s``."""
    return f"{number:.1f} s"


def basis_of(clause: Clause, verdict: Verdict) -> str:
    """Write where a clause comes from, with the setting that changes what is right: ``assumed (profile=lenient)``."""
    if clause.setting is None:
        return clause.basis.value
    value = verdict.in_force(clause)
    return f"{clause.basis.value} ({clause.setting}{'' if value is None else f'={visible(value, longest=40)}'})"


def failure_lines(group: FailureGroup, verdict: Verdict) -> Iterator[str]:
    """Tell a failure line by line: clauses, check and place, expected and found, what went over the wire, how to repeat it."""
    failure, started = group.example, verdict.started
    for id_ in group.clauses or ("(no clause)",):
        says = verdict.clauses[id_].clause.says if id_ in verdict.clauses else ""
        yield visible(f"{id_}  {_shortened(says)}".strip())
    yield visible(_place(group.check, failure.where), longest=LONGEST_VALUE)
    yield from (f"  {visible(line, longest=LONGEST_VALUE)}" for line in failure.message.splitlines()[:30])
    if failure.expected is not None or failure.found is not None:
        yield f"  expected: {visible(spelt(failure.expected), longest=LONGEST_VALUE)}"
        yield f"  found:    {visible(spelt(failure.found), longest=LONGEST_VALUE)}"
    if failure.exchange is not None:
        yield f"  answer:   {visible(answer_line(failure.exchange.response), longest=LONGEST_VALUE)}"
        for call in failure.exchange.soap[:3]:
            yield f"  soap:     {visible(soap_line(call), longest=LONGEST_VALUE)}"
        yield f"  curl:     {visible(failure.exchange.request.curl(started.base_url if started else ''), longest=LONGEST_CURL)}"
    yield from _before(group)
    if started is not None and group.phase:
        yield f"  again:    {visible(started.again)} --phase {quote(group.phase)}"
    yield from _elsewhere(group)


def step_line(step: Step) -> str:
    """Write a step of a story in one line."""
    match step.action:
        case ToControl() as call:
            body = "" if call.body is None else f" {json.dumps(call.body)}"
            return f"control {call.method} {call.path}{body}"
        case AtOnce() as together:
            return "at once: " + "; ".join(map(_asked, together.requests))
        case ToFacade() as asked:
            return _asked(asked.request)
        case ToSoap() as message:
            return f"{message.request.method} {message.request.path} {_inside(_text(message.request))}"


def _before(group: FailureGroup) -> Iterator[str]:
    """Tell what the story of a failure has before its last request; of one that is as long as it was found, why it is."""
    story = group.story
    if story is None or not group.lead.proved:
        if group.lead.why_not:
            yield f"  as found: {visible(group.lead.why_not, longest=LONGEST_STEP)}"
        return
    if story.settings:
        yield f"  settings: {visible(json.dumps(dict(story.settings)), longest=LONGEST_VALUE)}"
    calls = [Step(number=0, action=call) for call in story.given]
    before = [*calls, *story.steps[:-1]]
    for number, step in enumerate(before[:MOST_STEPS]):
        yield f"  {'before:' if not number else '':<9} {visible(step_line(step), longest=LONGEST_STEP)}"
    if len(before) > MOST_STEPS:
        yield f"            and {len(before) - MOST_STEPS} steps more"


def _elsewhere(group: FailureGroup) -> Iterator[str]:
    """Tell how often it was seen, where else, and as what else."""
    if group.count > 1:
        phases = ", ".join(group.phases)
        operations = f" of {', '.join(group.operations)}" if group.operations else ""
        yield visible(
            f"  seen:     {group.count:,} times{f' in {phases}' if phases else ''}{operations}", longest=LONGEST_VALUE
        )
    for kind in group.others[:MOST_OTHERS]:
        said = f"{kind.example.message}: expected {kind.example.expected!r}, found {kind.example.found!r}"
        told = f"{' '.join(kind.clauses)} {_place(kind.check, kind.example.where)}: {said}"
        yield visible(f"  also:     {count(kind.count, 'time')} {' '.join(told.split())}", longest=LONGEST_STEP)
    if len(group.others) > MOST_OTHERS:
        yield f"            and as {len(group.others) - MOST_OTHERS} others"


def _asked(request: Request) -> str:
    return f"{request.method} {request.path} {_text(request)}".rstrip()


def _text(request: Request) -> str:
    return request.body[:LARGEST_READ].decode("utf-8", "backslashreplace")


# Controls, surrogates, line separators, and what turns the direction of writing.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def _shortened(says: str) -> str:
    return says if len(says) <= LONGEST_CLAUSE else f"{says[:LONGEST_CLAUSE].rpartition(' ')[0]} ..."


def _place(check: str, where: str) -> str:
    """Name the check and the place; a place that names the check itself is enough."""
    if not where:
        return check
    return where if check.rpartition(": ")[2] in where else f"{check}: {where}"


def answer_line(response: Response) -> str:
    """Write an answer's status and body in one line."""
    if response.broken:
        return f"none: {response.broken}"
    return f"{response.status} {_inside(response.body[:LARGEST_READ].decode('utf-8', 'backslashreplace'))}".rstrip()


def soap_line(call: SoapCall) -> str:
    """Write a SOAP call in one line: what is inside its envelope, and what came back."""
    return f"{call.operation or 'unknown operation'} {_inside(call.request[:LARGEST_READ])} -> {call.status or 'no answer'}"


def _inside(text: str) -> str:
    """Show what is inside a SOAP envelope, anything else as it stands."""
    body = re.search(r"<(?:[\w.-]+:)?Body\b[^>]*>(.*)</(?:[\w.-]+:)?Body>", text, re.DOTALL)
    return body[1].strip() if body else text
