"""The same facade set up in other ways, where the target can do that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.document import Document
from contracts.run.asking import spoken
from contracts.run.events import NotExercised, RunContext
from contracts.target import NotPossible, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A target, the documents as they hold for it, and how it differs from the run's own ("" where it does not)."""

    name: str
    target: Target
    documents: tuple[Document, ...]


def variants(context: RunContext, settings: Sequence[Mapping[str, Any]]) -> Iterator[Variant | NotExercised]:
    """Give the run's target under each set of settings, {} for as it is; say where that is not possible."""
    for changed in settings:
        if changed:
            yield from variant(context, changed, told=changed)
        else:
            yield Variant(name="", target=context.target, documents=context.documents)


def variant(
    context: RunContext, changed: Mapping[str, Any], *, told: Mapping[str, Any], clauses: tuple[str, ...] = ()
) -> Iterator[Variant | NotExercised]:
    """Give one variant while it is looked at; ``told`` is what the documents have to know of the settings."""
    name = f"({spoken(told)})" if told else ""
    documents = tuple(document.under(told) for document in context.documents if told.keys() <= document.settings.keys())
    if not documents:
        return
    try:
        with context.target.with_settings(changed) as target:
            yield Variant(name=name, target=target, documents=documents)
    except NotPossible as error:
        yield NotExercised(name=f"the facade with {spoken(told)}", clauses=clauses, reason=str(error))
