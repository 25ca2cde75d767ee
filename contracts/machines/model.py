"""What the clauses say of jobs, units and the change feed, in sets and dictionaries; no word of any emulator's code."""

from dataclasses import dataclass, fields, replace
from typing import Any

STATUSES = ("Tentative", "Fixed", "Earmarked", "Contacted", "Travelling", "LoggedOn", "LoggedOff", "Cleared", "Cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A work item with the attributes that a machine plays with; times are the 16 characters of a reply, in GMT."""

    id: str
    unit: str
    activity: bool = False
    employee: str | None = "TECH01"
    start: str = "2026-01-05T09:00"
    arrival: str = "2026-01-05T09:15"
    finish: str = "2026-01-05T10:15"
    status: str = "Tentative"
    fixed: bool = False
    on_hold: bool = False

    def seen(self) -> "Seen":
        """Tell what a poll shows of it (SCH-G-03): nothing of an unresourced job's plan, no fixed activity."""
        shown = Seen(id=self.id, activity=self.activity, fixed=self.fixed and not self.activity)
        if self.employee is None:
            return shown
        return replace(
            shown, employee=self.employee, start=self.start, arrival=self.arrival, finish=self.finish, status=self.status
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one reply tells of a work item, by whichever door it came."""

    id: str
    activity: bool = False
    fixed: bool = False
    employee: str | None = None
    start: str | None = None
    arrival: str | None = None
    finish: str | None = None
    status: str | None = None

    def only(self, shown: frozenset[str]) -> "Seen":
        """Leave out what an answer does not show."""
        return self if shown == ATTRIBUTES else Seen(**{name: getattr(self, name) for name in shown})


ATTRIBUTES = frozenset(field.name for field in fields(Seen))


class Model:
    """All items with the number of their last change, and for each stamp the changes it had seen."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.changes = 0
        self.quiet = False
        self._changed: dict[str, int] = {}
        self._seen_by: dict[int, int] = {}

    def put(self, item: Item) -> None:
        """Book or change; a write that changes nothing is no change, there and back again is one (SCH-G-05)."""
        if self.items.get(item.id) != item:
            self.quiet = False
            self.changes += 1
            self.items[item.id] = item
            self._changed[item.id] = self.changes

    def change(self, item_id: str, **attributes: Any) -> None:
        """Change attributes of an item; another unit is such a change (SCH-G-06)."""
        self.put(replace(self.items[item_id], **attributes))

    def cancel(self, item_id: str) -> bool:
        """Cancel a job; False (code 1) for what is not there, was cancelled or is an activity (SCH-C-06, C-07, C-09)."""
        item = self.items.get(item_id)
        if item is None or item.activity:
            return False
        self.remove(item_id)
        return True

    def remove(self, item_id: str) -> None:
        """Forget an item; nothing of it remains (SCH-G-07)."""
        self.quiet = False
        del self.items[item_id]
        del self._changed[item_id]

    def reset(self) -> None:
        """Forget all items; stamps that were given out stay good (SCH-G-10)."""
        self.quiet = False
        self.items.clear()
        self._changed.clear()

    def give(self, stamp: int) -> None:
        """Note that ``stamp`` was given out now: it has seen all changes so far, and nothing happened since (``quiet``)."""
        self.quiet = True
        self._seen_by[stamp] = self.changes

    @property
    def newest(self) -> int:
        """The greatest stamp given out; -1 before the first."""
        return max(self._seen_by, default=-1)

    def may_be_given(self, stamp: int) -> bool:
        """Whether a reply may have this stamp now: they never fall, and grow with every change (SCH-G-10)."""
        newest = self.newest
        if stamp == newest:
            return self._seen_by[newest] == self.changes
        return stamp > newest

    def changed(self, unit: str, since: int | None) -> dict[str, Seen]:
        """Tell exactly what a poll must show: of that unit, changed since the stamp, in its latest state (SCH-G-04, G-05)."""
        after = 0 if since is None else self._seen_by[since]
        return {item.id: item.seen() for item in self.items.values() if item.unit == unit and self._changed[item.id] > after}
