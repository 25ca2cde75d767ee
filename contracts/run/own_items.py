"""A run that leaves everybody's jobs alone brings its own: made before it, named as the documents' examples, removed after."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.document import Document
from contracts.run.bookings import book_job, book_unit
from contracts.target import Target

UNIT = "CONTRACT"
_MOST = 40


def bring_own(target: Target, documents: Sequence[Document], *, seed: int) -> tuple[Document, ...]:
    """Make a unit and jobs of the run's own, and give the documents with these as examples of what is there."""
    jobs = [f"{UNIT}-{seed}-{number}" for number in range(_MOST)]
    book_unit(target, UNIT)
    for job in jobs:
        book_job(target, job, unit=UNIT)
    there = {"job": jobs, "unit": [UNIT]}
    return tuple(document.with_source(_with_examples(document.source, there)) for document in documents)


def _with_examples(node: Any, there: Mapping[str, Sequence[str]]) -> Any:
    if isinstance(node, list):
        return [_with_examples(each, there) for each in node]
    if not isinstance(node, dict):
        return node
    inside = {key: _with_examples(value, there) for key, value in node.items()}
    names = _names(node)
    if names is None:
        return inside
    if isinstance(inside.get("schema"), dict):
        # A parameter: what its schema says comes before what it says itself.
        inside["schema"].pop("example", None)
        inside["schema"]["examples"] = list(there[names])
    return {**{key: value for key, value in inside.items() if key != "example"}, "examples": list(there[names])}


def _names(node: Mapping[str, Any]) -> str | None:
    """Tell what of Scheduling the value of a schema names."""
    return {"jobID": "job", "FRUID": "unit"}.get(str(node.get("x-soap-element"))) or node.get("x-names")
