"""Scenarios: YAML files that say what a Scheduling system holds at the start, and what happens to it then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from emulator.scheduling.keys import Keys
from emulator.scheduling.many_at_once import many_at_once
from emulator.scheduling.readings import DocumentError, Where
from emulator.scheduling.scenario_parts import FAULTS, Parts, read_parts
from emulator.scheduling.snapshot import NO_KINDS, Snapshot, read_snapshot, read_timeline

T = TypeVar("T")


class Scenario:
    """A scenario that was read from its files; its relative times get their day and moment from whoever asks for the state."""

    def __init__(self, parts: Parts, kinds: Keys) -> None:
        self._parts = parts
        self._kinds = kinds
        self._read: tuple[date, Snapshot] | None = None

    def state(self, now: datetime) -> Snapshot:
        """Tell the state it describes when it is loaded at ``now``; raise ScenarioError."""
        try:
            if self._read is None or self._read[0] != now.date():
                with many_at_once():
                    self._read = now.date(), read_snapshot(self._parts.value, now=now, kinds=self._kinds)
            # Offsets of events count from the moment; all else only from the day.
            return replace(self._read[1], timeline=read_timeline(self._parts.value, now=now))
        except DocumentError as error:
            raise self._parts.error(error) from None

    def faults(self, read: Callable[[object, Where], T]) -> list[T]:
        """Read what it orders beside the state, a file after the other, included ones first; raise ScenarioError."""
        found = []
        for document, ordered in self._parts.faults:
            try:
                found.append(read(ordered, (FAULTS,)))
            except DocumentError as error:
                raise document.error(error.path, expected=error.expected, found=error.found) from None
        return found


def read_scenario(name: str, *, kinds: Keys = NO_KINDS) -> Scenario:
    """Read a scenario of ours by its name, or any by its file; raise ScenarioError.

    ``kinds`` tells how the records of each facade are read.
    """
    return Scenario(read_parts(name), kinds)
