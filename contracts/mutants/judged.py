"""By which documents a mutant is judged: those of the facades whose clauses it breaks."""

from collections.abc import Iterable

from contracts.clauses import all_clauses
from contracts.document import names
from contracts.mutants.mutant import Mutant

# The facade before every mutant that breaks no facade's clause alone, as the gate judges it.
USUAL = "servicebroker"


def document_of(mutant: Mutant) -> str:
    """Name the document by which a mutant is judged: that of the first of its clauses which has one."""
    systems = (all_clauses()[clause].system for clause in mutant.clauses)
    return next((system for system in systems if system in names()), USUAL)


def documents_of(mutants: Iterable[Mutant]) -> tuple[str, ...]:
    """Name the documents by which some mutants are judged, each once."""
    return tuple(dict.fromkeys(map(document_of, mutants)))
