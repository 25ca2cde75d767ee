"""What the control API needs of an emulator."""

from typing import Protocol

from emulator.clock import Clock
from emulator.counts import Counts
from emulator.faults import Faults
from emulator.journal import Journal
from emulator.scheduling.keys import Keys
from emulator.scheduling.store import Store
from emulator.settings import Settings
from emulator.spaces import Spaces


class Controlled(Protocol):
    """An emulator, as far as the control API reads and changes it."""

    @property
    def version(self) -> str:
        """The emulator's own version."""

    @property
    def settings(self) -> Settings:
        """What it was started with."""

    @property
    def clock(self) -> Clock:
        """Its one clock."""

    @property
    def store(self) -> Store:
        """Where its state lives."""

    @property
    def journal(self) -> Journal:
        """The exchanges that went through it."""

    @property
    def counts(self) -> Counts:
        """How many exchanges there were."""

    @property
    def faults(self) -> Faults:
        """The faults that are ordered."""

    @property
    def spaces(self) -> Spaces:
        """The spaces of its process."""

    @property
    def record_kinds(self) -> Keys:
        """How the records of each facade are read from a state document."""

    def reset(self) -> None:
        """Go back to the scenario it started with."""
