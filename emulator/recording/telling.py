"""From the calls of a recording to the state that answers them so: what was there at the start, and what happened since."""

from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from emulator.recording.calls import Cancel, NotUnderstood, Poll, Shown
from emulator.recording.held import JOB, Held, checked, differing, job_members, late_of, learn_from_cancel, members_of
from emulator.recording.horizon import SeenHorizon
from emulator.recording.jeop_only import CheckStates
from emulator.return_codes import ReturnCode
from emulator.scheduling.document import read_unit
from emulator.scheduling.readings import write_instant

# What was there at the start comes before all that happened, which is counted from 1 on.
_FIRST = -(10**9)
_MARK = "recorded-change-{}"


@dataclass(slots=True, kw_only=True)
class _UnitTold:
    document: dict[str, Any]
    whole: bool = False  # a poll of everything has come to its end
    check_states: CheckStates = field(default_factory=CheckStates)


@dataclass(slots=True, kw_only=True)
class _Walk:
    """A poll of everything that goes on from reply to reply."""

    first: bool
    seen: set[str] = field(default_factory=set)


class Telling:
    """Take in calls in their order; raise NotUnderstood for one that says what cannot be."""

    def __init__(self, *, zone: tzinfo, nowhere: str) -> None:
        """``nowhere`` is a unit that no call asks for: jobs are in it that only a cancel showed."""
        self.items: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        # By the line of the recording: work items that no scenario can hold.
        self.left_out: list[tuple[int, str]] = []
        self.horizon = SeenHorizon()
        self._zone = zone
        self._nowhere = nowhere
        self._units: dict[str, _UnitTold] = {}
        self._held: dict[str, Held] = {}
        self._absent: set[str] = set()
        self._count = 0
        self._counts: dict[str, int] = {}  # of changes, at each time stamp that was given out
        self._walks: dict[tuple[str, str], _Walk] = {}
        self._goes_on: set[tuple[str, str]] = set()  # units and stamps of first polls with JeopOnly that were cut

    def units(self) -> list[dict[str, Any]]:
        """Give the units, with what is known of their parameters."""
        rows = [{**unit.document, **unit.check_states.document()} for unit in self._units.values()]
        hidden = any(row["unit"] == self._nowhere for row in [*self.items, *self._booked(), *self._moved()])
        return [*rows, {"id": self._nowhere}] if hidden else rows

    def cancel(self, call: Cancel, at: datetime) -> None:
        """Take in a cancel."""
        held = self._held.get(call.job_id)
        if call.job is None:
            if call.result.code == ReturnCode.JOBID_INVALID.number:
                if held is not None and held.members["type"] == JOB:
                    self._lose(held, at)
                self._absent.add(call.job_id)
            return
        if held is None:
            held = self._add(job_members(call.job_id, call.job, unit=self._nowhere, now=at), at, initial=True)
        elif held.shown is not None:
            status = call.job.status if call.job.employee is not None else held.members["status"]
            changed = differing({"employee": call.job.employee, "status": status or "Tentative"}, held.members)
            if changed:
                self._change(held, changed, at)
            learn_from_cancel(held, call.job, at)
        self._forget(call.job_id)

    def poll(self, call: Poll, at: datetime, *, line: int) -> None:
        """Take in a poll, which stands in that line."""
        code = call.result.code
        if code == ReturnCode.FRUID_INVALID.number:
            return
        told = self._units.get(call.unit) or _UnitTold(document=checked(read_unit, {"id": call.unit}, at))
        self._units[call.unit] = told
        if code == ReturnCode.MAX_INVALID.number:
            told.document["max_work_items"] = 0
        if call.result.type == "Error":
            return
        if call.more:
            told.document.setdefault("max_work_items", len(call.items))
        call = replace(call, items=tuple(shown for shown in call.items if self._possible(shown, call.unit, at, line)))
        if call.jeop_only:
            if call.stamp is None:
                hidden = [held.shown for held in self._in(call.unit) if held.shown and held.shown.id not in _ids(call)]
                told.check_states.learn(call.items, hidden if told.whole and not call.more else [])
            first = call.stamp is None or (call.unit, call.stamp) in self._goes_on
            for shown in call.items:
                self._see(shown, call.unit, at, initial=not told.whole and first)
            if first and call.more:
                self._goes_on.add((call.unit, call.stamp_out))
        else:
            self._told_in_order(call, told, at)
            self._counts.setdefault(call.stamp_out, self._count)

    def _possible(self, shown: Shown, unit: str, at: datetime, line: int) -> bool:
        try:
            members_of(shown, unit, self._zone, at)
        except NotUnderstood as why:
            self.left_out.append((line, f"the work item {shown.id}: {why}"))
            return False
        return True

    # -- polls of all items

    def _told_in_order(self, call: Poll, told: _UnitTold, at: datetime) -> None:
        everything = call.stamp is None or call.stamp.strip("0") == ""
        walk = _Walk(first=not told.whole) if everything else self._walks.pop((call.unit, call.stamp or ""), None)
        since = self._counts.get(call.stamp or "", _FIRST) if not everything else _FIRST
        shown = _ids(call)
        if walk is not None:
            walk.seen |= shown
        if not call.more:
            there = [held for held in self._in(call.unit) if held.members["id"] not in (walk.seen if walk else shown)]
            for held in there:
                if walk is not None or held.order > since:
                    self._lose(held, at)
        for each in call.items:
            known = self._held.get(each.id)
            if known is not None and known.shown is not None and known.late != late_of(each):
                # The clock did it, and not this poll.
                known.order = self._next()
        last = since
        initial = not told.whole and (walk is None or walk.first)
        for each in call.items:
            # What comes after something that happened since came since as well, and so did what was not shown before.
            first = initial and last < 0 and not told.check_states.would_have_shown(each)
            held = self._see(each, call.unit, at, initial=first)
            if held.order <= last:
                self._change(held, {"region": _MARK.format(self._count)}, at)
            last = max(last, held.order)
        # Where a reply is cut, its stamp is that of the last item.
        self._counts[call.stamp_out] = last if call.more else self._count
        if walk is not None and call.more:
            self._walks[call.unit, call.stamp_out] = walk
        told.whole = told.whole or (walk is not None and not call.more)

    def _see(self, shown: Shown, unit: str, at: datetime, *, initial: bool) -> Held:
        members = members_of(shown, unit, self._zone, at)
        held = self._held.get(shown.id)
        if held is None:
            held = self._add(members, at, initial=initial)
        elif held.shown is None:
            raise NotUnderstood(f"the work item {shown.id} was cancelled before")
        elif changed := differing(members, held.members):
            self._change(held, changed, at)
        held.shown, held.late = shown, late_of(shown)
        self.horizon.see(members["start"], at)
        return held

    # -- what it comes to

    def _add(self, members: dict[str, Any], at: datetime, *, initial: bool) -> Held:
        item_id = members["id"]
        document = dict(members)
        # That an activity cannot be cancelled does not mean that it was not there.
        if initial and (item_id not in self._absent or members["type"] != JOB):
            self.items.append(document)
            order = _FIRST + len(self.items)
        else:
            self._happens(at, "book", document)
            order = self._next()
        held = Held(document=document, latest=document, members=dict(members), order=order)
        self._held[item_id] = held
        self._absent.discard(item_id)
        return held

    def _change(self, held: Held, changed: dict[str, Any], at: datetime) -> None:
        event = {"id": held.members["id"], **changed}
        if {"arrival", "finish"} & changed.keys():
            event |= {name: held.members[name] for name in ("start", "arrival", "finish") if name not in changed}
            held.latest = event
        self._happens(at, "change", event)
        held.members |= changed
        held.order = self._next()

    def _lose(self, held: Held, at: datetime) -> None:
        """Let an item go that is there no more: a job is cancelled, and an activity goes where nobody asks."""
        item_id = held.members["id"]
        if held.members["type"] == JOB:
            self._happens(at, "cancel", {"id": item_id})
            self._forget(item_id)
        else:
            self._change(held, {"unit": self._nowhere}, at)

    def _forget(self, item_id: str) -> None:
        del self._held[item_id]
        self._absent.add(item_id)

    def _happens(self, at: datetime, kind: str, what: dict[str, Any]) -> None:
        self.events.append({"at": write_instant(at), kind: what})

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _in(self, unit: str) -> list[Held]:
        return [held for held in self._held.values() if held.unit == unit]

    def _booked(self) -> list[dict[str, Any]]:
        return [event["book"] for event in self.events if "book" in event]

    def _moved(self) -> list[dict[str, Any]]:
        return [event["change"] for event in self.events if "unit" in event.get("change", {})]


def _ids(call: Poll) -> set[str]:
    return {shown.id for shown in call.items}
