"""How to see a failure again: commands and texts by their names, the shortest first."""

from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from contracts.reports.repeat import Places, as_envelope, as_shell, as_test, as_zeep
from contracts.reports.wording import visible
from contracts.run.failure_groups import FailureGroup
from contracts.run.verdict import Verdict


def ways_to_repeat(group: FailureGroup, verdict: Verdict, report: Path | None = None) -> Mapping[str, str]:
    """Give what a person can paste somewhere to see the failure again; several lines may be in one.

    ``report`` is where contracts.jsonl is written, for what looks there.
    """
    started, exchange, story = verdict.started, group.example.exchange, group.story
    ways: dict[str, str] = {}
    if started is None:
        return {} if exchange is None else {"curl": visible(exchange.request.curl())}
    places = Places.of(started)
    if story is not None:
        ways |= {"curl": as_shell(story, places), "the story again": _replay(group.id, report)}
    elif exchange is not None:
        ways["curl"] = exchange.request.curl(started.base_url)
    if group.phase:
        ways["the phase again"] = f"{visible(started.again)} --phase {quote(group.phase)}"
    if exchange is not None and exchange.soap:
        ways["raw envelope"] = as_envelope(exchange.soap[-1], places)
        ways["zeep"] = as_zeep(exchange.soap[-1], places)
    if story is not None:
        ways["pytest"] = as_test(group.id, group.example, story, places, report)
    return {name: "\n".join(map(visible, text.split("\n"))) for name, text in ways.items()}


def _replay(id_: str, report: Path | None) -> str:
    return f"contracts replay {id_}{f' --report {quote(str(report))}' if report is not None else ''}"
