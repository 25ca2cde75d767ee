"""Scenarios: YAML files that say what a Scheduling system holds at the start."""

from datetime import date, datetime
from pathlib import Path

from emulator.scheduling.readings import DocumentError
from emulator.scheduling.scenario_file import Document, ScenarioError, parse
from emulator.scheduling.snapshot import Snapshot, read_snapshot

SCENARIOS = Path(__file__).parents[1] / "scenarios"


class Scenario:
    """A scenario that was read from a file; its relative times get their day from whoever asks for the state."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._read: tuple[date, Snapshot] | None = None

    def state(self, now: datetime) -> Snapshot:
        """Tell the state it describes on the UTC day of ``now``; raise ScenarioError."""
        if self._read is None or self._read[0] != now.date():
            try:
                self._read = now.date(), read_snapshot(self._document.value, now=now)
            except DocumentError as error:
                raise self._document.error(error.path, expected=error.expected, found=error.found) from None
        return self._read[1]


def read_scenario(name: str) -> Scenario:
    """Read a scenario of ours by its name, or any by its file; raise ScenarioError."""
    ours = {file.stem: file for file in SCENARIOS.glob("*.yaml")}
    file = ours.get(name, Path(name))
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        names = ", ".join(sorted(ours))
        raise ScenarioError(
            f"scenario {name}: expected a file, or one of {names}; found that it cannot be read: {error.strerror}"
        ) from None
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{file}:1: expected UTF-8; found a wrong byte at {error.start + 1}") from None
    return Scenario(parse(text, file=str(file)))
