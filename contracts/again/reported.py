"""A failure as a report of a run keeps it: found by its id in contracts.jsonl."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.failures import Failure
from contracts.reports.json_lines import VERSION


class NoReport(ValueError):  # noqa: N818 - reads as what it says
    """Say why a failure cannot be taken from a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A failure of a run, and what the run was: enough to play it again."""

    id: str
    phase: str
    check: str
    kind: tuple[str, str]
    failure: Failure
    run: Mapping[str, Any]
    again: Mapping[str, Any]


def reported(path: Path, id_: str) -> Reported:
    """Find a failure; raise NoReport that says what is wrong with the file, or which failures it has."""
    lines = list(_lines(path))
    started = lines[0] if lines else {}
    if started.get("event") != "run-started":
        raise NoReport(f"{path}: expected the JSON lines of a run, which begin with run-started, found something else")
    if started.get("format") != VERSION:
        raise NoReport(
            f"{path}: expected format {VERSION}, found {started.get('format')!r}: run contracts again to replay a failure"
        )
    failures = {str(line.get("id")): line for line in lines if line.get("event") == "failure"}
    if id_ not in failures:
        known = f"there are {', '.join(failures)}" if failures else "it has none"
        raise NoReport(f"{path}: no failure is called {id_}; {known}")
    try:
        return _read(failures[id_], started)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise NoReport(f"{path}: failure {id_} cannot be read: {type(error).__name__}: {error}") from error


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise NoReport(f"{path}: there is no such file; contracts run --report-dir DIR writes DIR/contracts.jsonl") from None
    except (OSError, UnicodeDecodeError) as error:
        raise NoReport(f"{path}: it cannot be read: {getattr(error, 'strerror', None) or error}") from None
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            raise NoReport(f"{path}, line {number}: expected JSON, found {line[:40]!r}") from None
        if not isinstance(found, dict):
            raise NoReport(f"{path}, line {number}: expected an object, found {line[:40]!r}")
        yield found


def _read(line: Mapping[str, Any], started: Mapping[str, Any]) -> Reported:
    told = line["example"]
    kind = line["kinds"][0]
    failure = Failure(
        message=told["message"],
        where=told["where"],
        expected=told["expected"],
        found=told["found"],
        clauses=tuple(told["clauses"] or kind["clauses"]),
    )
    again = line["again"]
    judge, _ = again["judge"]["by"], again["proved"]
    return Reported(
        id=line["id"],
        phase=line["phase"],
        check=line["check"],
        kind=(kind["check"], judge),
        failure=failure,
        run={**started["chosen"], "seed": started["seed"], "profile": started["profile"]},
        again=again,
    )
