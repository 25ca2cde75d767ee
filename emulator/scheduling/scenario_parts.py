"""A scenario's file together with those it includes, and the way back from what is wrong to the file that holds it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from emulator.scheduling.packed_rows import PackedRows
from emulator.scheduling.readings import DocumentError, Where, rows, show, spell, table, text
from emulator.scheduling.scenario_file import Document, ScenarioError, parse
from emulator.scheduling.snapshot import KEYS

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def packaged() -> tuple[str, ...]:
    """Name the scenarios that come with the emulator."""
    return tuple(sorted(file.stem for file in SCENARIOS.glob("*.yaml")))


INCLUDE = "include"
RECORDS = "records"
FAULTS = "faults"
FILE_KEYS = (INCLUDE, *KEYS, FAULTS)


@dataclass(slots=True)
class Parts:
    """One state document made of several files: the lists of each key, one after the other, included files first.

    The records of all files are one object. What they order beside the state, ``faults``, stays apart, by file.
    """

    value: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[Document, object]] = field(default_factory=list)
    _pieces: list[tuple[str, int, int, Document]] = field(default_factory=list)
    _records: dict[Where, Document] = field(default_factory=dict)

    def add(self, document: Document, key: str, members: list[object] | PackedRows) -> None:
        """Append a list of a file."""
        whole = self.value.setdefault(key, PackedRows())
        self._pieces.append((key, len(whole), len(whole) + len(members), document))
        whole.extend(members)

    def add_records(self, document: Document, records: object) -> None:
        """Add the records of a file; raise DocumentError for one that another file has already."""
        for kind, by_id in _object(records, (RECORDS,)).items():
            whole = self.value.setdefault(RECORDS, {}).setdefault(kind, {})
            self._records.setdefault((kind,), document)
            for record_id, record in _object(by_id, (RECORDS, kind)).items():
                other = self._records.setdefault((kind, record_id), document)
                if other is not document:
                    where = f"{other.file}:{other.line((RECORDS, kind, record_id))}"
                    raise DocumentError(
                        (RECORDS, kind, record_id), expected="an id of its own", found=f"that of a record in {where}"
                    )
                whole[record_id] = record

    def error(self, error: DocumentError) -> ScenarioError:
        """Name the file and the line of what is wrong with the whole."""
        document, path = self._place(error.path)
        found = error.found
        if error.first is not None:
            other, first = self._place(error.first)
            where = spell(first) if other is document else f"{other.file}:{other.line(first)}: {spell(first)}"
            found = f"{found}, as in {where}"
        return document.error(path, expected=error.expected, found=found)

    def _place(self, path: Where) -> tuple[Document, Where]:
        key, place, *rest = path
        if key == RECORDS:
            return self._records.get((place, *rest[:1])) or self._records[(place,)], path
        for name, start, end, document in self._pieces:
            if name == key and isinstance(place, int) and start <= place < end:
                return document, (key, place - start, *rest)
        raise AssertionError(f"no file holds {spell(path)}")


def read_parts(name: str) -> Parts:
    """Read a scenario of ours by its name, or any by its file, and what it includes; raise ScenarioError."""
    parts = Parts()
    file = _find(name, beside=Path())
    try:
        document = parse(_text(file), file=str(file))
    except OSError as error:
        raise ScenarioError(f"scenario {name}: expected {_expected()}; found that {_unreadable(error)}") from None
    _gather(document, parts, chain=(file.resolve(),), done=set())
    return parts


def _gather(document: Document, parts: Parts, *, chain: tuple[Path, ...], done: set[Path]) -> None:
    """Add what a file includes, each file once, then what it holds itself; ``chain`` leads from the first file to this one."""
    try:
        members = table(document.value, (), allowed=FILE_KEYS)
        names = [text(name, (INCLUDE, place), least=1, most=4096) for place, name in _rows(members, INCLUDE)]
        lists = {key: rows(members[key], (key,)) for key in KEYS if key in members and key != RECORDS}
    except DocumentError as error:
        raise document.error(error.path, expected=error.expected, found=error.found) from None

    for place, name in enumerate(names):
        file = _find(name, beside=chain[-1].parent)
        inner = file.resolve()
        if inner in chain:
            circle = " includes ".join(str(step.name) for step in (*chain[chain.index(inner) :], inner))
            _refuse(document, place, expected="a file that does not include this one", found=f"a circle: {circle}")
        if inner in done:
            continue
        try:
            included = parse(_text(file), file=str(file))
        except OSError as error:
            _refuse(document, place, expected=_expected(), found=f"{show(name)}, and that {_unreadable(error)}")
        _gather(included, parts, chain=(*chain, inner), done=done)

    done.add(chain[-1])
    for key, found in lists.items():
        parts.add(document, key, found)
    if FAULTS in members:
        parts.faults.append((document, members[FAULTS]))
    if RECORDS in members:
        try:
            parts.add_records(document, members[RECORDS])
        except DocumentError as error:
            raise document.error(error.path, expected=error.expected, found=error.found) from None


def _object(value: object, path: Where) -> dict[str, object]:
    if not isinstance(value, dict):
        raise DocumentError(path, expected="an object", found=show(value))
    return value


def _rows(members: object, key: str) -> Iterator[tuple[int, object]]:
    assert isinstance(members, dict)
    return enumerate(rows(members.get(key, []), (key,)))


def _find(name: str, *, beside: Path) -> Path:
    ours = {file.stem: file for file in SCENARIOS.glob("*.yaml")}
    return ours.get(name, beside / name)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{file}:1: expected UTF-8; found a wrong byte at {error.start + 1}") from None


def _expected() -> str:
    return f"a file, or one of {', '.join(sorted(file.stem for file in SCENARIOS.glob('*.yaml')))}"


def _unreadable(error: OSError) -> str:
    return f"it cannot be read: {error.strerror}"


def _refuse(document: Document, place: int, *, expected: str, found: str) -> NoReturn:
    raise document.error((INCLUDE, place), expected=expected, found=found)
