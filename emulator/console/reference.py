"""The API reference: what a contract says, in the order in which a person asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from emulator.console.documents import TITLES, document, resolved
from emulator.console.schemas import Member, clauses, described, members

METHODS = ("get", "put", "post", "patch", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer: its status, when it comes, and its members."""

    status: str
    says: str
    members: list[Member]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An operation, as the reference shows it."""

    id: str
    method: str
    path: str
    summary: str
    says: str
    clauses: tuple[str, ...]
    soap: str
    parameters: list[tuple[str, Member]]
    media_type: str
    body_required: bool
    body: list[Member]
    answers: list[Answered]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A document, as the reference shows it; ``settings`` are those that change what is right, with their defaults."""

    name: str
    title: str
    version: str
    says: str
    settings: dict[str, Any]
    operations: list[Described]


def contents() -> dict[str, str]:
    """Name the documents, and their titles."""
    return dict(TITLES)


@cache
def reference_of(name: str) -> Reference:
    """Make the reference of a document; raise KeyError for an unknown one."""
    raw = document(name)
    info = raw["info"]
    return Reference(
        name=name,
        title=info["title"],
        version=info["version"],
        says=" ".join((info.get("description") or info.get("summary") or "").split()),
        settings={key: row.get("default") for key, row in raw.get("x-settings", {}).items() if isinstance(row, dict)},
        operations=[_described(name, *each) for each in operations(name)],
    )


def operations(name: str) -> Iterator[tuple[str, str, dict[str, Any], list[dict[str, Any]]]]:
    """Walk the operations of a document: method, path from the server's root, the operation, its parameters."""
    raw = document(name)
    base = urlsplit(raw["servers"][0]["url"]).path.rstrip("/")
    for path, item in raw["paths"].items():
        for method in METHODS:
            if method in item:
                operation = resolved(name, item[method])
                given = [*item.get("parameters", ()), *operation.get("parameters", ())]
                # What an operation says of a parameter counts more than what its path says.
                parameters = {(each["name"], each["in"]): each for each in (resolved(name, one) for one in given)}
                yield method.upper(), f"{base}{path}", operation, list(parameters.values())


def body_of(name: str, operation: dict[str, Any]) -> tuple[bool, str, dict[str, Any]]:
    """Tell whether a body is required, its first media type (empty: there is none), and what is said of that."""
    body = resolved(name, operation.get("requestBody") or {})
    for media_type, content in body.get("content", {}).items():
        return bool(body.get("required")), media_type, content
    return False, "", {}


def _described(name: str, method: str, path: str, operation: dict[str, Any], parameters: list[dict[str, Any]]) -> Described:
    required, media_type, content = body_of(name, operation)
    return Described(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=operation.get("summary", ""),
        says=" ".join((operation.get("description") or "").split()),
        clauses=clauses(operation),
        soap=operation.get("x-soap-operation", ""),
        parameters=[(each["in"], _parameter(name, each)) for each in parameters],
        media_type=media_type,
        body_required=required,
        body=members(name, content.get("schema", {})),
        answers=[_answered(name, str(status), answer) for status, answer in operation["responses"].items()],
    )


def _parameter(name: str, parameter: dict[str, Any]) -> Member:
    schema = {**resolved(name, parameter.get("schema", {}))}
    for key in ("description", "x-soap-element", "x-clauses"):
        if key in parameter:
            schema[key] = parameter[key]
    return described(name, parameter["name"], schema, required=bool(parameter.get("required")))


def _answered(name: str, status: str, answer: Any) -> Answered:
    found = resolved(name, answer)
    content: dict[str, Any] = next(iter(found.get("content", {}).values()), {})
    return Answered(
        status=status,
        says=" ".join(str(found.get("description", "")).split()),
        members=members(name, content.get("schema", {})),
    )
