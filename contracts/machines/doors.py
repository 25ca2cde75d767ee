"""The doors of the system under test: Scheduling itself (SOAP), the facades by their documents (REST), the control API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from contracts.document import Document
from contracts.machines.answer import Answer
from contracts.machines.model import Item
from contracts.machines.record_door import RecordDoor
from contracts.machines.rest_door import RestDoor
from contracts.machines.soap_door import SOAP, SoapDoor
from contracts.scenarios.given import MORNING
from contracts.target import NotPossible, Target


class Door(Protocol):
    """A way in: what it can do, and which clauses promise that it does."""

    name: str
    clauses: tuple[str, ...]

    @property
    def cancels(self) -> bool:
        """Whether a job can be cancelled here."""

    @property
    def polls(self) -> bool:
        """Whether a unit can be asked for its changes here."""

    def cancel(self, item_id: str) -> Answer:
        """Cancel a job."""

    def poll(self, unit: str, since: int | None) -> Answer:
        """Ask for what changed in a unit since a stamp."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Every way into one target, in words of the model; a door goes by its name: SOAP, or its document's.

    ``keeping`` are those of facades that know only the jobs of which they keep records.
    With ``soap_side`` off Scheduling itself is known to be good, so what goes wrong behind another door is the door's.
    """

    target: Target
    documents: tuple[Document, ...] = ()
    soap_side: bool = True
    all: Mapping[str, Door] = field(init=False)
    keeping: Mapping[str, RecordDoor] = field(init=False)

    def __post_init__(self) -> None:
        rest: list[Door] = [RestDoor(self.target, document) for document in self.documents]
        doors = [SoapDoor(self.target), *rest]
        object.__setattr__(self, "all", {door.name: door for door in doors if door.cancels or door.polls})
        records = (RecordDoor(self.target, document) for document in self.documents)
        object.__setattr__(self, "keeping", {door.name: door for door in records if door.keeps})

    @property
    def cancelling(self) -> list[str]:
        """Name the doors through which a job can be cancelled."""
        return [name for name, door in self.all.items() if door.cancels]

    @property
    def polling(self) -> list[str]:
        """Name the doors through which a unit can be asked for its changes."""
        return [name for name, door in self.all.items() if door.polls]

    def clauses(self, through: str, *known: str) -> tuple[str, ...]:
        """Name what promises that a door does as is known: clauses of the door, and of Scheduling if its side is judged."""
        of_the_door = self.all[through].clauses
        return (*known, *of_the_door) if self.soap_side or not of_the_door else of_the_door

    def begin(self, units: Sequence[str]) -> None:
        """Put the target into the state that every life begins with: these units, empty, on a frozen morning."""
        self.target.control("PUT", "/clock", {"now": MORNING, "running": False})
        self.reset(units)
        # After the reset, which puts a plan that the emulator was started with in force again.
        self.target.control("DELETE", "/faults")

    def reset(self, units: Sequence[str]) -> None:
        """Reset the emulator and make the units anew."""
        self.target.control("POST", "/reset")
        for unit in units:
            self.target.control("POST", "/units", {"id": unit})

    def book(self, item: Item) -> bool:
        """Book an item; False where the emulator refuses."""
        body = {name: _for_control(name, getattr(item, name)) for name in _ATTRIBUTES}
        kind = "StandardActivity" if item.activity else "Job"
        return self._accepted("POST", "/work-items", {"id": item.id, "type": kind, **body})

    def change(self, item_id: str, attributes: dict[str, Any]) -> bool:
        """Change attributes of an item; False where the emulator refuses."""
        body = {name: _for_control(name, value) for name, value in attributes.items()}
        return self._accepted("PATCH", f"/work-items/{item_id}", body)

    def remove(self, item_id: str) -> bool:
        """Remove an item without a cancel; False where the emulator refuses."""
        return self._accepted("DELETE", f"/work-items/{item_id}", None)

    def cancel(self, item_id: str, through: str = SOAP) -> Answer:
        """Cancel a job."""
        return self.all[through].cancel(item_id)

    def poll(self, unit: str, since: int | None, through: str = SOAP) -> Answer:
        """Ask for what changed in a unit since a stamp."""
        return self.all[through].poll(unit, since)

    def _accepted(self, method: str, path: str, body: Any) -> bool:
        try:
            self.target.control(method, path, body)
        except NotPossible:
            return False
        return True


_ATTRIBUTES = ("unit", "employee", "start", "arrival", "finish", "status", "fixed", "on_hold")


def _for_control(name: str, value: Any) -> Any:
    return f"{value}:00Z" if name in ("start", "arrival", "finish") else value
