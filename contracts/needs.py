"""Making what an operation needs before it is asked: records of the facade's own, by the operation that makes them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from contracts.document import Document, Needs, Operation
from contracts.document.source import DocumentError
from contracts.exchange import Exchange
from contracts.expected.json_body import changed_at, place
from contracts.expected.refusals import values_of
from contracts.inputs import carries, request_for
from contracts.strategies.messages import least, with_value
from contracts.target import Target

# A record may need another one first, but not for ever.
_DEEPEST = 4
_PLACES = re.compile(r"\{([^{}]+)\}")
_NUMBERS: WeakKeyDictionary[Target, "count[int]"] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What a request became: its body, the records that were made for it by what it calls them, and how they were made."""

    body: Any
    made: Mapping[str, str]
    making: tuple[tuple[Exchange, Mapping[str, str]], ...] = ()
    answers: Mapping[str, Exchange] = field(default_factory=dict)

    @property
    def withheld(self) -> str:
        """Why a record was not made: its request was not sent; "" where all were."""
        return next((why for exchange, _ in self.making if (why := exchange.response.withheld)), "")


def meet(target: Target, document: Document, operation: Operation, body: Any, *, deep: int = 0) -> Met:
    """Make the records that a request names.

    An example of a property that names one stands for a record that does not exist yet, and gets the new one's name; where
    the caller chooses names, any name is made.
    """
    needs = operation.needs
    if needs is None or not isinstance(body, dict) or deep > _DEEPEST:
        return Met(body=body, made={})
    maker = document.operation(needs.operation)
    if maker is None:
        raise DocumentError(f"{document.file}#{operation.pointer}/x-needs/operation: there is no operation {needs.operation!r}")
    made: dict[str, str] = {}
    making: list[tuple[Exchange, Mapping[str, str]]] = []
    answers: dict[str, Exchange] = {}
    for prop in operation.named:
        names: dict[str, str] = {}
        for value in dict.fromkeys(each for each in values_of(body, prop.path) if isinstance(each, str)):
            if not _can_be_made(needs, maker, value, examples=prop.examples):
                continue
            chosen = fresh(target, value) if value in prop.examples else value
            met = _make(target, document, maker, needs, chosen, deep=deep)
            exchange = met.making[-1][0]
            making += met.making
            answer = _json(exchange)
            name = chosen if needs.chosen is not None else called(answer, str(needs.ids[prop.path]))
            if not _is_new(maker, exchange) or not isinstance(name, str):
                continue
            names[value] = name
            answers[name] = exchange
            made[name] = str(place(answer, needs.soap)) if needs.soap is not None else name
        body = _renamed(body, prop.path, names)
    return Met(body=body, made=made, making=tuple(making), answers=answers)


def called(answer: Any, where: str) -> Any:
    """Read what a record is called from a maker's answer: the value at a place, or a text with places in braces."""
    if "{" not in where:
        return place(answer, where)
    found = [place(answer, each) for each in _PLACES.findall(where)]
    return _PLACES.sub("{}", where).format(*found) if all(isinstance(each, str) for each in found) else None


def names_in(operation: Operation, answer: Any, chosen: str | None) -> dict[str, Any]:
    """Give what a request of an operation calls a record that was made: by the maker's answer, or as the caller chose."""
    ids = operation.needs.ids if operation.needs is not None else {}
    return {path: chosen if told is None else called(answer, told) for path, told in ids.items()}


def _is_new(maker: Operation, exchange: Exchange) -> bool:
    """Tell whether a record was made just now: where the document tells 200 and 201 apart, by 201."""
    status = exchange.response.status
    return status == 201 if 201 in maker.answers else 200 <= status < 300


def fresh(target: Target, name: str) -> str:
    """Give a name that no record of this target has yet; the same ones in the same order on every run."""
    number = next(_NUMBERS.setdefault(target, count(1)))
    return f"{name}-{number}"


def _can_be_made(needs: Needs, maker: Operation, value: str, *, examples: tuple[Any, ...]) -> bool:
    if needs.chosen is None:
        return value in examples
    chosen = next(
        (prop for prop in (maker.request.walk() if maker.request is not None else ()) if prop.path == needs.chosen), None
    )
    return chosen is not None and carries(chosen, value)


def _make(target: Target, document: Document, maker: Operation, needs: Needs, value: str, *, deep: int) -> Met:
    assert maker.request is not None
    body: dict[str, Any] = {**least(maker.request), **needs.body}
    if needs.chosen is not None:
        body = with_value(maker.request, body, needs.chosen, value)
    before = meet(target, document, maker, body, deep=deep + 1)
    exchange = target.rest(request_for(document, maker, before.body), operation=maker.name)
    return Met(body=before.body, made=before.made, making=(*before.making, (exchange, before.made)))


def _renamed(body: Any, path: str, names: Mapping[str, str]) -> Any:
    if not names:
        return body
    return changed_at(body, path, lambda value: names.get(value, value) if isinstance(value, str) else value)


def _json(exchange: Exchange) -> Any:
    try:
        return exchange.response.json()
    except ValueError:
        return None
