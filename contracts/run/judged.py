"""Whom a run judges, by which documents."""

from collections.abc import Callable, Mapping, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from contracts.document import Document, DocumentError, check_against_wsdl, load, names
from contracts.run.choices import CannotRun, Choices
from contracts.run.judged_soap import soap_target_of
from contracts.target import InProcess, NotPossible, Target


def documents_of(choices: Choices) -> tuple[Document, ...]:
    """Load the documents under the settings that were chosen; raise DocumentError or CannotRun."""
    if choices.soap is not None:
        return ()
    settings = {"login": check_login(choices.login)} if choices.login is not None else {}
    chosen = choices.documents or names()
    documents = tuple(load(name, settings) for name in chosen)
    # The control API is documented too, but it is no facade: it causes no SOAP.
    facades = tuple(each for each in documents if any(operation.soap_operation for operation in each.operations))
    for document in documents:
        if choices.documents and document not in facades:
            raise DocumentError(f"{document.file}: no operation has x-soap-operation, so there is nothing to compare with SOAP")
    for document in facades:
        check_against_wsdl(document)
    return tuple(_under(document, _with_bearer(choices, document)) for document in facades)


def target_of(choices: Choices, documents: Sequence[Document]) -> Target:
    """Reach the target; raise CannotRun, NotPossible or TargetError that says why it cannot be judged."""
    if choices.soap is not None:
        return soap_target_of(choices)
    if choices.url is None:
        for option, given, says in _ABOUT_URLS:
            if given(choices):
                raise CannotRun(f"{option} says {says}; say --url too, where the facade is")
        return InProcess(choices.settings)
    # Only a run by URL pays for loading an HTTP client.
    from contracts.targets.read_only import ReadOnly
    from contracts.targets.urls import TIMEOUT, Urls

    known = {name for document in documents for name in document.settings}
    if unknown := sorted(choices.settings.keys() - known):
        raise CannotRun(f"setting {unknown[0]!r} is in no document's x-settings; there are {', '.join(sorted(known))}")
    headers = dict(choices.headers)
    if choices.bearer is not None and not any(document.credentials for document in documents):
        headers["Authorization"] = f"Bearer {choices.bearer}"
    target = Urls(
        choices.url,
        choices.emulator or choices.url,
        headers=headers,
        timeout=choices.timeout or TIMEOUT,
        token=choices.token or "",
    )
    for url in (target.base_url, target.emulator_url):
        check_loopback(url, choices)
    if (health := target.control("GET", "/health")).get("status") != "ready":
        raise NotPossible(f"the emulator at {target.emulator_url} is not ready: {health}")
    return ReadOnly(target, documents) if choices.read_only else target


_ABOUT_URLS: tuple[tuple[str, Callable[[Choices], object], str], ...] = (
    ("--emulator", lambda choices: choices.emulator, "where the emulator behind a facade is"),
    ("--header", lambda choices: choices.headers, "what a facade by URL is sent"),
    ("--bearer", lambda choices: choices.bearer, "what a facade by URL is sent"),
    ("--login", lambda choices: choices.login, "what a facade by URL sends to Scheduling"),
    ("--timeout", lambda choices: choices.timeout, "how long a facade by URL may take"),
    ("--read-only", lambda choices: choices.read_only, "that a facade by URL is somebody's"),
)


def check_loopback(url: str, choices: Choices) -> None:
    """Raise CannotRun for a URL on another machine, unless that was allowed."""
    if not choices.allow_remote and not _is_loopback(url):
        raise CannotRun(
            f"{url} is not on this machine, and a run cancels jobs and sends what no client should; "
            "say --allow-remote if that is what it is there for"
        )


def check_login(text: str) -> str:
    """Give a login back that is database:password:user; raise CannotRun for another, without showing it."""
    if text.count(":") != 2 or not all(text.split(":")):
        raise CannotRun("--login: expected database:password:user, each of them there, found something else")
    return text


def _with_bearer(choices: Choices, document: Document) -> dict[str, str]:
    """Say that the facade asks for a token, and which, where the document knows of tokens and nothing else was said."""
    if choices.bearer is None or document.credentials is None:
        return dict(choices.settings)
    return {**({"auth": "true"} if "auth" in document.settings else {}), **choices.settings, "token": choices.bearer}


def _under(document: Document, settings: Mapping[str, str]) -> Document:
    given = {}
    for name, text in settings.items():
        if name in document.settings:
            given[name] = _like(document.settings[name], text, name)
            allowed = document.source["x-settings"][name].get("values", [given[name]])
            if given[name] not in allowed:
                raise CannotRun(f"setting {name}: expected {' or '.join(map(str, allowed))}, found {text!r}")
    return document.under(given)


def _like(default: Any, text: str, name: str) -> Any:
    """Read a setting's text as the kind of value that its default is."""
    match default:
        case bool():
            if text.lower() not in ("true", "false"):
                raise CannotRun(f"setting {name}: expected true or false, found {text!r}")
            return text.lower() == "true"
        case int():
            if not (text.isascii() and text.isdigit()):
                raise CannotRun(f"setting {name}: expected a whole number, found {text!r}")
            return int(text)
    return text


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
