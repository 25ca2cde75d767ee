"""Asking a facade: a request made from a document, sent, and judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.checks import Judgement, judge
from contracts.document import Document, Operation
from contracts.exchange import Exchange, Request
from contracts.expected.calls import Made
from contracts.expected.json_body import place
from contracts.inputs import request_for
from contracts.needs import meet
from contracts.target import Target


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
    """Make what an operation needs, send it a body, and judge the exchange; what was found of the making is told too."""
    met = meet(target, document, operation, body)
    asked = send(target, document, request_for(document, operation, met.body), operation=operation.name, made=met.made or None)
    if not met.making:
        return asked
    of_making = tuple(each for exchange, made in met.making for each in judge(document, exchange, made))
    return Asked(exchange=asked.exchange, judgements=(*of_making, *asked.judgements))


def ask_as_it_is(target: Target, document: Document, operation: Operation, body: Any) -> Asked:
    """Send a body to an operation as things are there, with nothing made for it, and judge the exchange."""
    return send(target, document, request_for(document, operation, body), operation=operation.name)


def send(
    target: Target, document: Document, request: Request, *, operation: str | None = None, made: Made | None = None
) -> Asked:
    """Send a request and judge the exchange, by the records that were made for it."""
    exchange = target.rest(request, operation=operation)
    return Asked(exchange=exchange, judgements=judge(document, exchange, made))


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
