"""The clauses: every promise the harness can judge, as data, loaded from the YAML files beside this one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
# The system of clauses that any document has, and of those that a document makes for itself.
OWN = "document"
# The system whose clauses the SOAP side keeps.
SOAP_SIDE = "scheduling"


class Basis(Enum):
    """Where a clause comes from: the vendor's pages, its interface description, our choice, a document's own word."""

    DOCUMENTED = "documented"
    INTERFACE = "interface"
    ASSUMED = "assumed"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One promise: ``setting`` names the setting of the emulator that changes what is right, where there is one."""

    id: str
    system: str
    basis: Basis
    says: str
    setting: str | None = None


class ClauseError(ValueError):
    """Say what is wrong with a file of clauses, or with the name of one."""


@cache
def all_clauses() -> Mapping[str, Clause]:
    """Give the clauses of every system by their ids, in the order of the files."""
    clauses: dict[str, Clause] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for clause in load(path):
            if clause.id in clauses:
                raise ClauseError(f"{path.name}: {clause.id}: the id is taken by the clauses of {clauses[clause.id].system}")
            clauses[clause.id] = clause
    return clauses


def load(path: Path) -> tuple[Clause, ...]:
    """Read a file of clauses; raise ClauseError that names the file, the entry, the rule and what was found."""
    try:
        document = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ClauseError(f"{path.name}: cannot be read as YAML: {error}") from error
    match document:
        case {"system": str(system), "clauses": [*entries]} if len(document) == 2:
            return tuple(_clause(entry, system, f"{path.name}: clause {n}") for n, entry in enumerate(entries, 1))
    raise ClauseError(f"{path.name}: expected the keys system (a text) and clauses (a list), found {_shown(document)}")


def with_own(ids: Iterable[str]) -> Mapping[str, Clause]:
    """Give all clauses, and one of its own for each id of a document that is none of them."""
    known = all_clauses()
    own = sorted(set(ids) - known.keys())
    return {**known, **{id_: Clause(id=id_, system=OWN, basis=Basis.OWN, says="a clause of the document's own") for id_ in own}}


def matching(patterns: Iterable[str], clauses: Mapping[str, Clause]) -> frozenset[str]:
    """Give the ids that fit any of the patterns (``SB-C-*``); raise ClauseError for a pattern that fits none."""
    found: set[str] = set()
    for pattern in patterns:
        ids = {id_ for id_ in clauses if fnmatchcase(id_, pattern.upper())}
        if not ids:
            families = ", ".join(sorted({f"{id_.rpartition('-')[0]}-*" for id_ in clauses}))
            raise ClauseError(f"no clause is called {pattern!r}; expected an id like SB-C-04 or one of {families}")
        found |= ids
    return frozenset(found)


def _clause(entry: Any, system: str, where: str) -> Clause:
    if not isinstance(entry, dict):
        raise ClauseError(f"{where}: expected an object with id, basis and says, found {_shown(entry)}")
    where = f"{where} ({entry['id']})" if "id" in entry else where
    for key in ("id", "basis", "says"):
        if not isinstance(entry.get(key), str):
            raise ClauseError(f"{where}: {key} must be a text, found {_shown(entry.get(key))}")
    if unknown := sorted(map(str, entry.keys() - {"id", "basis", "says", "setting"})):
        raise ClauseError(f"{where}: unknown key {unknown[0]!r}; allowed are id, basis, setting, says")
    if entry["basis"] not in {basis.value for basis in Basis}:
        raise ClauseError(f"{where}: basis must be documented, interface, assumed or own, found {_shown(entry['basis'])}")
    return Clause(id=entry["id"], system=system, basis=Basis(entry["basis"]), says=entry["says"], setting=entry.get("setting"))


def _shown(value: Any) -> str:
    return "nothing" if value is None else repr(value)[:100]
