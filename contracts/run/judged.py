"""Whom a run judges, by which documents."""

from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from contracts.document import Document, DocumentError, check_against_wsdl, load, names
from contracts.run.choices import CannotRun, Choices
from contracts.target import InProcess, NotPossible, Target


def documents_of(choices: Choices) -> tuple[Document, ...]:
    """Load the documents under the settings that were chosen; raise DocumentError or CannotRun."""
    documents = tuple(load(name) for name in choices.documents or names())
    # The control API is documented too, but it is no facade: it causes no SOAP.
    facades = tuple(each for each in documents if any(operation.soap_operation for operation in each.operations))
    for document in documents:
        if choices.documents and document not in facades:
            raise DocumentError(f"{document.file}: no operation has x-soap-operation, so there is nothing to compare with SOAP")
    for document in facades:
        check_against_wsdl(document)
    return tuple(_under(document, choices.settings) for document in facades)


def target_of(choices: Choices, documents: Sequence[Document]) -> Target:
    """Reach the target; raise CannotRun, NotPossible or TargetError that says why it cannot be judged."""
    if choices.url is None:
        if choices.emulator is not None:
            raise CannotRun("--emulator says where the emulator behind a facade is; say --url too, where the facade is")
        return InProcess(choices.settings)
    from contracts.targets.urls import Urls  # only a run by URL pays for loading an HTTP client

    known = {name for document in documents for name in document.settings}
    if unknown := sorted(choices.settings.keys() - known):
        raise CannotRun(f"setting {unknown[0]!r} is in no document's x-settings; there are {', '.join(sorted(known))}")
    target = Urls(choices.url, choices.emulator or choices.url)
    for url in (target.base_url, target.emulator_url):
        if not choices.allow_remote and not _is_loopback(url):
            raise CannotRun(
                f"{url} is not on this machine, and a run cancels jobs and sends what no client should; "
                "say --allow-remote if that is what it is there for"
            )
    if (health := target.control("GET", "/health")).get("status") != "ready":
        raise NotPossible(f"the emulator at {target.emulator_url} is not ready: {health}")
    return target


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
