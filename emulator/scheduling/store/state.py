"""What a store in memory holds and a reset throws away: everything but the stamps."""

from collections.abc import Iterator

from emulator.scheduling.changes import Change
from emulator.scheduling.horizon import Horizon, day_of
from emulator.scheduling.store.audit_trail import AuditTrail
from emulator.scheduling.store.change_log import ChangeLog
from emulator.scheduling.store.coming import Coming
from emulator.scheduling.store.documents import HIDDEN, Documents
from emulator.scheduling.store.due import Due
from emulator.scheduling.work_item import Place, Unit

# Before the kind of a document, where others' documents and what is ours stand side by side.
DOCUMENT = "document/"


class State:
    """Units, places, audit, events to come, others' documents, and the latest change of each work item.

    A change is found by the item's id, its unit and stamp, its day, and its coming scan.
    ``touched`` names what was written since somebody cleared it, by kind and id, whether or not it was undone; all of it
    was where the state is ``anew``.
    """

    def __init__(self, due: Due, *, audit_size: int) -> None:
        self.due = due
        self.touched: set[tuple[str, str]] = set()
        self.anew = True
        self._audit_size = audit_size
        self.units: dict[str, Unit] = {}
        self.places: dict[str, dict[str, Place]] = {"region": {}, "employee": {}}
        self.audit = AuditTrail(audit_size)
        self.timeline = Coming()
        self.documents: dict[str, Documents] = {}
        self.current: dict[str, Change] = {}
        self._days: dict[int, set[str]] = {}
        self._logs: dict[str, ChangeLog] = {}
        self._untidy: set[str] = set()

    def emptied(self) -> "State":
        """Make one that holds nothing but the hidden documents, and has done the same scans."""
        state = State(self.due.emptied(), audit_size=self._audit_size)
        state.timeline = Coming(first=self.timeline.numbers.stop)
        state.documents = {kind: documents for kind, documents in self.documents.items() if kind.startswith(HIDDEN)}
        return state

    def changes(self, unit: str, *, after: int, inside: Horizon | None = None) -> Iterator[Change]:
        """Walk the latest changes of a unit's items, oldest first; of those ``inside`` a horizon, where one is given."""
        log = self._logs.get(unit)
        if log is None:
            return iter(())
        changes = log.after(after, self.current)
        if inside is None:
            return changes
        # To look at the day of each item takes longest of all that a poll of many does. Mostly few are outside.
        outside = [ids for day, ids in self._days.items() if not inside.first <= day <= inside.last]
        if not outside:
            return changes
        if sum(map(len, outside)) > log.count(after):
            return (change for change in changes if inside.holds(change.item))
        gone = set().union(*outside)
        return (change for change in changes if change.item.id not in gone)

    def count(self, unit: str) -> int:
        """Count a unit's items."""
        return len(self._logs.get(unit, ()))

    def stamp_of(self, item_id: str) -> int | None:
        """Tell the stamp of an item's latest change."""
        change = self.current.get(item_id)
        return change.stamp if change is not None else None

    def on_day(self, day: int) -> list[Change]:
        """List the items that the horizon judges by this day, in the order of their last change."""
        return sorted((self.current[item_id] for item_id in self._days.get(day, ())), key=lambda change: change.stamp)

    def days_with_items(self, *, after: int, up_to: int) -> list[int]:
        """List the days in a span by which the horizon judges some item, in order."""
        return sorted(day for day in self._days if after < day <= up_to)

    def show(self, change: Change) -> None:
        """Make a change the latest of its item."""
        self.hide(change.item.id)
        if change.item.unit not in self._logs:
            self._logs[change.item.unit] = ChangeLog()
        self._logs[change.item.unit].append(change)
        self._index(change)

    def hide(self, item_id: str) -> None:
        """Take an item out of sight; its change stays in the log until that is tidied."""
        change = self.current.pop(item_id, None)
        if change is None:
            return
        self._touch(item_id)
        self._logs[change.item.unit].forget()
        self._untidy.add(change.item.unit)
        self.due.forget(item_id)
        day = day_of(change.item)
        if day is not None:
            self._days[day].discard(item_id)
            if not self._days[day]:
                del self._days[day]

    def _touch(self, item_id: str) -> None:
        # Where all of it was, nobody asks which.
        if not self.anew:
            self.touched.add(("item", item_id))

    def put_back(self, item_id: str, before: Change | None) -> None:
        """Undo what happened to an item; the change it had is still in its log."""
        self.hide(item_id)
        if before is not None:
            self._logs[before.item.unit].recall()
            self._index(before)

    def cut(self, stamp: int) -> None:
        """Forget the changes after a stamp, which were all undone."""
        for unit in self._untidy:
            self._logs[unit].cut(stamp)

    def tidy(self) -> None:
        """Let the logs that lost something drop what is stale."""
        for unit in self._untidy:
            self._logs[unit].tidy(self.current)
        self._untidy.clear()
        for documents in self.documents.values():
            documents.tidy()
        for number in self.audit.tidy():
            self.touched.add(("audit", str(number)))

    def _index(self, change: Change) -> None:
        self.current[change.item.id] = change
        self._touch(change.item.id)
        self.due.expect(change.item, change.late)
        day = day_of(change.item)
        if day is not None:
            self._days.setdefault(day, set()).add(change.item.id)
