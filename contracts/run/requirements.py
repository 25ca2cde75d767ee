"""The clauses that a run has to exercise, lest it fail."""

from collections.abc import Collection, Iterable, Mapping

from contracts.clauses import Basis, Clause, matching
from contracts.run.choices import CannotRun

_BASES = {basis.value: basis for basis in Basis}


def required_clauses(words: Iterable[str], known: Mapping[str, Clause], judged: Collection[str]) -> tuple[str, ...]:
    """Give the ids that are meant by bases (``documented``), ids and patterns (``SB-C-*``), several divided by commas.

    A base means the clauses of it that the run judges, an id or a pattern whatever it names. Raise CannotRun for a base of
    which nothing is judged, since that could never fail, and ClauseError for a pattern that fits nothing.
    """
    meant: set[str] = set()
    for word in (part.strip() for each in words for part in each.split(",")):
        if not word:
            raise CannotRun(f"--require-clauses: expected {', '.join(_BASES)}, an id or a pattern like SB-C-*, found nothing")
        base = _BASES.get(word.lower())
        if base is None:
            meant |= matching([word], known)
            continue
        of_base = {id_ for id_ in judged if known[id_].basis is base}
        if not of_base:
            raise CannotRun(f"--require-clauses {word}: this run judges no {base.value} clause, so none could be missed")
        meant |= of_base
    return tuple(id_ for id_ in known if id_ in meant)
