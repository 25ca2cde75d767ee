"""Adding up how each property fared in each way it was tried."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contracts.document import Operation, Property
from contracts.failures import Failure
from contracts.inputs import ABSENT
from contracts.run.asking import Asked
from contracts.run.events import Mapped
from contracts.strategies.possible import impossible
from contracts.strategies.ways import Way

# The checks of what a request becomes; what an answer looks like says nothing of the mapping of a property.
_OF_REQUESTS = frozenset(
    {
        "a_body_is_refused_where_the_document_says",
        "a_refusal_names_the_property",
        "a_refused_request_makes_no_soap_call",
        "a_request_is_answered",
        "a_wrong_value_comes_back_with_its_code",
        "an_accepted_request_makes_one_soap_call",
        "each_value_arrives_in_its_element",
        "elements_keep_their_order",
        "nothing_else_is_sent",
    }
)


@dataclass(slots=True)
class _Tried:
    example: str
    cases: int = 0
    broken: int = 0


@dataclass(slots=True)
class _Row:
    operation: Operation
    property: Property
    ways: dict[Way, _Tried] = field(default_factory=dict)


@dataclass(slots=True)
class MappingRows:
    """What was tried of each property whose operation makes a SOAP call, in the order that they came up."""

    rows: dict[tuple[str, str], _Row] = field(default_factory=dict)

    def add(self, operation: Operation, prop: Property, way: Way, value: Any, asked: Asked, *, spelling: str = "") -> None:
        """Add an exchange in which one property was tried in one way."""
        if operation.soap_operation is None or asked.exchange.response.withheld:
            return
        row = self.rows.setdefault((operation.name, prop.path), _Row(operation, prop))
        broken = _is_broken(operation, prop, asked)
        tried = row.ways.get(way)
        if tried is None:
            tried = row.ways[way] = _Tried(example=_example(value, spelling))
        elif broken and not tried.broken:
            tried.example = _example(value, spelling)
        tried.cases += 1
        tried.broken += broken

    def events(self) -> Iterator[Mapped]:
        """Tell of each property and way how it went, and of the ways that the document leaves no room for."""
        for (operation, path), row in self.rows.items():
            element = "/".join(row.property.soap_element)
            for way, why_not in impossible(row.operation, row.property).items():
                yield Mapped(operation=operation, property=path, element=element, way=way.word, cases=0, why_not=why_not)
            for way, tried in row.ways.items():
                yield Mapped(
                    operation=operation,
                    property=path,
                    element=element,
                    way=way.word,
                    example=tried.example,
                    cases=tried.cases,
                    broken=tried.broken,
                )


def _is_broken(operation: Operation, prop: Property, asked: Asked) -> bool:
    """Tell whether something did not hold that concerns the property.

    What a failure names by its place is that property's affair, and explains what else went wrong in the exchange.
    """
    failures = [
        failure for judgement in asked.judgements if judgement.check.name in _OF_REQUESTS for failure in judgement.failures
    ]
    named = [owners for failure in failures if (owners := _owners(operation, failure))]
    return any(prop.path in owners for owners in named) if named else bool(failures)


def _owners(operation: Operation, failure: Failure) -> set[str]:
    """Name the properties that a failure's place belongs to: by their path, or by the element of a message."""
    element = tuple(failure.where.split("/")[1:])
    found = operation.request.walk() if operation.request is not None else ()
    return {each.path for each in found if failure.where == each.path or (element and element == each.soap_element)}


def _example(value: Any, spelling: str) -> str:
    text = "" if value is ABSENT else json.dumps(value, ensure_ascii=False)
    return f"{json.dumps(spelling, ensure_ascii=False)}: {text}" if spelling else text
