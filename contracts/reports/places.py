"""Which part of a contract a failure is about: the operation, the property, the SOAP element; and where that is written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from contracts.document import Document, Operation, Property
from contracts.document.lines import FIRST, Lines, Position
from contracts.expected.seen import Seen
from contracts.failures import Failure
from contracts.run.failure_groups import FailureGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a failure is about, as far as it says: paths in the JSON of request and answer, elements of message and reply."""

    operation: Operation | None = None
    pointer: str = ""
    asked: str = ""
    answered: str = ""
    sent: tuple[str, ...] = ()
    replied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where it is written: a file, as it is named from the working directory where it is below it, and the place in it."""

    uri: str
    position: Position


@dataclass(slots=True)
class _File:
    document: Document
    lines: Lines = field(init=False)

    def __post_init__(self) -> None:
        self.lines = Lines.of(self.document.file)


class Places:
    """Find the places of failures in the documents of a run."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def of(self, failure: Failure) -> Place:
        """Tell what a failure is about; a place without an operation where its exchange is of none."""
        found = self._seen(failure)
        if found is None:
            return Place()
        seen, operation = found
        where = failure.where.rpartition(": ")[2]
        element = tuple(where.split("/"))
        if len(element) > 1 and element[0] in (operation.soap_request, operation.soap_operation):
            prop = _first(prop for prop in _walk(operation.request) if prop.soap_element == element[1:])
            return _about_request(operation, prop, sent=element[1:])
        prop = _first(prop for prop in _walk(operation.request) if prop.path == where)
        if prop is not None:
            return _about_request(operation, prop, sent=prop.soap_element)
        return _about_answer(seen, operation, where)

    def written(self, group: FailureGroup) -> Written | None:
        """Tell where the contract says what does not hold: the property, the answer, the operation, else the clause.

        None where the run has no document.
        """
        place = self.of(group.example)
        if place.operation is not None:
            file = next(each for each in self._files if place.operation in each.document.operations)
            return Written(uri=_uri(file.document.file), position=file.lines.at(place.pointer))
        for clause in group.clauses:
            for file in self._files:
                if (position := file.lines.naming(clause)) is not None:
                    return Written(uri=_uri(file.document.file), position=position)
        return Written(uri=_uri(self._documents[0].file), position=FIRST) if self._documents else None

    @cached_property
    def _files(self) -> list[_File]:
        return [_File(document) for document in self._documents]

    def _seen(self, failure: Failure) -> tuple[Seen, Operation] | None:
        if failure.exchange is None:
            return None
        for document in self._documents:
            seen = Seen(document, failure.exchange)
            operation = document.operation(failure.exchange.operation) or seen.operation
            if operation is not None:
                return seen, operation
        return None


def _about_request(operation: Operation, prop: Property | None, *, sent: tuple[str, ...]) -> Place:
    if prop is None:
        return Place(operation=operation, pointer=operation.pointer, sent=sent)
    return Place(operation=operation, pointer=prop.pointer, asked=prop.path, sent=sent)


def _about_answer(seen: Seen, operation: Operation, where: str) -> Place:
    """Tell of a place in the answer, "body.Payload.code"; of a status or a header it is the answer as a whole."""
    answer = operation.answer(seen.exchange.response.status)
    whole = Place(operation=operation, pointer=answer.pointer if answer is not None else operation.pointer)
    path = str(seen.document.refusal.places.get("code", "")) if where == "code" else where.removeprefix("body.")
    if answer is None or (path == where and where != "body") or not path:
        return whole
    listed = re.sub(r"\[\d+\]", "[]", path)
    variants = (seen.variant, *answer.variants) if seen.variant is not None else answer.variants
    for prop in (prop for variant in variants for prop in variant.root.walk()):
        if prop.path in (path, listed, listed.replace("[].", "[]")):
            return Place(operation=operation, pointer=prop.pointer, answered=path, replied=prop.soap_element)
    return Place(operation=operation, pointer=whole.pointer, answered=path)


def _walk(root: Property | None) -> Iterable[Property]:
    return root.walk() if root is not None else ()


def _first(found: Iterable[Property]) -> Property | None:
    return next(iter(found), None)


def _uri(file: str) -> str:
    path, here = Path(file).resolve(), Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_uri()
