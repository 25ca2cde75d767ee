"""A group of failures as the page shows it: what was promised and found, both halves of the exchange, how to see it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.clauses import Clause
from contracts.exchange import Exchange, SoapCall
from contracts.reports.html.differences import Piece, differences
from contracts.reports.html.laid_out import LARGEST, Line, laid_out_json, laid_out_xml
from contracts.reports.places import Place, Places
from contracts.reports.repeating import ways_to_repeat
from contracts.run.failure_groups import FailureGroup
from contracts.run.verdict import Verdict

MOST_CALLS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """A message of an exchange: whose and what it is, and its text."""

    side: str
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureView:
    """What a card shows; ``rows`` are the two ``sides`` beside each other, None where one has nothing there."""

    group: FailureGroup
    clauses: Sequence[Clause]
    written: str
    expected: Sequence[Piece]
    found: Sequence[Piece]
    compares: bool
    sides: str
    rows: Sequence[tuple[Half | None, Half | None]]
    more_calls: int
    again: Mapping[str, str]


def failure_view(group: FailureGroup, verdict: Verdict, places: Places, report: Path | None = None) -> FailureView:
    """Make the view of a group, of which the example stands for all."""
    failure = group.example
    expected, found = differences(failure.expected, failure.found)
    written = places.written(group)
    exchange = failure.exchange
    return FailureView(
        group=group,
        clauses=[verdict.clauses[id_].clause for id_ in group.clauses if id_ in verdict.clauses],
        written=f"{written.uri}:{written.position.line}" if written is not None else "",
        expected=expected,
        found=found,
        compares=failure.expected is not None or failure.found is not None,
        sides="the request beside its answer" if _soap_alone(exchange) else "REST beside SOAP",
        rows=_rows(exchange, places.of(failure)) if exchange is not None else (),
        more_calls=max(0, len(exchange.soap) - MOST_CALLS) if exchange is not None else 0,
        again=ways_to_repeat(group, verdict, report),
    )


def _rows(exchange: Exchange, place: Place) -> list[tuple[Half | None, Half | None]]:
    """Put requests beside requests and answers beside answers; with several calls each has a row of its own."""
    request, response = exchange.request, exchange.response
    alone = _soap_alone(exchange)
    side = "SOAP" if alone else "REST"
    asked = Half(
        side=side,
        title=f"{request.method} {request.path}",
        lines=[
            *(Line(f"{name}: {value}") for name, value in request.headers.items()),
            *((Line(""), *_body(request.body, place.asked, place.sent)) if request.body else ()),
        ],
    )
    answered = Half(
        side=side,
        title=f"no answer: {response.broken}" if response.broken else f"answered {response.status}",
        lines=_body(response.body, place.answered, place.replied),
    )
    if alone:
        return [(asked, answered)]
    calls = list(exchange.soap[:MOST_CALLS])
    if not calls:
        return [(asked, None), (answered, None)]
    rows: list[tuple[Half | None, Half | None]] = [(asked, _sent(calls[0], place)), (answered, _replied(calls[0], place))]
    for call in calls[1:]:
        rows += [(None, _sent(call, place)), (None, _replied(call, place))]
    return rows


def _sent(call: SoapCall, place: Place) -> Half:
    return Half(side="SOAP", title=call.operation or "unknown operation", lines=laid_out_xml(call.request, place.sent))


def _replied(call: SoapCall, place: Place) -> Half:
    title = f"answered {call.status}" if call.status else "no answer"
    return Half(side="SOAP", title=title, lines=laid_out_xml(call.response, place.replied))


def _soap_alone(exchange: Exchange | None) -> bool:
    """Tell whether the request went straight to the SOAP server."""
    return exchange is not None and not exchange.soap and exchange.request.body.lstrip().startswith(b"<")


def _body(body: bytes, mark: str, element: Sequence[str]) -> list[Line]:
    text = body[: LARGEST + 1].decode("utf-8", "backslashreplace")
    return laid_out_xml(text, element) if text.lstrip().startswith("<") else laid_out_json(text, mark)
