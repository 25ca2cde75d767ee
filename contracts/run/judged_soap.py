"""A SOAP server that a run judges by itself: how it is reached, and what is known of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.expected.soap_server import SETTINGS, SoapServer
from contracts.run.choices import CannotRun, Choices
from contracts.target import InProcess, NotPossible, Target
from contracts.targets.refusals import TargetError


def soap_target_of(choices: Choices) -> Target:
    """Reach the server; raise CannotRun, NotPossible or TargetError that says why it cannot be judged."""
    from contracts.run.judged import check_login, check_loopback
    from contracts.targets.read_only import ReadOnly
    from contracts.targets.soap_urls import SoapUrls
    from contracts.targets.urls import TIMEOUT

    assert choices.soap is not None
    for option, given, says in (
        ("--url", choices.url, "where a REST facade is"),
        ("--document", choices.documents, "what a REST facade promises"),
        ("--header", choices.headers, "what a REST facade is sent"),
        ("--bearer", choices.bearer, "what a REST facade is sent"),
    ):
        if given:
            raise CannotRun(f"{option} says {says}, and --soap judges a SOAP server; leave one of them out")
    if unknown := sorted(choices.settings.keys() - SETTINGS.keys()):
        raise CannotRun(f"setting {unknown[0]!r} is none of a SOAP server; there are {', '.join(SETTINGS)}")
    login = _three(check_login(choices.login)) if choices.login is not None else None
    target = SoapUrls(
        choices.soap, choices.emulator, login=login, timeout=choices.timeout or TIMEOUT, token=choices.token or ""
    )
    for url in (choices.soap, *([choices.emulator] if choices.emulator else [])):
        check_loopback(url, choices)
    if target.has_control:
        health = target.control("GET", "/health")
        if not isinstance(health, Mapping) or health.get("status") != "ready":
            raise NotPossible(f"the emulator at {target.emulator_url} is not ready: {health}")
    _look(target, choices.soap)
    return ReadOnly(target, ()) if choices.read_only else target


def soap_server_of(choices: Choices, target: Target) -> SoapServer:
    """Tell what is known of the SOAP server: what its control API tells, then what was chosen."""
    told = _told(target)
    if choices.soap is None:
        return SoapServer().under({**told, **choices.settings} if isinstance(target, InProcess) else told)
    from contracts.targets.soap_urls import SoapUrls

    inner = getattr(target, "inner", target)
    assert isinstance(inner, SoapUrls)
    server = SoapServer(path=inner.path, control=inner.has_control, by_url=True, alone=not choices.read_only)
    if choices.login is not None:
        # Who says how to log in knows that somebody asks; with which code a wrong login is refused is the server's own.
        code = server.login_error_code if inner.has_control else None
        server = replace(server, login=_three(choices.login), logins=True, login_error_code=code)
    server = server.under({**told, **choices.settings})
    if server.logins and choices.login is None:
        raise CannotRun("the SOAP server asks for a login; say --login database:password:user")
    return server


def _three(login: str) -> tuple[str, str, str]:
    user, password, name = login.split(":")
    return user, password, name


def _told(target: Target) -> dict[str, Any]:
    """Read the settings in force from the assumptions that a control API shows."""
    try:
        rows = target.control("GET", "/assumptions")
    except (NotPossible, TargetError):
        return {}
    known = {row.get("setting"): row.get("value") for row in rows if isinstance(row, dict)} if isinstance(rows, list) else {}
    told = {
        name: known[name] for name in ("profile", "soap_versions", "unresourced_status") if isinstance(known.get(name), str)
    }
    return told | ({"logins": "true" if known["logins"] else "false"} if "logins" in known else {})


def _look(target: Any, url: str) -> None:
    """See that somebody answers at all; what is wrong with an answer is for the phases to say."""
    from contracts.exchange import Request

    response = target.soap(Request(method="GET", path="/soap?wsdl"))
    if response.broken:
        raise TargetError(f"the SOAP server at {url} gives no answer: {response.broken}")
