"""Asking a facade: a request made from a document, sent, and judged."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.checks import Judgement, judge
from contracts.document import Document, Operation
from contracts.exchange import Exchange, Request
from contracts.expected.json_body import place
from contracts.inputs import body_with, headers_with, path_with
from contracts.target import Target

# ASCII JSON can say everything, lone surrogates too, which UTF-8 cannot.
_JSON = "application/json"


def request_for(document: Document, operation: Operation, values: Any) -> Request:
    """Make a request of an operation: parameters in their places, the credentials, and a JSON body where it has one."""
    headers = {"Content-Type": next(iter(operation.media_types), _JSON)} if operation.has_body else {}
    if operation.secured and document.credentials is not None:
        headers[document.credentials.header] = document.credentials.value
    known = values if isinstance(values, dict) else {}
    content = json.dumps(body_with(operation, values)).encode("ascii") if operation.has_body else b""
    path = path_with(operation, known)
    return Request(method=operation.method, path=path, headers=headers | headers_with(operation, known), body=content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An exchange with what every check found in it."""

    exchange: Exchange
    judgements: tuple[Judgement, ...]

    @property
    def kept(self) -> bool:
        """Whether every promise held."""
        return not any(judgement.failures for judgement in self.judgements)


def ask(target: Target, document: Document, operation: Operation, body: Any) -> Asked:
    """Send a body to an operation and judge the exchange."""
    return send(target, document, request_for(document, operation, body), operation=operation.name)


def send(target: Target, document: Document, request: Request, *, operation: str | None = None) -> Asked:
    """Send a request and judge the exchange."""
    exchange = target.rest(request, operation=operation)
    return Asked(exchange=exchange, judgements=judge(document, exchange))


def reset(target: Target) -> None:
    """Put the emulator back to its scenario, so that what an earlier request used up is there again."""
    target.control("POST", "/reset")


def own_code(document: Document, asked: Asked) -> object:
    """Give the facade's own code in an answer, at the place the document names; None where there is none."""
    where = document.own_refusal.places.get("code")
    try:
        return place(asked.exchange.response.json(), where) if where else None
    except ValueError:
        return None


def spoken(settings: Mapping[str, Any]) -> str:
    """Write settings as a person gives them."""
    return ", ".join(f"{name}={value}" for name, value in settings.items())
