"""How to see a failure again: commands and texts by their names, the shortest first."""

from collections.abc import Mapping
from shlex import quote

from contracts.reports.wording import visible
from contracts.run.failure_groups import FailureGroup
from contracts.run.verdict import Verdict


def ways_to_repeat(group: FailureGroup, verdict: Verdict) -> Mapping[str, str]:
    """Give what a person can paste somewhere to see the failure again; several lines may be in one."""
    started, exchange = verdict.started, group.example.exchange
    ways = {}
    if exchange is not None:
        ways["curl"] = visible(exchange.request.curl(started.base_url if started is not None else ""))
    if started is not None and group.phase:
        ways["the phase again"] = f"{visible(started.again)} --phase {quote(group.phase)}"
    return ways
