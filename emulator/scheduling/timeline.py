"""The timeline of a scenario: what happens to a Scheduling system when its clock gets there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emulator.scheduling.audit import CancelReason
from emulator.scheduling.work_item import WorkItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A work item is booked, whose id is free then."""

    item: WorkItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """A work item is changed: ``members`` go over its document as a JSON Merge Patch, instants being absolute.

    ``kind`` is the key it was written under: "change", or the name of what alone changes.
    """

    kind: str
    id: str
    members: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """A job is cancelled by nobody in particular; its audit entry stays."""

    id: str
    reason: CancelReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The late states are read anew, beside the scans that come by themselves."""


Happening = Book | Amend | Cancel | Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happens, and when."""

    at: datetime
    what: Happening
