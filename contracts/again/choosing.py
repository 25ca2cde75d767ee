"""What a person chose for a run, chosen again for one failure of it; secrets are given anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.again.reported import NoReport, Reported
from contracts.reports.masking import MASK
from contracts.run.choices import Choices, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """What is given anew: another target, and what a report does not keep."""

    url: str | None = None
    soap: str | None = None
    emulator: str | None = None
    allow_remote: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    bearer: str | None = None
    token: str | None = None
    login: str | None = None
    timeout: float | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


def choices_of(reported: Reported, anew: Anew) -> Choices:
    """Put both together; raise NoReport that names what has to be given."""
    run = reported.run
    url, soap = anew.url or run["url"], anew.soap or run["soap"]
    if url is not None or soap is not None:
        _complain(run, anew)
    settings = {**run["settings"], **anew.settings}
    for name, value in settings.items():
        if MASK in value:
            raise NoReport(f"{reported.id}: the run's --setting {name} is secret, which a report does not keep: give it again")
    return Choices(
        documents=run["documents"],
        url=url,
        soap=soap,
        emulator=anew.emulator or (run["emulator"] if anew.url is anew.soap is None else None),
        allow_remote=anew.allow_remote,
        read_only=run["read_only"],
        headers=anew.headers,
        bearer=anew.bearer,
        token=anew.token,
        login=anew.login,
        timeout=anew.timeout or run["timeout"],
        settings=settings,
        seed=run["seed"],
        profile=Profile(run["profile"]),
        phases=[reported.phase] if reported.phase else [],
    )


def _complain(run: Mapping[str, Any], anew: Anew) -> None:
    given = {name.lower() for name in anew.headers}
    for name in run["headers"]:
        if name.lower() not in given:
            raise NoReport(f"the run had --header '{name}: ...', which a report does not keep: give it again")
    if run["bearer"] and anew.bearer is None:
        raise NoReport("the run had --bearer, which a report does not keep: give it again, or set CONTRACTS_BEARER")
    if run["login"] and anew.login is None:
        raise NoReport("the run had --login, which a report does not keep: give it again")
